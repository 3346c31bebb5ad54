"""What a build made in, the table that it ends with out: what is in the store, and who deals most with whom."""

from __future__ import annotations

from collections.abc import Iterator

from kg.build import Built
from kg.vocabulary import Vocabulary

_TOP = 8


def summary(built: Built, vocabulary: Vocabulary) -> Iterator[str]:
    """Lines of text: what the build did, what the store holds, and its most frequent pairs of countries, which `kg query dyads` lists."""
    copies = f", {built.copies} copies of others" if built.copies else ""
    done = f"{built.new} new, {built.changed} changed, {built.unchanged} unchanged{copies}; {built.failed} failed"
    yield f"read {built.read} articles: {done}"
    yield ""
    for name, count in (
        ("articles", built.articles),
        ("reports", built.reports),
        ("events", built.events),
        ("actors", built.actors),
    ):
        yield f"{name:10s} {count:6d}"
    if built.dyads:
        yield ""
        yield "top dyads  events"
    for (first, second), count in sorted(built.dyads.items(), key=lambda item: (-item[1], item[0]))[:_TOP]:
        names = " – ".join(f"{_name(code, vocabulary, 'zh-Hans')} {_name(code, vocabulary, 'en')}" for code in (first, second))
        yield f"{first}–{second}".ljust(10) + f" {count:6d}  {names}"


def _name(code: str, vocabulary: Vocabulary, language: str) -> str:
    return vocabulary.label(f"urn:geokg:actor/{code}", language)
