"""Renderers: each prints a calendar in one form, and none knows another."""
