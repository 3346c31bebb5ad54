"""A store in, a file out whose format its suffix names, or ``format``; the same store gives the same bytes.

``formats.FORMATS`` lists what there is. Cells of tables that a spreadsheet would run begin with an apostrophe; characters that XML cannot
hold are left out of it.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

import pyoxigraph

from kg.errors import KgError
from kg.export.columns import PLOVER, REPORTS, write_metadata
from kg.export.dataset import write_dataset
from kg.export.formats import FORMATS, NETWORKS, Format, known_format
from kg.export.ftm import write_ftm
from kg.export.graphs import write_gexf, write_graphml
from kg.export.matches import Matches, read_matches
from kg.export.plover import plover_rows, write_plover
from kg.export.rdf import write_jsonld, write_nquads, write_rdfxml, write_trig, write_turtle
from kg.export.tables import COLUMNS, csv_rows, event_rows, report_rows, write_csv, write_jsonl
from kg.model import Event, Network, Report
from kg.store.names import ontology_graph
from kg.vocabulary import Vocabulary

__all__ = [
    "COLUMNS",
    "FORMATS",
    "Matches",
    "csv_rows",
    "event_rows",
    "export",
    "export_network",
    "matches_of",
    "plover_rows",
    "report_rows",
]


class Exportable(Protocol):
    """What is asked of a store."""

    def reports(self) -> Iterator[Report]: ...

    def events(self) -> Iterator[Event]: ...

    def quads(self, graph: str | None = None) -> Iterator[pyoxigraph.Quad]: ...


@dataclass(frozen=True, slots=True)
class _Wish:
    """All that a format may need to know."""

    path: Path
    vocabulary: Vocabulary
    base: str
    bom: bool
    language: str
    licence: str | None


def export(
    store: Exportable,
    path: Path,
    *,
    vocabulary: Vocabulary,
    base: str = "urn:geokg:",
    network: Callable[[Iterable[Event], Vocabulary], Network] | None = None,
    bom: bool = False,
    format: str | None = None,
    language: str = "en",
    licence: str | None = None,
) -> None:
    """Write what ``store`` holds to ``path``, replacing it as a whole or not at all.

    ``format`` names the format where the suffix of ``path`` does not. ``network`` (``kg.network.build_network``) is asked for the network
    where a .graphml or .gexf is wanted, whose labels are in ``language``. ``bom`` puts a byte order mark before a table, by which Excel
    knows that it is UTF-8. ``licence`` is the IRI of the licence that a .void.ttl names. Raises KgError on an unknown format, and OSError.
    """
    chosen = known_format(path, format)
    if chosen.name in NETWORKS:
        if network is None:
            raise TypeError(f"a {chosen.suffix} file needs network=, which makes a network of events")
        _write_network(network(store.events(), vocabulary), path, chosen, vocabulary, language)
        return
    wish = _Wish(path, vocabulary, base, bom, language, licence)
    with _replacing(path) as file:
        _WRITERS[chosen.name](store, file, wish)


def matches_of(store: Exportable, base: str) -> Matches:
    """What the actors and actions of a store's ontology are elsewhere."""
    return read_matches(store.quads(ontology_graph(base)))


def export_network(network: Network, path: Path, *, vocabulary: Vocabulary, format: str | None = None, language: str = "en") -> None:
    """Write a network, or a part of one, as .graphml or .gexf. Raises KgError on another suffix, and OSError."""
    chosen = known_format(path, format)
    if chosen.name not in NETWORKS:
        raise KgError(path, "a network is written as .graphml or .gexf", "choose one of them")
    _write_network(network, path, chosen, vocabulary, language)


def _write_network(network: Network, path: Path, format_: Format, vocabulary: Vocabulary, language: str) -> None:
    with _replacing(path) as file:
        (write_graphml if format_.name == "graphml" else write_gexf)(network, file, vocabulary=vocabulary, language=language)


def _write_columns(store: Exportable, file: BinaryIO, wish: _Wish) -> None:
    table = wish.path.name.removesuffix("-metadata.json")
    write_metadata(PLOVER if table.lower().endswith(".plover.csv") else REPORTS, table, file)


_WRITERS: dict[str, Callable[[Exportable, BinaryIO, _Wish], None]] = {
    "ttl": lambda store, file, wish: write_turtle(store.quads(), file, base=wish.base),
    "trig": lambda store, file, wish: write_trig(store.quads(), file, base=wish.base),
    "nq": lambda store, file, wish: write_nquads(store.quads(), file),
    "rdf": lambda store, file, wish: write_rdfxml(store.quads(), file, base=wish.base),
    "jsonld": lambda store, file, wish: write_jsonld(store.quads(), file, base=wish.base),
    "void": lambda store, file, wish: write_dataset(store.quads(), file, base=wish.base, licence=wish.licence),
    "csv": lambda store, file, wish: write_csv(store.events(), file, vocabulary=wish.vocabulary, bom=wish.bom),
    "plover": lambda store, file, wish: write_plover(
        store.events(), file, vocabulary=wish.vocabulary, matches=matches_of(store, wish.base), bom=wish.bom
    ),
    "columns": _write_columns,
    "jsonl": lambda store, file, wish: write_jsonl(store.events(), file),
    "ftm": lambda store, file, wish: write_ftm(
        store.events(), file, vocabulary=wish.vocabulary, matches=matches_of(store, wish.base), base=wish.base
    ),
}


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
