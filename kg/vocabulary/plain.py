"""Frozen values in, what JSON can say of them out, and back again: dataclasses become lists of their fields.

The types of the fields say how to read them back, so that a field added to a class needs no line here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

Read = Callable[[Any], Any]


def to_plain(value: Any) -> Any:
    """Lists, dicts with keys of str, strings, numbers and None. Raises TypeError on anything that would not come back as it was."""
    if isinstance(value, tuple):
        return [to_plain(v) for v in value]
    if isinstance(value, dict):
        return {_key(k): to_plain(v) for k, v in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return [to_plain(getattr(value, name)) for name in _told(type(value))]
    if isinstance(value, date):
        return value.isoformat()
    if value is None or type(value) in (str, int, float, bool):
        return value
    raise TypeError(f"{type(value).__name__} cannot be kept as plain data")


def _key(key: Any) -> str:
    if type(key) is not str:
        raise TypeError(f"a key of {type(key).__name__} cannot be kept as plain data")
    return key


def from_plain(type_: Any, plain: Any) -> Any:
    """The value of type ``type_`` that ``to_plain`` was given. Raises TypeError or ValueError where ``plain`` is of another form."""
    read = _reader(type_)
    return plain if read is None else read(plain)


@cache
def _told(class_: type) -> tuple[str, ...]:
    """The fields that make a value, in their order; what begins with _ is worked out from them, and comes last."""
    names = [f.name for f in fields(class_) if f.init]
    told = tuple(name for name in names if not name.startswith("_"))
    if told != tuple(names[: len(told)]):
        raise TypeError(f"{class_.__name__}: a field that is worked out stands before one that is told")
    return told


@cache
def _reader(type_: Any) -> Read | None:
    """How to read a value of a type; None where it is what JSON gives already."""
    origin, inside = get_origin(type_), get_args(type_)
    if type_ in (str, int, float, bool, type(None)) or origin is Literal:
        return None
    if type_ is date:
        return date.fromisoformat
    if origin in (Union, UnionType) and type(None) in inside and len(inside) == 2:
        return _optional(_reader(next(t for t in inside if t is not type(None))))
    if origin is tuple:
        return _tuple(inside)
    if origin is dict:
        return _dict(_reader(inside[1]))
    if is_dataclass(type_) and isinstance(type_, type):
        return _dataclass(type_)
    raise TypeError(f"{type_} cannot be read from plain data")


def _optional(read: Read | None) -> Read | None:
    return None if read is None else lambda value: None if value is None else read(value)


def _tuple(inside: tuple[Any, ...]) -> Read:
    if inside[-1] is ... or len(set(inside)) == 1:
        read = _reader(inside[0])
        return tuple if read is None else lambda values: tuple(map(read, values))
    readers = [_reader(t) for t in inside]
    return lambda values: tuple(v if read is None else read(v) for read, v in zip(readers, values, strict=True))


def _dict(read: Read | None) -> Read:
    return dict if read is None else lambda values: {k: read(v) for k, v in values.items()}


def _dataclass(class_: type) -> Read:
    hints, names = get_type_hints(class_), _told(class_)
    others = [(n, read) for n, name in enumerate(names) if (read := _reader(hints[name])) is not None]

    def read_values(row: list[Any]) -> Any:
        if len(row) != len(names):
            raise ValueError(f"{class_.__name__} has {len(names)} fields, not {len(row)}")
        values = list(row)
        for n, read in others:
            values[n] = read(values[n])
        return class_(*values)

    return read_values
