"""A subject and the files of an ontology in, where it stands out: file and line, for whoever has to mend it.

The Turtle parser tells no lines of what it has read, so they are found again in the text: by the subject as that file would write it,
and inside its statement by the property and the value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import OntologyError
from kg.vocabulary.reading import PREFIXES

_PREFIX = re.compile(r"^\s*@?prefix\s+([^\s:]*):\s*<([^>]*)>", re.MULTILINE | re.IGNORECASE)
_STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"|<[^>\s]*>|#[^\n]*')
_LONG = {short: iri for iri, short in PREFIXES.items()}


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file, counted from 1."""

    file: Path
    line: int

    def __str__(self) -> str:
        return f"{_near(self.file)}:{self.line}"


def _near(file: Path) -> Path:
    """A path as short as it can be named from here."""
    here = Path.cwd()
    return file.relative_to(here) if file.is_relative_to(here) else file


def find_place(subject: str, files: Iterable[Path], name: str = "", value: str = "") -> Place | None:
    """Where ``subject`` (an IRI) says ``value`` of ``name`` (gk:actsFor), or else where it stands at all.

    Of several files the last that has it: a user's own files come after the shipped ones. None where no file has it.
    """
    best: tuple[int, Place] | None = None
    for file in files:
        for weight, place in _places(subject, file, name, value):
            if best is None or weight >= best[0]:
                best = weight, place
    return best[1] if best else None


def _places(subject: str, file: Path, name: str, value: str) -> Iterator[tuple[int, Place]]:
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return
    prefixes = {iri: prefix for prefix, iri in _PREFIX.findall(text)}
    ways = "|".join(re.escape(way) for way in _written(subject, prefixes))
    for match in re.finditer(rf"^[ \t]*(?:{ways})(?=\s)", text, re.MULTILINE):
        start, end = match.start(), _end_of_statement(text, match.end())
        weight, at = _inside(text, match.end(), end, _written(_full(name), prefixes), [value, *_written(value, prefixes)] if value else [])
        yield weight, Place(file, text.count("\n", 0, start if at is None else at) + 1)


def _full(name: str) -> str:
    prefix, _, local = name.partition(":")
    return _LONG[prefix] + local if prefix in _LONG else name


def _written(iri: str, prefixes: dict[str, str]) -> list[str]:
    ways = [f"<{iri}>"]
    for namespace, prefix in prefixes.items():
        if iri.startswith(namespace):
            local = iri[len(namespace) :]
            ways += [f"{prefix}:{local}", f"{prefix}:" + re.sub(r"([~.!$&'()*+,;=/?#@%])", r"\\\1", local)]
    return ways


def _end_of_statement(text: str, start: int) -> int:
    """Behind the full stop that ends a statement; one in a string, an IRI or a number is none."""
    bare = _STRING.sub(lambda m: "x" * len(m.group()), text[start:])
    stop = re.search(r"\.(?=\s|$)", bare)
    return start + stop.end() if stop else len(text)


def _inside(text: str, start: int, end: int, names: list[str], values: list[str]) -> tuple[int, int | None]:
    """How much of what was asked for stands in a statement (2 the value, 1 the property), and where."""
    if names == ["<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"]:
        names = [*names, "a"]
    at = next((m.start() for n in names if n != "<>" and (m := re.compile(rf"(?<=\s){re.escape(n)}(?=\s)").search(text, start, end))), None)
    found = next((place for v in values if v and (place := text.find(v, start if at is None else at, end)) >= 0), None)
    if found is not None:
        return 2, found
    return (0, None) if at is None else (1, at)


def placed(error: OntologyError, files: Iterable[Path]) -> OntologyError:
    """The error with the line of the subject that it is about, where it is about one that a file has."""
    place = find_place(str(error.object), files)
    return error if place is None else OntologyError(f"{place}: {_called(str(error.object))}", error.problem, error.remedy)


def _called(iri: str) -> str:
    from kg.vocabulary.terms import short_iri

    return short_iri(iri)
