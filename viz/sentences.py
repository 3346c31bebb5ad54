"""A report in, its sentence out in pieces: who, does what, to whom, so that the page can mark them without counting offsets.

JavaScript counts UTF-16 units and Python code points (𠮷 is two and one); pieces spare the page the difference.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Literal

from kg.model import Party, Report

Role = Literal["", "actor", "action", "target"]
Piece = tuple[str, Role]
Span = tuple[int, int, Role]
# 在华盛顿举行: a place there, though 华盛顿 may name the United States elsewhere
_PLACE = re.compile(r"(?:[在于於抵赴赴到至]|\b(?:in|at|to|from|near) (?:the )?)$", re.IGNORECASE)


def pieces(report: Report, names_of: Callable[[str], tuple[str, ...]]) -> list[Piece]:
    """The sentence cut into marked and plain pieces; joined they are the sentence.

    ``names_of`` gives all names of an actor's IRI. A party whose words are not found stays unmarked.
    """
    sentence = report.sentence
    first, last = report.trigger_start - report.start, report.trigger_end - report.start
    spans: list[Span] = []
    if 0 <= first < last <= len(sentence):
        spans.append((first, last, "action"))
    middle = (first + last) // 2
    for role, parties in (("actor", report.actors), ("target", report.targets)):
        for party in parties:
            found = _nearest(sentence, _names(party, names_of), middle, spans)
            if found:
                spans.append((*found, role))  # type: ignore[arg-type]
    return list(_cut(sentence, sorted(spans)))


def _names(party: Party, names_of: Callable[[str], tuple[str, ...]]) -> list[str]:
    """The party's own words first, then other names, the longest first: 中国海警 before 中国."""
    others = sorted({n for n in names_of(party.iri) if n}, key=lambda n: (-len(n), n)) if party.iri else []
    return [n for n in (party.label, *others) if n]


def _nearest(sentence: str, names: list[str], middle: int, spans: list[Span]) -> tuple[int, int] | None:
    """Where the first name that the sentence holds stands nearest to the action, clear of what is marked already."""
    for name in names:
        places = [
            p for p in _places(sentence, name) if all(p + len(name) <= s or e <= p for s, e, _ in spans) and not _PLACE.search(sentence[:p])
        ]
        if places:
            at = min(places, key=lambda p: (abs(p - middle), p))
            return at, at + len(name)
    return None


def _places(sentence: str, name: str) -> Iterable[int]:
    at = sentence.find(name)
    while at >= 0:
        yield at
        at = sentence.find(name, at + 1)


def _cut(sentence: str, spans: list[Span]) -> Iterable[Piece]:
    at = 0
    for start, end, role in spans:
        if start > at:
            yield sentence[at:start], ""
        yield sentence[start:end], role
        at = end
    if at < len(sentence):
        yield sentence[at:], ""
