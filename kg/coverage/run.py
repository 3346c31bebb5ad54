"""Paths in, the lines of the report out: every article observed on as many cores as there are."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from kg.coverage.annotated import Tally, measure_annotated
from kg.coverage.gather import Coverage
from kg.coverage.observe import Observed, observe_article
from kg.coverage.report import coverage_lines, coverage_rows, tally_lines, tally_rows
from kg.engine import Task, run_tasks
from kg.errors import KgError
from kg.evaluate import ScoredEvent, read_gold
from kg.link import short_hash
from kg.model import Article
from kg.read import find_sources
from kg.vocabulary import Vocabulary, load_vocabulary

T = TypeVar("T")
Failures = Callable[[KgError], None]


def run_coverage(
    paths: Sequence[str],
    *,
    gold: Path | None = None,
    top: int = 40,
    least: int = 2,
    with_frames: bool = False,
    format: str = "table",
    sample: int | None = None,
    ontology: Path | None = None,
    jobs: int | None = None,
    failures: Failures,
    progress: Callable[[int], None] = lambda count: None,
) -> Iterator[str]:
    """The report's lines.

    Raises KgError for an unknown ``format``, annotations that cannot be read, and a sample of standard input, which can be read only once.
    """
    if format not in ("table", "json"):
        raise KgError(format, "is no format of kg coverage", "use table or json")
    annotated = read_gold(gold) if gold else {}
    drawn = _draw(paths, sample, ontology, jobs) if sample is not None else None
    coverage, tally = Coverage(), Tally()
    for own, seen in _each(paths, partial(_observe, annotated=annotated, drawn=drawn), ontology, jobs, failures):
        coverage.add(seen)
        tally.add(own)
        progress(coverage.articles)
    frames = load_vocabulary(ontology).frames
    if format == "json":
        rows = coverage_rows(coverage, frames, least=least) | ({"annotated": tally_rows(tally)} if gold else {})
        yield json.dumps(rows, ensure_ascii=False, indent=1)
        return
    yield from coverage_lines(coverage, frames, top=top, with_frames=with_frames, least=least)
    if gold:
        yield from tally_lines(tally, missed=top)


def _draw(paths: Sequence[str], sample: int, ontology: Path | None, jobs: int | None) -> frozenset[str]:
    """The articles whose IRIs hash lowest: as good as chance, and the same ones every time."""
    if "-" in paths:
        raise KgError("-", "standard input can be read only once, a sample needs two readings", "save it to a file, or leave out --sample")
    iris = sorted(_each(paths, _iri, ontology, jobs, lambda error: None), key=lambda iri: (short_hash(iri), iri))
    return frozenset(iris[:sample])


def _each(paths: Sequence[str], task: Task[T | None], ontology: Path | None, jobs: int | None, failures: Failures) -> Iterator[T]:
    for done in run_tasks(find_sources(list(paths), failures=failures), task, ontology=ontology, jobs=jobs):
        for error in done.failures:
            failures(error)
        yield from (result for result in done.results if result is not None)


def _iri(article: Article, vocabulary: Vocabulary) -> str:
    return article.iri


def _observe(
    article: Article, vocabulary: Vocabulary, *, annotated: Mapping[str, Sequence[ScoredEvent]], drawn: Collection[str] | None
) -> tuple[Tally, Observed] | None:
    if drawn is not None and article.iri not in drawn:
        return None
    return measure_annotated(article, annotated.get(article.id, ()), vocabulary), observe_article(article, vocabulary)
