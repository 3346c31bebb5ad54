"""A store in, a file out whose format its suffix names; the same store gives the same bytes.

======== =========================================================================================================
.ttl     every article, report and event as plain triples, with what of the ontology they name
.trig    everything, each article's graph by itself
.nq      the same, a statement a line
.jsonld  the triples of .ttl, with the context inside
.graphml the actor network, for Gephi and networkx
.gexf    the same, with times that Gephi's timeline reads
.csv     a row for each report and dyad; cells that a spreadsheet would run begin with an apostrophe
.jsonl   a merged event a line, each with its reports
======== =========================================================================================================
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

import pyoxigraph

from kg.errors import KgError
from kg.export.graphs import write_gexf, write_graphml
from kg.export.rdf import write_jsonld, write_nquads, write_trig, write_turtle
from kg.export.tables import COLUMNS, csv_rows, event_rows, write_csv, write_jsonl
from kg.model import Event, Network, Report
from kg.vocabulary import Vocabulary

__all__ = ["COLUMNS", "NETWORK_SUFFIXES", "SUFFIXES", "csv_rows", "event_rows", "export", "export_network"]

NETWORK_SUFFIXES = (".gexf", ".graphml")
SUFFIXES = (".csv", ".gexf", ".graphml", ".jsonl", ".jsonld", ".nq", ".trig", ".ttl")


class Exportable(Protocol):
    """What is asked of a store."""

    def reports(self) -> Iterator[Report]: ...

    def events(self) -> Iterator[Event]: ...

    def quads(self) -> Iterator[pyoxigraph.Quad]: ...


def export(
    store: Exportable,
    path: Path,
    *,
    vocabulary: Vocabulary,
    base: str = "urn:geokg:",
    network: Callable[[Iterable[Event], Vocabulary], Network] | None = None,
    bom: bool = False,
) -> None:
    """Write what ``store`` holds to ``path``, replacing it as a whole or not at all.

    ``network`` (``kg.network.build_network``) is asked for the network where a .graphml or .gexf is wanted. ``bom`` puts a byte order mark
    before a .csv, by which Excel knows that it is UTF-8. Raises KgError on a suffix that names no format, and OSError.
    """
    suffix = known_suffix(path)
    if suffix in NETWORK_SUFFIXES:
        if network is None:
            raise TypeError(f"a {suffix} file needs network=, which makes a network of events")
        export_network(network(store.events(), vocabulary), path, vocabulary=vocabulary)
        return
    with _replacing(path) as file:
        if suffix == ".ttl":
            write_turtle(store.quads(), file, base=base)
        elif suffix == ".trig":
            write_trig(store.quads(), file, base=base)
        elif suffix == ".nq":
            write_nquads(store.quads(), file)
        elif suffix == ".jsonld":
            write_jsonld(store.quads(), file, base=base)
        elif suffix == ".csv":
            write_csv(store.events(), file, vocabulary=vocabulary, bom=bom)
        else:
            write_jsonl(store.events(), file)


def export_network(network: Network, path: Path, *, vocabulary: Vocabulary) -> None:
    """Write a network, or a part of one, as .graphml or .gexf. Raises KgError on another suffix, and OSError."""
    suffix = known_suffix(path)
    if suffix not in NETWORK_SUFFIXES:
        raise KgError(path, "a network is written as .graphml or .gexf", "choose one of them")
    with _replacing(path) as file:
        (write_graphml if suffix == ".graphml" else write_gexf)(network, file, vocabulary=vocabulary)


def known_suffix(path: Path) -> str:
    """The suffix of ``path`` if it names a format. Raises KgError listing those that do."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise KgError(
            path, f"no format is known by the suffix {suffix!r}" if suffix else "has no suffix", "use one of " + " ".join(SUFFIXES)
        )
    return suffix


@contextmanager
def _replacing(path: Path) -> Iterator[BinaryIO]:
    """A file beside ``path`` that takes its place once it is whole."""
    path = path.resolve()  # a link stays, what it leads to is replaced
    if not path.parent.is_dir():
        raise KgError(path, f"there is no folder {path.parent}", "make it, or write elsewhere")
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".geokg-") as folder:
        part = Path(folder) / "part"
        with part.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
