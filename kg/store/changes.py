"""What is to be changed in, as updates and triples: what every kind of store does in the same words.

Updates are of ground triples alone, so that carrying one out twice does no more than once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox

from kg.errors import OntologyError
from kg.model import Judgement
from kg.shipped import shipped
from kg.store.derived import REPLACED, followed, successors
from kg.store.judgements import judgement_iri, judgement_triples
from kg.store.names import judgements_graph


def difference(graph: str, old: set[str], new: set[str]) -> Iterator[str]:
    """The update that leads from the lines ``old`` to the lines ``new``: nothing where they are the same."""
    for verb, lines in (("DELETE", old - new), ("INSERT", new - old)):
        if lines:
            body = "".join(f"{line} .\n" for line in sorted(lines))
            yield f"{verb} DATA {{ GRAPH {ox.NamedNode(graph)} {{\n{body}}} }}"


def succession(
    graph: str, before: Mapping[str, str], now: Mapping[str, str], links: Mapping[str, str], alive: set[str] | None = None
) -> Iterator[str]:
    """Where the events went that are no more, as an update of ``graph``, which says so.

    ``before`` and ``now`` lead from report to event; ``links`` are those that ``graph`` holds. ``alive`` are
    the events that there are, where ``now`` does not name all of them.
    """
    then = followed(links, successors(before, now), set(now.values()) if alive is None else alive)
    old, new = ({str(ox.Triple(ox.NamedNode(a), REPLACED, ox.NamedNode(b))) for a, b in state.items()} for state in (links, then))
    yield from difference(graph, old, new)


def judging(judgement: Judgement, base: str) -> str:
    """The update that keeps a judgement, in place of an earlier one about the same pair."""
    lines = "".join(f"{triple} .\n" for triple in judgement_triples(judgement, base))
    insert = f"INSERT DATA {{ GRAPH {ox.NamedNode(judgements_graph(base))} {{\n{lines}}} }}"
    return f"{forgetting(judgement.a, judgement.b, base)};\n{insert}"


def forgetting(a: str, b: str, base: str) -> str:
    """The update that takes the judgement about a pair out; of a pair that nobody has judged it changes nothing."""
    this = ox.NamedNode(judgement_iri(a, b, base))
    return f"DELETE WHERE {{ GRAPH {ox.NamedNode(judgements_graph(base))} {{ {this} ?property ?value }} }}"


def ontology_files(extra: Path | None) -> tuple[list[Path], str]:
    """The files of the shipped ontology and of the folder ``extra``, and a mark that changes with any of them."""
    shipped_files = [p for p in sorted(shipped("ontology").rglob("*.ttl")) if p.name != "shapes.ttl"]
    files = [*shipped_files, *(sorted(extra.rglob("*.ttl")) if extra else ())]
    return files, hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


def read_turtle(file: Path) -> Iterator[ox.Triple]:
    """Raises OntologyError on what is no Turtle, and on blank nodes."""
    try:
        for triple in ox.parse(path=str(file), format=ox.RdfFormat.TURTLE):
            if not isinstance(triple.subject, ox.NamedNode) or not isinstance(triple.object, ox.NamedNode | ox.Literal):
                raise OntologyError(file, f"{triple} has a node without an IRI", "give every node an IRI: the store keeps no blank nodes")
            yield ox.Triple(triple.subject, triple.predicate, triple.object)
    except (SyntaxError, ValueError, OSError) as error:
        raise OntologyError(file, f"is not valid Turtle: {error}", "mend that line") from error
