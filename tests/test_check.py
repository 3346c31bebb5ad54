"""Graphs that break a shape are refused, and for the same reasons for which pySHACL refuses them; the ontology keeps its own shapes."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest

from kg.check import check_store, shapes_graph, validate_article_graph
from kg.check.conforming import breaches
from kg.check.shapes import Kind, compiled
from kg.errors import OntologyError, ShapeError, StoreError
from kg.shipped import shipped
from kg.store.derived import event_triples
from kg.store.graph import article_triples, rdflib_graph
from kg.vocabulary import load_vocabulary
from tests.store_articles import AFTERWARDS, ARTICLES, EVENTS, EXERCISE, put_all

SHAPES = shipped("ontology") / "shapes.ttl"
XSD = "http://www.w3.org/2001/XMLSchema#"
GK = "urn:geokg:vocab:"
Triples = tuple[ox.Triple, ...]


def article() -> Triples:
    triples = article_triples(*AFTERWARDS, version="geokg 0.1.0", vocabulary=load_vocabulary())
    return tuple(dict.fromkeys(triples))


def events() -> Triples:
    return tuple(dict.fromkeys(event_triples([EXERCISE], vocabulary=load_vocabulary())))


WRONG: tuple[ox.NamedNode | ox.Literal, ...] = (
    ox.Literal(""),
    ox.Literal("nonsense"),
    ox.NamedNode("urn:geokg:nothing"),
    ox.Literal("-5", datatype=ox.NamedNode(XSD + "integer")),
    ox.Literal("99999", datatype=ox.NamedNode(XSD + "integer")),
    ox.Literal("2.5", datatype=ox.NamedNode(XSD + "decimal")),
    ox.Literal("many", datatype=ox.NamedNode(XSD + "integer")),
    ox.Literal("1999-12-31", datatype=ox.NamedNode(XSD + "date")),
    ox.Literal("2024-02-31", datatype=ox.NamedNode(XSD + "date")),
    ox.Literal("zh-Hans"),
    ox.Literal("别名", language="en"),
)


def broken(triples: Triples, wrong: tuple[ox.NamedNode | ox.Literal, ...] = WRONG) -> Iterator[Triples]:
    """The graph with one triple left out, or with one value made another, or with one value more; one case for each kind of triple."""
    seen = set()
    for n, triple in enumerate(triples):
        kind = (triple.predicate.value, str(triple.subject).count("/"), isinstance(triple.object, ox.Literal))
        if kind in seen:
            continue
        seen.add(kind)
        yield triples[:n] + triples[n + 1 :]
        for value in wrong:
            other = ox.Triple(triple.subject, triple.predicate, value)
            yield (*triples[:n], other, *triples[n + 1 :])
        yield (*triples, ox.Triple(triple.subject, triple.predicate, WRONG[1]))


def pyshacl_conforms(triples: Iterable[ox.Triple], kind: Kind) -> bool:
    try:
        conforms, _, _ = pyshacl.validate(rdflib_graph(triples), shacl_graph=shapes_graph(kind), inplace=True)
    except TypeError:  # it cannot compare 2024-02-31 with a day
        return False
    return bool(conforms)


def assert_agreement(kind: Kind, triples: Triples, cases: Iterable[Triples]) -> None:
    shapes = compiled(SHAPES, kind)
    assert not list(breaches(triples, shapes))
    assert pyshacl_conforms(triples, kind)
    verdicts = {True: 0, False: 0}
    for case in cases:
        ours, theirs = not list(breaches(case, shapes)), pyshacl_conforms(case, kind)
        changed = [str(t) for t in case if t not in triples] or [str(t) for t in triples if t not in case]
        assert ours == theirs, f"pySHACL says {theirs} of {changed}"
        verdicts[theirs] += 1
    assert min(verdicts.values()) > 15  # the cases tell good from bad


def test_our_reading_of_the_shapes_is_that_of_pyshacl() -> None:
    assert_agreement("article", article(), broken(article(), ()))


@pytest.mark.slow
# rdflib compares 2024-02-31 with a day by what Python 3.14 will not allow
@pytest.mark.filterwarnings("ignore:NotImplemented should not be used in a boolean context:DeprecationWarning")
@pytest.mark.parametrize(("kind", "graph"), [("article", article), ("events", events)])
def test_our_reading_of_the_shapes_is_that_of_pyshacl_in_a_thousand_cases(
    kind: Kind, graph: Callable[[], Triples], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)  # rdflib tells of all the nonsense that we give it
    assert_agreement(kind, graph(), broken(graph()))


@pytest.mark.parametrize("articles", ARTICLES)
def test_what_the_store_writes_passes(articles: object) -> None:
    validate_article_graph(article_triples(*articles, version="geokg 0.1.0", vocabulary=load_vocabulary()))  # type: ignore[misc]


@pytest.mark.parametrize(
    ("property_", "value", "word"),
    [
        ("modality", None, "asserted, planned, possible or denied"),
        ("modality", ox.NamedNode(GK + "Rumoured"), "asserted, planned, possible or denied"),
        ("confidence", ox.Literal("1.5", datatype=ox.NamedNode(XSD + "decimal")), "from 0 to 1"),
        ("quote", None, "its sentence"),
        ("action", ox.NamedNode("urn:geokg:action/consult"), "type of action"),
        ("triggerStart", ox.Literal("99", datatype=ox.NamedNode(XSD + "integer")), "starts before it ends"),
        ("begin", ox.Literal("2099-01-01", datatype=ox.NamedNode(XSD + "date")), "not after the last"),
    ],
)
def test_a_broken_report_is_refused_with_the_reason(property_: str, value: ox.NamedNode | ox.Literal | None, word: str) -> None:
    triples = article()
    victim = next(t for t in triples if t.predicate.value == GK + property_)
    rest = tuple(t for t in triples if t != victim)
    case = rest if value is None else (*rest, ox.Triple(victim.subject, victim.predicate, value))
    with pytest.raises(ShapeError, match=word) as caught:
        validate_article_graph(case)
    assert caught.value.object == victim.subject.value  # type: ignore[union-attr]


def test_a_shape_that_we_could_not_check_is_an_error_and_not_ignored(tmp_path: Path) -> None:
    text = SHAPES.read_text(encoding="utf-8")
    for name, bad in [
        ("a.ttl", text.replace("sh:nodeKind sh:IRI ;\n  sh:property", "sh:closed true ;\n  sh:property", 1)),
        ("b.ttl", text.replace("sh:minLength 1", "sh:maxLength 1", 1)),
        ("c.ttl", text.replace("sh:nodeKind sh:IRI", "sh:nodeKind sh:Literal", 1)),
        ("d.ttl", text[:2000]),
    ]:
        (tmp_path / name).write_text(bad, encoding="utf-8")
        with pytest.raises(OntologyError, match=re.escape(name)):
            compiled(tmp_path / name, "article")


# a store


def test_a_store_is_checked_graph_by_graph(tmp_path: Path) -> None:
    put_all(tmp_path / "s", ARTICLES, EVENTS)
    assert list(check_store(tmp_path / "s")) == []
    live = ox.Store(str(tmp_path / "s" / "live"))
    live.update(f"DELETE WHERE {{ GRAPH ?g {{ ?report <{GK}modality> <{GK}Denied> }} }}")
    live.update(f"DELETE WHERE {{ GRAPH ?g {{ <{EXERCISE.iri}> <{GK}reportCount> ?n }} }}")
    del live
    put_all(tmp_path / "s", [])  # publishes, and drops the events
    (error,) = check_store(tmp_path / "s")
    assert error.object == AFTERWARDS[1][1].iri
    with pytest.raises(StoreError):
        list(check_store(tmp_path / "nowhere"))
