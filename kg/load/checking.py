"""One article's graph in, the same out where it is just what geokg would write of what it says; ShapeError where it is not.

The shapes say what must be there. What may be there is found by reading: the article and its reports are read from the graph and written
again, and a statement that is then left over was put there by somebody else. So nothing can be said in passing of the ontology's actors.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.check import validate_article_graph
from kg.errors import ShapeError
from kg.model import Article, Party, Report
from kg.store.graph import article_triples
from kg.store.names import GK, RDF, RDFS, gk, graph_of
from kg.store.rows import read_article, read_reports
from kg.vocabulary import ACTOR, Vocabulary

_FINGERPRINT = gk("fingerprint")
_MOST = 200_000  # statements of one article: the longest that is read makes a tenth
# what an article's graph says of somebody whom the ontology does not list
_OF_UNLISTED = frozenset({RDF + "type", RDFS + "label", GK + "actsFor", GK + "bodyType"})
_UNLISTED = frozenset({GK + "UnverifiedActor", GK + "UnverifiedSource", GK + "Body"})


@dataclass(frozen=True, slots=True)
class Checked:
    """An article ready for ``Store.put``."""

    iri: str
    state: str
    ntriples: bytes

    @classmethod
    def of(cls, article: str, triples: Iterable[ox.Triple]) -> Checked:
        """The mark apart from the rest, which is sorted as ``article_ntriples`` sorts it."""
        triples = list(triples)
        marks = [t.object.value for t in triples if t.predicate == _FINGERPRINT and t.subject.value == article]  # type: ignore[union-attr]  # of literals
        if len(marks) != 1:
            raise ShapeError(article, f"has {len(marks) or 'no'} marks of its state", _AGAIN)
        rest = (f"{t} .\n" for t in triples if t.predicate != _FINGERPRINT)
        return cls(article, marks[0], "".join(sorted(rest)).encode())


_AGAIN = "give the file as kg export wrote it"


def check_article(article: str, triples: Iterator[ox.Triple], *, vocabulary: Vocabulary, base: str, file: Path) -> Checked:
    """The graph of ``article``, checked. Raises ShapeError naming file and article."""
    given: list[ox.Triple] = []
    try:
        for triple in triples:
            given.append(triple)
            if len(given) > _MOST:
                raise ShapeError(article, f"has more than {_MOST:,} statements", "no article that geokg reads has as many")
        checked = Checked.of(article, given)
        said = [t for t in given if t.predicate != _FINGERPRINT]
        validate_article_graph(said)
        _check(article, said, checked.state, vocabulary, base)
    except ShapeError as error:
        remedy = _AGAIN if error.remedy.startswith("this is a fault") else error.remedy
        about = article if error.object in (article, graph_of(article, base)) else f"{article}, at {error.object}"
        raise ShapeError(f"{file}: {about}", error.problem, remedy) from error
    return checked


def _check(iri: str, said: list[ox.Triple], state: str, vocabulary: Vocabulary, base: str) -> None:
    article, reports, version = _read(iri, said)
    if article.iri != iri:
        raise ShapeError(iri, f"holds another article, {article.iri}", _AGAIN)
    if state.partition(" ")[0] != article.content_hash:
        raise ShapeError(iri, "has a state that is not that of its content", _AGAIN)
    for report in reports:
        _check_report(report, article, vocabulary, base)
    ours = set(article_triples(article, reports, version=version, vocabulary=vocabulary))
    named = {p.iri for r in reports for p in _parties(r)} | {s.iri for r in reports for s in r.sources}
    for triple in said:
        if triple not in ours and not _of_unlisted(triple, named, vocabulary):
            remedy = "take that statement out; what is known of actors belongs into --ontology"
            raise ShapeError(iri, f"says what no article says: {_short(triple)}", remedy)


def _read(iri: str, said: list[ox.Triple]) -> tuple[Article, tuple[Report, ...], str]:
    graph = ox.DefaultGraph()
    quads = [ox.Quad(t.subject, t.predicate, t.object, graph) for t in said]
    try:
        article, version = read_article(quads)
        return article, tuple(read_reports(quads)), version
    except (KeyError, ValueError, StopIteration) as error:
        raise ShapeError(iri, f"cannot be read as an article: {error}", _AGAIN) from error


def _check_report(report: Report, article: Article, vocabulary: Vocabulary, base: str) -> None:
    if not report.iri.startswith(f"{base}report/"):
        raise ShapeError(report.iri, f"is no report under {base}", _AGAIN)
    if report.action not in vocabulary.actions:
        raise ShapeError(report.iri, f"reports {report.action}, which is no action here", "give the --ontology that has it")
    if article.text[report.start : report.end] != report.sentence:
        raise ShapeError(report.iri, "quotes a sentence that does not stand where it says", _AGAIN)
    for party in _parties(report):
        if party.iri and not party.iri.startswith((ACTOR, f"{base}actor/")):
            raise ShapeError(report.iri, f"names {party.iri}, which is no actor's IRI", _AGAIN)


def _parties(report: Report) -> tuple[Party, ...]:
    return (*report.actors, *report.targets, *((report.place,) if report.place else ()))


def _of_unlisted(triple: ox.Triple, named: set[str], vocabulary: Vocabulary) -> bool:
    """Whether it is of somebody whom a report names and no ontology here lists, such as a body that another ontology knows."""
    subject, predicate, value = triple.subject, triple.predicate.value, triple.object
    if not isinstance(subject, ox.NamedNode) or subject.value not in named or predicate not in _OF_UNLISTED:
        return False
    if subject.value in vocabulary.sources or vocabulary.actor(subject.value) is not None:
        return False
    return predicate != RDF + "type" or (isinstance(value, ox.NamedNode) and value.value in _UNLISTED)


def _short(triple: ox.Triple) -> str:
    text = str(triple)
    return text if len(text) <= 200 else text[:199] + "…"
