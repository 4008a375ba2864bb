"""``python -m npc_regimens`` is the command ``npc-regimens``."""

from __future__ import annotations

from npc_regimens.cli import main

if __name__ == "__main__":
    main()
