"""A reader of the grammar on the page, which makes sentences of it: any that the page allows.

It shares no code with the package, so that the page and the parser are two opinions.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

TOKEN = re.compile(r'"([^"]*)"|([a-z_]+)|([=|,;()\[\]{}])|\s+')
CLOSED_BY = {"(": ")", "[": "]", "{": "}"}


def sentences(text: str, start: str) -> SearchStrategy[str]:
    """Read the rules of a grammar in ISO's notation, and draw sentences of one rule."""
    rules: dict[str, SearchStrategy[str]] = {}
    tokens = [token for token in map(_token, TOKEN.finditer(text)) if token is not None]
    while tokens:
        (_, name), _ = tokens.pop(0), tokens.pop(0)
        rules[name] = _choice(tokens, rules)
        tokens.pop(0)  # the semicolon
    return rules[start]


def _token(found: re.Match[str]) -> tuple[str, str] | None:
    quoted, name, sign = found.groups()
    if quoted is not None:
        return "text", quoted
    return ("name", name) if name else ("sign", sign) if sign else None


def _choice(tokens: list[Any], rules: dict[str, SearchStrategy[str]]) -> SearchStrategy[str]:
    options = [_sequence(tokens, rules)]
    while tokens[0] == ("sign", "|"):
        tokens.pop(0)
        options.append(_sequence(tokens, rules))
    return st.one_of(options)


def _sequence(tokens: list[Any], rules: dict[str, SearchStrategy[str]]) -> SearchStrategy[str]:
    parts = [_part(tokens, rules)]
    while tokens[0] == ("sign", ","):
        tokens.pop(0)
        parts.append(_part(tokens, rules))
    return st.tuples(*parts).map("".join)


def _part(tokens: list[Any], rules: dict[str, SearchStrategy[str]]) -> SearchStrategy[str]:
    kind, value = tokens.pop(0)
    if kind == "text":
        return st.just(value)
    if kind == "name":
        return st.deferred(lambda: rules[value])
    inner = _choice(tokens, rules)
    closing = tokens.pop(0)
    if closing != ("sign", CLOSED_BY[value]):
        raise ValueError(closing)
    if value == "(":
        return inner
    most = 1 if value == "[" else 2
    return st.lists(inner, max_size=most).map("".join)
