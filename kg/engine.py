"""Sources of articles in, what a task makes of each article out: the stages in their order, on one core or on several.

A task is a function of (article, worker's vocabulary); it runs where the article was read, so that only its result travels.
Results come in the order of the sources, whatever the number of processes.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Generic, TypeVar

from kg.errors import KgError
from kg.extract import Confidence, extract_claims
from kg.link import link_claims
from kg.model import DEFAULT_EXTRACTOR, Article, Report
from kg.read import Source, read_source
from kg.segment import split_sentences
from kg.vocabulary import Vocabulary, load_vocabulary

T = TypeVar("T")
Task = Callable[[Article, Vocabulary], T]
# below this many sources starting processes takes longer than the work
_WORTH_PROCESSES = 24
_CHUNK = 8  # sources sent to a worker at once


def report_article(
    article: Article,
    *,
    vocabulary: Vocabulary,
    base: str = "urn:geokg:",
    min_confidence: Confidence = None,
    extractor: str = DEFAULT_EXTRACTOR,
    explain: bool = False,
) -> tuple[Report, ...]:
    """What one article reports, in the order of its text."""
    sentences = tuple(split_sentences(article))
    claims = extract_claims(
        sentences,
        anchor=article.anchor,
        vocabulary=vocabulary,
        min_confidence=min_confidence,
        extractor=extractor,
        language=article.lang,
        explain=explain,
    )
    return tuple(link_claims(claims, article, vocabulary=vocabulary, base=base))


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """One source that has been worked on: what its articles gave, and what could not be read."""

    name: str
    results: tuple[T, ...]
    failures: tuple[KgError, ...]


def run_tasks(
    sources: Iterable[Source], task: Task[T], *, base: str = "urn:geokg:", ontology: Path | None = None, jobs: int | None = None
) -> Iterator[Done[T]]:
    """Each source's articles given to ``task``; ``jobs`` processes (default: one for each core)."""
    work = partial(_work, task=task, base=base, ontology=ontology)
    waiting = iter(sources)
    first = tuple(islice(waiting, _WORTH_PROCESSES))
    jobs = jobs or len(os.sched_getaffinity(0))
    if jobs == 1 or len(first) < _WORTH_PROCESSES:
        for source in (*first, *waiting):
            yield from work((source,))
        return
    yield from _in_processes(_chunks(first, waiting), work, jobs)


def _chunks(first: Iterable[Source], rest: Iterator[Source]) -> Iterator[tuple[Source, ...]]:
    together = iter((*first,))
    for part in (together, rest):
        while chunk := tuple(islice(part, _CHUNK)):
            yield chunk


def _in_processes(
    chunks: Iterator[tuple[Source, ...]], work: Callable[[tuple[Source, ...]], list[Done[T]]], jobs: int
) -> Iterator[Done[T]]:
    # spawn: forking a process that has threads (the store's) can hang its children
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        running: deque[Future[list[Done[T]]]] = deque()
        try:
            for chunk in chunks:
                running.append(pool.submit(work, chunk))
                if len(running) > jobs * 4:  # a bounded queue: results wait in memory
                    yield from running.popleft().result()
            while running:
                yield from running.popleft().result()
        finally:
            for future in running:
                future.cancel()


def _work(sources: tuple[Source, ...], *, task: Task[T], base: str, ontology: Path | None) -> list[Done[T]]:
    vocabulary = load_vocabulary(ontology)
    return [_one(source, task, base, vocabulary) for source in sources]


def _one(source: Source, task: Task[T], base: str, vocabulary: Vocabulary) -> Done[T]:
    failures: list[KgError] = []
    results: list[T] = []
    for article in read_source(source, vocabulary=vocabulary, failures=failures.append, base=base):
        try:
            results.append(task(article, vocabulary))
        except KgError as error:
            failures.append(error)
        except Exception as error:  # one article that we fail at must not end a night's work: it is named, counted and passed over
            failures.append(
                KgError(
                    f"{article.path}: article {article.id}", f"could not be worked on: {type(error).__name__}: {error}", "please report it"
                )
            )
    return Done(str(source), tuple(results), tuple(failures))
