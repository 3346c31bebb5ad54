"""Files of the merging benchmark: reports without their grouping in, groups of report ids out.

``{"report", "id" (of the article), "sentence", "actors", "action", "targets", "date", "modality", "sources"}`` a line, and the articles'
dates of publication beside them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any, cast

from kg.errors import KgError
from kg.model import ArticleRef, Event, Language, Party, Report, Source, TimeSpan
from kg.vocabulary import ACTOR, Vocabulary, fold

_REPORT = "urn:geokg:report/"
_FOUND_BY = 25  # characters: an annotator may have cut a long sentence


def read_reports_file(path: Path, articles: Path, *, vocabulary: Vocabulary) -> Iterator[Report]:
    """The reports of ``path``; their IRIs end in the ids of the file, and their parties are known actors where the vocabulary names them.

    Raises KgError naming the line that breaks the format, and OSError.
    """
    known = {where["id"]: where for _, where in _lines(articles)}
    for place, row in _lines(path):
        article = known.get(row.get("id"))
        if article is None:
            raise KgError(place, f"its article {row.get('id')!r} is not in {articles}", "give the articles that the reports come from")
        try:
            yield _report(row, _article(article), _plain(article.get("content") or ""), vocabulary)
        except (KeyError, TypeError, ValueError) as error:
            raise KgError(place, f"is no report: {error!r}", "see data/benchmark/score_merge.py for the format") from error


def event_line(event: Event) -> str:
    """An event with the ids of its reports, as ``score_merge.py given`` reads it."""
    return json.dumps({"event": event.iri, "reports": [r.iri.removeprefix(_REPORT) for r in event.reports]}, ensure_ascii=False)


def _lines(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except ValueError as error:
                raise KgError(f"{path}:{number}", f"is not JSON: {error}", "write one object a line") from error
            if not isinstance(row, dict) or "id" not in row:
                raise KgError(f"{path}:{number}", "is no object with an `id`", "write one object a line")
            yield f"{path}:{number}", row


def _article(row: dict[str, Any]) -> ArticleRef:
    lang: Language = cast(Language, row.get("lang")) if row.get("lang") in ("zh-Hant", "en") else "zh-Hans"
    title, published = row.get("title") or "", row.get("published")
    return ArticleRef(f"urn:geokg:article/{row['id']}", row["id"], title, row.get("url"), published, row.get("outlet"), None, lang)


def _report(row: dict[str, Any], article: ArticleRef, text: str, vocabulary: Vocabulary) -> Report:
    days, sentence = row["date"], row["sentence"]
    start = max(0, text.find(_plain(sentence)[:_FOUND_BY]))
    return Report(
        iri=_REPORT + row["report"],
        article=article,
        sentence=sentence,
        start=start,  # in the article's text without markup and spaces: what is near what is all that is asked
        end=start + len(_plain(sentence)),
        trigger=row.get("trigger") or "",
        trigger_start=start,
        trigger_end=start,
        action=row["action"],
        mode=None,
        actors=tuple(_party(p, vocabulary) for p in row["actors"]),
        targets=tuple(_party(p, vocabulary) for p in row["targets"]),
        date=TimeSpan(date.fromisoformat(days["start"]), date.fromisoformat(days["end"])) if days else None,
        modality=row["modality"],
        sources=tuple(_source(s, vocabulary) for s in row["sources"]),
        place=None,
        confidence=1.0,
        rule="given",
    )


def _plain(content: str) -> str:
    """A text without markup and spaces, so that a sentence is found in it."""
    return re.sub(r"\s+", "", unescape(re.sub(r"<[^>]*>", "", content)))


def _source(label: str, vocabulary: Vocabulary) -> Source:
    name = fold(label)
    listed = next((s.iri for s in vocabulary.sources.values() if name in map(fold, s.names)), None)
    return Source(label, listed or next(iter(vocabulary.find_actors(label)), None) or f"urn:geokg:source/unverified-{name}")


def _party(row: dict[str, Any], vocabulary: Vocabulary) -> Party:
    label, country = row["label"], row["country"]
    # of the actors called so, one that counts under the country that the file gives
    known = next((iri for iri in vocabulary.find_actors(label) if vocabulary.code_of(iri) == country), None)
    return Party(label, country, known or (f"{ACTOR}unverified-{fold(label)}-{country}" if label else ""))
