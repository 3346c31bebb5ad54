"""A graph that was exported in, a store with its articles out: what an article said, by whom it was read, and which events followed others.

Everything is checked before anything is written. An article comes in whole, as it was: what is derived from articles (events, what
corroborates what) is derived anew. What people have judged comes too, in place of what was judged here of the same pairs. The ontology
is the one that is here. So a store that was made of an export gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.derive import derive
from kg.errors import StoreError
from kg.load.checking import Checked, check_article
from kg.load.staging import staged
from kg.store import Store, open_store
from kg.store.names import ontology_graph
from kg.vocabulary import load_vocabulary

__all__ = ["Loaded", "load_graph"]

_NAMED = 3  # articles that an error names


@dataclass(frozen=True, slots=True)
class Loaded:
    """What an import did, in numbers."""

    new: int
    replaced: int
    unchanged: int
    same_ontology: bool  # whether the file was written with the ontology that the store has now
    articles: int  # in the whole store, as what follows
    reports: int
    events: int


def load_graph(
    file: Path,
    store: Path | str,
    *,
    replace: bool = False,
    ontology: Path | None = None,
    progress: Callable[[int], None] = lambda done: None,
) -> Loaded:
    """Take the articles of a .nq or .trig file, as ``kg export`` writes them, into a store; a new one gets the base of the file.

    An article that is there in the same state is left alone. One that is there in another state is replaced where ``replace`` says so.
    Raises KgError (a file of another format), ShapeError (what no geokg writes: which graph, what is wrong), StoreError (not a store of
    the same base, in use, or an article is there in another state); the store is then as it was.
    """
    vocabulary = load_vocabulary(ontology)
    with staged(file) as graph:
        checked: dict[str, str] = {}  # article -> state
        for article in graph.articles():
            checked[article] = check_article(article, graph.triples(article), vocabulary=vocabulary, base=graph.base, file=file).state
            progress(len(checked))
        links = dict(graph.successions())
        judgements = tuple(graph.judgements())
        with open_store(store, write=True, base=graph.base) as target:
            held = _held(target, checked, replace=replace)
            target.load_ontology(ontology)
            for article, state in checked.items():
                if held.get(article) != state:
                    put = Checked.of(article, graph.triples(article))
                    target.put(put.iri, put.state, put.ntriples)
            if links:
                target.follow_on(links)
            for judgement in judgements:
                target.judge(judgement)
            same = graph.ontology == _fingerprint(target)
            new = sum(article not in held for article in checked)
            replaced = sum(held.get(article, state) != state for article, state in checked.items())
            found = derive(target, vocabulary)
            number = len(target.article_hashes())
            return Loaded(new, replaced, len(checked) - new - replaced, same, number, found.reports, len(found.facts))


def _held(target: Store, checked: Mapping[str, str], *, replace: bool) -> dict[str, str]:
    """The states of those articles that the store has already. Raises StoreError where one differs and is not to be replaced."""
    held = {article: state for article, state in target.article_hashes().items() if article in checked}
    differing = [article for article, state in held.items() if state != checked[article]]
    if differing and not replace:
        more = f" and {len(differing) - _NAMED} more" if len(differing) > _NAMED else ""
        raise StoreError(
            ", ".join(differing[:_NAMED]) + more,
            "is in the store in another state" if len(differing) == 1 else "are in the store in another state",
            "give --replace to have what the file says instead, or import into another store",
        )
    return held


def _fingerprint(target: Store) -> str:
    graph = ontology_graph(target.base)
    marks = (q.object for q in target.quads(graph) if q.subject.value == graph and q.predicate.value.endswith(":fingerprint"))  # type: ignore[union-attr]  # no triple is a subject there
    return next((mark.value for mark in marks), "")  # type: ignore[union-attr]  # nor a value
