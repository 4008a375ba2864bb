"""Publishing: a collection on a CalDAV server, kept in step with a calendar.

This is the only room that uses a network.
"""

from __future__ import annotations

from npc_regimens.publishing.address import Address
from npc_regimens.publishing.keeping import Collection, Kept, Published, keep_in_step
from npc_regimens.publishing.server import Server, connect

__all__ = [
    "Address",
    "Collection",
    "Kept",
    "Published",
    "Server",
    "connect",
    "keep_in_step",
]
