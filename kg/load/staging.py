"""A file of quads in, its articles one by one out: sorted by graph in a database of their own, so that a large file needs little memory.

Refused as they are read: what is no N-Quads or TriG, statements outside named graphs, nodes without an IRI, graphs that geokg does not
write or of two bases. What is derived, and the ontology, are passed over.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import pyoxigraph as ox

from kg.errors import KgError, ShapeError
from kg.model import Judgement
from kg.store.derived import REPLACED
from kg.store.judgements import judgement_triples, read_judgements
from kg.store.names import gk, graph_of, judgements_graph, replaced_graph

_FORMATS = {".nq": ox.RdfFormat.N_QUADS, ".trig": ox.RdfFormat.TRIG}
# without named graphs nobody can say which article says what
_PLAIN = (".ttl", ".nt", ".rdf", ".jsonld")
_OURS = re.compile(r"(?P<base>.+[:/#])graph/(?:(?P<article>article/[0-9a-f]{16})|replaced|judgements|(?P<derived>events|ontology))")
_FINGERPRINT = gk("fingerprint")


class Staged:
    """What a file holds that is to be taken over."""

    def __init__(self, file: Path, store: ox.Store) -> None:
        self.file, self._store = file, store
        self.base = ""  # of its IRIs
        self.ontology = ""  # fingerprint of the one that it was written with
        self._store.bulk_extend(self._wanted())
        if not self.base:
            raise ShapeError(file, "holds no article", "give a file that kg export has written")

    def articles(self) -> Iterator[str]:
        """IRIs of the articles, sorted."""
        prefix = f"{self.base}graph/article/"
        graphs = sorted(cast("ox.NamedNode", g).value for g in self._store.named_graphs())
        yield from (f"{self.base}article/{iri.removeprefix(prefix)}" for iri in graphs if iri.startswith(prefix))

    def triples(self, article: str) -> Iterator[ox.Triple]:
        """What the graph of an article says."""
        graph = ox.NamedNode(graph_of(article, self.base))
        yield from (quad.triple for quad in self._store.quads_for_pattern(None, None, None, graph))

    def successions(self) -> Iterator[tuple[str, str]]:
        """Which event followed which. Raises ShapeError on anything else in their graph."""
        graph = ox.NamedNode(replaced_graph(self.base))
        event = re.compile(re.escape(self.base) + r"event/[0-9a-f]{16}")
        for subject, predicate, value, _ in self._store.quads_for_pattern(None, None, None, graph):
            old, new = cast("ox.NamedNode", subject).value, cast("ox.NamedNode", value).value
            if predicate != REPLACED or not event.fullmatch(old) or not event.fullmatch(new):
                raise ShapeError(
                    f"{self.file}: {graph.value}", f"says {predicate} of {subject}", "only events that follow events stand there"
                )
            yield old, new

    def judgements(self) -> Iterator[Judgement]:
        """What people have judged. Raises ShapeError on anything else in their graph."""
        graph = ox.NamedNode(judgements_graph(self.base))
        quads = tuple(self._store.quads_for_pattern(None, None, None, graph))
        try:
            found = tuple(read_judgements(quads))
        except ValueError as error:
            raise ShapeError(
                f"{self.file}: {graph.value}", f"has a judgement of no day: {error}", "give the file as it was exported"
            ) from error
        left = {quad.triple for quad in quads} - {triple for judgement in found for triple in judgement_triples(judgement, self.base)}
        if left:
            raise ShapeError(
                f"{self.file}: {graph.value}", f"says more than judgements: {min(map(str, left))}", "take that out of the file"
            )
        yield from found

    def _wanted(self) -> Iterator[ox.Quad]:
        names: dict[str, bool] = {}  # graph -> whether it is wanted
        for quad in _parsed(self.file):
            name = self._name(quad)
            if name not in names:
                names[name] = self._is_wanted(name)
            if names[name]:
                _refuse_blank(quad, self.file)
                yield quad
            elif quad.predicate == _FINGERPRINT:
                self.ontology = cast("ox.Literal", quad.object).value if quad.subject == quad.graph_name else self.ontology

    def _name(self, quad: ox.Quad) -> str:
        if isinstance(quad.graph_name, ox.NamedNode):
            return quad.graph_name.value
        what = "in a graph without an IRI" if isinstance(quad.graph_name, ox.BlankNode) else "outside all graphs"
        raise ShapeError(
            self.file, f"has a statement {what}: {_short(quad)}", "give a file that kg export has written: each article has a graph"
        )

    def _is_wanted(self, name: str) -> bool:
        ours = _OURS.fullmatch(name)
        if ours is None:
            raise ShapeError(
                self.file,
                f"has a graph that geokg does not write: {name}",
                "take its statements out of the file, or keep them in a store of their own",
            )
        if self.base and ours["base"] != self.base:
            raise ShapeError(self.file, f"has graphs of two bases, {self.base} and {ours['base']}", "import each from a file of its own")
        self.base = ours["base"]
        return not ours["derived"]


@contextmanager
def staged(file: Path) -> Iterator[Staged]:
    """The file, read whole; gone from the disk when the context ends. Raises KgError and ShapeError."""
    suffix = file.suffix.lower()
    if suffix in _PLAIN:
        raise KgError(
            file, f"has no graphs: {suffix} does not say which article says what", "export the store as .nq or .trig, and import that"
        )
    if suffix not in _FORMATS:
        raise KgError(file, "is no graph that can be imported", "give a .nq or .trig file that kg export has written")
    if not file.is_file():
        raise KgError(file, "is no file" if file.exists() else "does not exist", "give a .nq or .trig file that kg export has written")
    with tempfile.TemporaryDirectory(prefix="geokg-import-") as folder:
        yield Staged(file, ox.Store(folder))


def _parsed(file: Path) -> Iterator[ox.Quad]:
    try:
        # no base: a relative IRI is an error, and nothing is looked up anywhere
        yield from ox.parse(path=str(file), format=_FORMATS[file.suffix.lower()])
    except (SyntaxError, ValueError, OSError) as error:
        raise ShapeError(file, f"cannot be read: {error}", "export it again; nothing of it was taken") from error
    except MemoryError as error:  # the parser's own limit of 16 MiB for one statement
        raise ShapeError(file, "has a statement of more than 16 MiB", "no article that geokg reads has one: look at what it is") from error


def _refuse_blank(quad: ox.Quad, file: Path) -> None:
    if not isinstance(quad.subject, ox.NamedNode) or not isinstance(quad.object, ox.NamedNode | ox.Literal):
        raise ShapeError(
            f"{file}: {quad.graph_name}",
            f"has a node without an IRI: {_short(quad)}",
            "geokg writes none: give the file as it was exported",
        )


def _short(quad: ox.Quad) -> str:
    text = str(quad.triple)
    return text if len(text) <= 200 else text[:199] + "…"
