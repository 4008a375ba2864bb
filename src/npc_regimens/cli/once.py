"""An option that stands once: given twice it is refused, where click would keep the last value.

Two heights are two patients, and a dose of the wrong one harms.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from collections.abc import Mapping


class Once(click.Option):
    """An option with one value; a flag and an option that repeats are as in click.

    >>> command = click.Command("body", params=[Once(["--height"])], callback=print)
    >>> command.main(["--height", "170 cm", "--height", "180 cm"], standalone_mode=False)
    Traceback (most recent call last):
        ...
    click.exceptions.UsageError: --height is given 2 times, as '170 cm' and '180 cm'; give it once
    """

    @property
    def stands_once(self) -> bool:
        """Whether it takes one value, of which a second one would take the place."""
        return not (self.is_flag or self.multiple)

    def add_to_parser(self, parser: Any, ctx: click.Context) -> None:
        """Collect every value that is given, so that none of them is lost before it is seen."""
        if not self.stands_once:
            super().add_to_parser(parser, ctx)
            return
        parser.add_option(obj=self, opts=self.opts, dest=self.name, action="append", nargs=1)

    def consume_value(self, ctx: click.Context, opts: Mapping[str, Any]) -> Any:
        """Take the one value, or refuse several; a shell that completes a line is let be."""
        given = opts.get(self.name or "")
        if not self.stands_once or not given:
            return super().consume_value(ctx, opts)
        if len(given) > 1 and not ctx.resilient_parsing:
            raise click.UsageError(
                f"{' or '.join(self.opts)} is given {len(given)} times, as"
                f" {' and '.join(map(repr, given))}; give it once",
                ctx,
            )
        return super().consume_value(ctx, {**opts, self.name or "": given[-1]})


option: Final = partial(click.option, cls=Once)
