"""JSON Lines and JSON in, Drafts out: one for each row or object."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from kg.errors import ReadError
from kg.read.archive import merged
from kg.read.draft import Draft
from kg.read.metadata import body_of, draft_from_fields, fields_are_article
from kg.read.text import read_text

_LEAD = 300  # characters; a longer text that ends in dots ends so on purpose
_LARGEST_INNER = 100_000
_LISTS = ("articles", "items", "entries", "data", "results", "docs", "rows")


def read_row(line: str, where: str) -> Draft | None:
    """The article of one row; None for a blank line. Raises ReadError naming the row."""
    if not line.strip():
        return None
    return _item(_loaded(line, where), where)


def read_json(text: str, where: str, report: Callable[[ReadError], None]) -> Iterator[tuple[Draft, str]]:
    """The articles of a JSON document, an object, a list of them, or an object that holds such a list, and the place of each.

    Raises ReadError for what is none of these; an item that is no article is given to ``report``.
    """
    loaded = _loaded(text, where)
    if isinstance(loaded, Mapping) and not fields_are_article(loaded):
        loaded = next((v for key in _LISTS if isinstance(v := loaded.get(key), list)), loaded)
    if isinstance(loaded, Mapping):
        yield read_object(loaded, where), where
        return
    if not isinstance(loaded, list):
        raise ReadError(where, f"is a JSON {_name(loaded)}, not an article or a list of them", "see the formats in the README")
    for number, item in enumerate(loaded, 1):
        place = f"{where}:{number}"
        try:
            yield _item(item, place), place
        except ReadError as error:
            report(error)


def _item(loaded: object, where: str) -> Draft:
    if not isinstance(loaded, Mapping):
        raise ReadError(
            where, f"is a JSON {_name(loaded)}, not an object", "give one object with title, url, published and content for each article"
        )
    return read_object(loaded, where)


def read_object(fields: Mapping[str, object], where: str) -> Draft:
    """The article that an object holds. Raises ReadError for one that has neither a title nor a text."""
    if not fields_are_article(fields):
        raise ReadError(where, "has no title and no content", "name the fields title, url, published, outlet, lang, content")
    body, is_lead = body_of(fields)
    outer = draft_from_fields(fields)
    if not body.strip():
        return outer
    inner = _inner_object(body, where) or replace(read_text(body), cut=is_lead or len(body) < _LEAD)
    return merged(outer, inner)


def _inner_object(body: str, where: str) -> Draft | None:
    """The article of a row whose content is a JSON object again: an archived headline with its lead."""
    if not body.lstrip().startswith("{") or len(body) > _LARGEST_INNER:
        return None
    try:
        loaded = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return read_object(loaded, where) if isinstance(loaded, Mapping) and fields_are_article(loaded) else None


def _loaded(text: str, where: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise ReadError(where, f"is not JSON (column {error.colno}: {error.msg})", "mend or remove it") from error
    except (RecursionError, ValueError) as error:  # nested a thousand deep; a number of a million digits
        raise ReadError(where, f"is JSON that no article needs ({error})", "mend or remove it") from error


def _name(value: object) -> str:
    return {str: "string", list: "list", bool: "boolean", int: "number", float: "number"}.get(type(value), "null")
