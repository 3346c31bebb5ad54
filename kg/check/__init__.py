"""Graphs in, nothing out where they are as ``ontology/shapes.ttl`` says; ShapeError, naming node and shape, where they are not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.check.conforming import Breach, breaches
from kg.check.ontology import check_ontology
from kg.check.shapes import OF, Kind, compiled
from kg.errors import ShapeError
from kg.shipped import shipped
from kg.store import Store, open_store
from kg.store.graph import rdflib_graph
from kg.store.names import events_graph, graph_of, ontology_graph

if TYPE_CHECKING:
    import rdflib

__all__ = ["check_ontology", "check_store", "validate_article_graph"]

_SHOWN = 3  # breaches that an error spells out


def shapes_file() -> Path:
    """The shapes that came with the package."""
    return shipped("ontology") / "shapes.ttl"


def validate_article_graph(triples: Iterable[ox.Triple]) -> None:
    """Let an article's graph pass, or raise ShapeError: it is then not to be stored."""
    _validate(triples, "article")


def check_store(path: Path | str) -> Iterator[ShapeError]:
    """What is wrong with the published state of a store, one error for each graph. Raises StoreError where there is none to read."""
    with open_store(path) as store:
        graphs: list[tuple[str, Kind]] = [(graph_of(article, store.base), "article") for article in store.articles()]
        for graph, kind in [*graphs, (events_graph(store.base), "events"), (ontology_graph(store.base), "ontology")]:
            try:
                _validate(_triples(store, graph), kind)
            except ShapeError as error:
                yield error


def _triples(store: Store, graph: str) -> Iterator[ox.Triple]:
    return (quad.triple for quad in store.quads(graph))


def _validate(triples: Iterable[ox.Triple], kind: Kind) -> None:
    triples = tuple(triples)
    found = list(breaches(triples, compiled(shapes_file(), kind)))
    if found and not _conforms(triples, kind):
        raise _error(found)


def _error(found: list[Breach]) -> ShapeError:
    more = f" (and {len(found) - _SHOWN} more)" if len(found) > _SHOWN else ""
    problems = "; ".join(f"{b.message} [{b.path}]" for b in found[:_SHOWN])
    return ShapeError(found[0].node, problems + more, "this is a fault of what made the graph: report it with the article")


def _conforms(triples: Iterable[ox.Triple], kind: Kind) -> bool:
    """pySHACL's word on a graph; asked only where something seems wrong, since it takes its time."""
    import pyshacl

    try:
        conforms, _, _ = pyshacl.validate(rdflib_graph(triples), shacl_graph=shapes_graph(kind), inplace=True)
    except (TypeError, ValueError):  # it cannot compare 2024-02-31 with a day, nor can it take a blank node from us
        return False
    return bool(conforms)


def shapes_graph(kind: Kind) -> rdflib.Graph:
    import rdflib

    whole, part = rdflib.Graph().parse(shapes_file(), format="turtle"), rdflib.Graph()

    def copy(node: rdflib.term.Node) -> None:
        for predicate, value in whole.predicate_objects(node):
            part.add((node, predicate, value))
            if isinstance(value, rdflib.BNode):
                copy(value)

    for shape in whole.subjects(rdflib.URIRef(OF), rdflib.Literal(kind)):
        copy(shape)
    return part
