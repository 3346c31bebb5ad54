"""Text in, what the whole extractor finds in it out, for tests that speak of events rather than of parts."""

from __future__ import annotations

from datetime import date
from functools import cache

from kg.engine import report_article
from kg.model import Article, Block, Language, Mention, Published, Report, Sentence
from kg.vocabulary import Vocabulary, load_vocabulary, simplify


@cache
def vocabulary() -> Vocabulary:
    return load_vocabulary()


def article(*paragraphs: str, day: date = date(2024, 4, 12), lang: Language = "zh-Hans", outlet: str | None = "海桥日报") -> Article:
    """An article of our own whose paragraphs are given."""
    text, blocks, start = "\n".join(paragraphs), [], 0
    for paragraph in paragraphs:
        blocks.append(Block(start, start + len(paragraph), "paragraph"))
        start += len(paragraph) + 1
    published = Published(day.isoformat(), "day", None, "metadata")
    return Article("urn:geokg:article/0", "0", "0", "", None, published, None, outlet, None, lang, text, tuple(blocks), "0")


def reports(*paragraphs: str, day: date = date(2024, 4, 12), lang: Language = "zh-Hans", min_confidence: float = 0.0) -> tuple[Report, ...]:
    """What the rules find: which of them decides can be told of single sentences; what was learned is tested in test_learned."""
    given = article(*paragraphs, day=day, lang=lang)
    return report_article(given, vocabulary=vocabulary(), min_confidence=min_confidence, extractor="rules")


def dyads(*paragraphs: str, lang: Language = "zh-Hans") -> set[tuple[str, str, str]]:
    """(actors' countries, action, targets' countries) of each event, countries sorted and joined by +."""
    return {(countries(r.actors), r.action, countries(r.targets)) for r in reports(*paragraphs, lang=lang)}


def countries(parties: tuple[object, ...]) -> str:
    return "+".join(sorted(str(getattr(p, "country", None)) for p in parties))


def sentence(text: str) -> Sentence:
    return Sentence(0, 0, len(text), text, simplify(text), "paragraph", 0)


def named(mentions: tuple[Mention, ...]) -> list[tuple[str, str]]:
    return [(m.text, m.candidates[0].rsplit("/", 1)[-1] if m.candidates else "") for m in mentions]
