"""An article, its reports and its annotations in; what the page shows of it, as JSON, out.

Offsets count code points of the sentence. Events have the fields of GUIDELINES.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from kg.annotate.gold import Annotated, Event
from kg.evaluate import QUADS, align, fold
from kg.model import MIN_CONFIDENCE, MODALITIES, Article, Party, Report, Sentence
from kg.segment import split_sentences
from kg.vocabulary import Vocabulary

_LANGUAGES = ("zh-Hans", "zh-Hant", "en")
Json = dict[str, Any]


def show_choices(vocabulary: Vocabulary) -> Json:
    """What there is to choose from: actions with their definitions, modalities, codes of countries and organisations."""
    actions = [
        {"code": code, "labels": dict(action.labels), "definitions": dict(action.definitions), "quad": action.quad}
        for code, action in ((code, vocabulary.actions[code]) for code in QUADS if code in vocabulary.actions)
    ]
    coded = sorted((a.code, a.iri) for a in vocabulary.actors.values() if a.code)
    countries = [{"code": code, "labels": {tag: vocabulary.label(iri, tag) for tag in _LANGUAGES}} for code, iri in coded]
    return {"actions": actions, "modalities": list(MODALITIES), "countries": countries}


def country_named(label: str, vocabulary: Vocabulary) -> str | None:
    """The code that a name counts under, where all who are called so have the same."""
    codes = {vocabulary.code_of(iri) for iri in vocabulary.find_actors(label)}
    return codes.pop() if len(codes) == 1 else None


def show_article(article: Article, reports: Sequence[Report], annotated: Annotated | None) -> Json:
    """An article with what the extractor suggests, and with its annotations where it has some."""
    sentences = tuple(split_sentences(article))
    saved = [{"s": sentence_of(event, sentences), "event": event} for event in (annotated.events if annotated else ())]
    return {
        "id": article.id,
        "title": article.title,
        "url": article.url,
        "outlet": article.outlet,
        "published": article.published.value if article.published else None,
        "anchor": article.anchor.isoformat() if article.anchor else None,
        "lang": article.lang,
        "sentences": [{"index": s.index, "text": s.text, "kind": s.kind, "paragraph": s.paragraph} for s in sentences],
        "suggestions": list(_suggestions(reports, sentences, saved, done=annotated is not None)),
        "saved": saved,
        "done": annotated is not None,
        "version": annotated.version if annotated else "",
    }


def suggested_event(report: Report, sentence: Sentence) -> Event:
    """A report as it would be annotated."""
    return {
        "s": sentence.index,
        "actors": _parties(report.actors),
        "action": report.action,
        "targets": _parties(t for t in report.targets if t.label),  # whom the sentence does not name the annotator has to
        "date": {"start": report.date.start.isoformat(), "end": report.date.end.isoformat()} if report.date else None,
        "modality": report.modality,
        "sources": [s.label for s in report.sources],
        "trigger": report.trigger,
        "sentence": sentence.text,
    }


def sentence_of(event: Event, sentences: Sequence[Sentence]) -> int | None:
    """The sentence that an annotated one is, or is a part of, or overlaps; None where the article holds nothing like it."""
    own = event["sentence"]
    same = [s for s in sentences if s.text == own]
    inside = same or [s for s in sentences if fold(own) and (fold(own) in fold(s.text) or fold(s.text) in fold(own))]
    if not inside:
        nearest = align(own, [s.text for s in sentences])
        inside = [s for s in sentences if s.text == nearest]
    # the words that carry the action tell apart the two sentences that an annotator took as one
    first = str(event.get("trigger") or "").split("…")[0]
    return next((s.index for s in inside if first and first in s.text), inside[0].index if inside else None)


def _suggestions(reports: Iterable[Report], sentences: Sequence[Sentence], saved: Sequence[Json], *, done: bool) -> Iterable[Json]:
    """What an annotator has to decide on; of an article that is done, what was not taken is only possible."""
    starts = {s.start: s for s in sentences}
    for report in reports:
        sentence = starts[report.start]
        if not any(_same(report, sentence, other) for other in saved):
            yield {
                "s": sentence.index,
                "event": suggested_event(report, sentence),
                "confidence": round(report.confidence, 4),
                "at": [report.trigger_start - sentence.start, report.trigger_end - sentence.start],
                "possible": done or report.confidence < MIN_CONFIDENCE,
            }


def _same(report: Report, sentence: Sentence, saved: Json) -> bool:
    """Whether an annotated event is the one that a report is of: the same action by some of the same words."""
    event = saved["event"]
    parts = [p for p in str(event.get("trigger") or "").split("…") if p]
    met = any(p in report.trigger or report.trigger in p for p in parts)
    return bool(saved["s"] == sentence.index and event["action"] == report.action and met)


def _parties(parties: Iterable[Party]) -> list[Json]:
    return [{"label": p.label, "country": p.country} for p in parties]
