"""What values show of themselves in a notebook. It joins what renderers write, and prints nothing.

Every field is escaped, pictures stand in an image of their own, and nothing is fetched or run.
"""

from __future__ import annotations

from npc_regimens.notebook.values import html_of

__all__ = ["html_of"]
