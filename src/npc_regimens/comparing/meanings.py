"""Meanings: whether two values of a file say the same, in whatever unit each is written."""

from __future__ import annotations

from dataclasses import fields, is_dataclass

from npc_regimens.units import Amount


def is_same_amount(one: Amount, other: Amount) -> bool:
    """Whether two amounts are equal, each in its unit.

    >>> is_same_amount(Amount.parse("1 g/m2"), Amount.parse("1000 mg/m2"))
    True
    """
    return one.kind == other.kind and one <= other <= one


def is_the_same(one: object, other: object) -> bool:
    """Whether two values mean the same: amounts, and whatever is made of amounts.

    >>> from npc_regimens.dose import parse_dose
    >>> is_the_same(parse_dose("1 g"), parse_dose("1000 mg"))
    True
    >>> is_the_same((parse_dose("1 g"),), (parse_dose("1000 mg/m2"),))
    False
    """
    if isinstance(one, Amount) and isinstance(other, Amount):
        return is_same_amount(one, other)
    if type(one) is not type(other):
        return False
    parts = _parts(one), _parts(other)
    if not parts[0]:
        return one == other
    return len(parts[0]) == len(parts[1]) and all(map(is_the_same, *parts))


def _parts(value: object) -> tuple[object, ...]:
    """Take a value apart, if it has parts."""
    if isinstance(value, tuple):
        return value
    if is_dataclass(value):
        return tuple(getattr(value, field.name) for field in fields(value))
    names = getattr(type(value), "model_fields", ())
    return tuple(getattr(value, name) for name in names)
