"""One patient's course: the regimen, the start, and the log of what really happened.

Planning a course is a replay of its log.
"""
