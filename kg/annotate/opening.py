"""Paths and two files in, a session out: what was annotated is read first, then the articles are read, weighed and put in order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial
from pathlib import Path

from kg.annotate.choosing import Weighed, order_articles, weigh_article
from kg.annotate.gold import read_annotations
from kg.annotate.session import Entry, Session
from kg.engine import run_tasks
from kg.errors import KgError
from kg.read import Source, find_sources
from kg.vocabulary import load_vocabulary

ORDERS = ("uncertain", "given")
Failures = Callable[[KgError], None]


def open_session(
    paths: Sequence[str],
    *,
    gold: Path,
    articles: Path | None = None,
    order: str = "uncertain",
    ontology: Path | None = None,
    jobs: int | None = None,
    failures: Failures,
    progress: Callable[[int], None] = lambda count: None,
) -> Session:
    """The session of annotating the articles under ``paths``.

    Raises KgError for files that hold something else than what they are for; an article that cannot be read is given to ``failures``.
    """
    articles = articles_beside(gold) if articles is None else articles
    _check_names(gold, articles, order)
    annotated = read_annotations(gold)
    weigh = partial(weigh_article, annotated=frozenset(annotated), ask=order == "uncertain")
    kept: list[Weighed] = []
    if articles.exists():
        kept = list(_weighed(find_sources([str(articles)]), partial(weigh, kept=True), ontology, jobs, _raise, progress))
        _check_kept(articles, gold, [w.article.id for w in kept], annotated)
    found = _weighed(find_sources(paths, failures=failures), weigh, ontology, jobs, failures, lambda n: progress(n + len(kept)))
    every = [*kept, *_distinct(found, kept, annotated, failures)]
    done = [w for w in every if w.article.id in annotated]
    waiting = order_articles([w for w in every if w.article.id not in annotated], annotated=done, given=order == "given")
    entries = [Entry(w.article, w.unsure, repeats) for w, repeats in waiting]
    entries += [Entry(w.article, w.unsure, False) for w in done]
    if not entries:
        raise KgError(" ".join(paths), "holds no article to annotate", "name files or folders with articles")
    return Session(gold, articles, tuple(entries), load_vocabulary(ontology), annotated, {w.article.id for w in kept})


def articles_beside(gold: Path) -> Path:
    """The file of articles that goes with one of annotations: my.gold.jsonl -> my.articles.jsonl."""
    stem = gold.name.removesuffix(".jsonl").removesuffix(".gold")
    return gold.with_name(f"{stem}.articles.jsonl")


def _check_names(gold: Path, articles: Path, order: str) -> None:
    if order not in ORDERS:
        raise KgError(f"--order {order}", "is not known", f"orders: {', '.join(ORDERS)}")
    if articles.suffix != ".jsonl":
        raise KgError(articles, "must end in .jsonl, by which it is read again", "name it MY.articles.jsonl")
    if gold.resolve() == articles.resolve():
        raise KgError(gold, "cannot hold annotations and articles both", "name another file with --articles")
    for path in (gold, articles):
        if path.is_dir():
            raise KgError(path, "is a folder", "name a file")
        if not path.resolve().parent.is_dir():
            raise KgError(path, "stands in a folder that does not exist", f"make it first: {path.resolve().parent}")


def _check_kept(articles: Path, gold: Path, ids: Iterable[str], annotated: Collection[str]) -> None:
    """The file of articles holds the annotated ones alone: to training and scoring, one without annotations is one without events."""
    if other := [id_ for id_ in ids if id_ not in annotated]:
        raise KgError(
            articles,
            f"holds {len(other):,} articles that {gold} has no annotations of, {other[0]} for one",
            "name a file for the annotated articles alone: --articles OTHER.jsonl",
        )


def _weighed(
    sources: Iterable[Source],
    weigh: Callable[..., Weighed],
    ontology: Path | None,
    jobs: int | None,
    failures: Failures,
    progress: Callable[[int], None],
) -> Iterable[Weighed]:
    count = 0
    for done in run_tasks(sources, weigh, ontology=ontology, jobs=jobs):
        for error in done.failures:
            failures(error)
        count += len(done.results)
        progress(count)
        yield from done.results


def _distinct(found: Iterable[Weighed], kept: Iterable[Weighed], annotated: Collection[str], failures: Failures) -> Iterable[Weighed]:
    """Each article once; what was annotated is known by its id, and anything else also by what it says."""
    by_id = {w.article.id: w.article.content_hash for w in kept}
    said = set(by_id.values())
    for weighed in found:
        id_, says = weighed.article.id, weighed.article.content_hash
        if id_ in by_id:
            if by_id[id_] != says:
                failures(KgError(f"{weighed.article.path}: article {id_}", "has the id of another article", "give each an id of its own"))
            continue
        if says in said and id_ not in annotated:
            continue
        by_id[id_] = says
        said.add(says)
        yield weighed


def _raise(error: KgError) -> None:
    raise error
