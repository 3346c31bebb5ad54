"""Where a graph is kept: articles' named graphs, the derived graph of events, the ontology.

``open_store(path, write=True)`` gives the one writer the live store; without ``write`` a reader opens the last published checkpoint.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kg.errors import StoreError
from kg.model import Event, Judgement, Report
from kg.store.endpoints import is_server
from kg.vocabulary import Vocabulary

if TYPE_CHECKING:
    import pyoxigraph as ox

__all__ = ["Store", "is_server", "open_store"]


class Store(Protocol):
    """What every kind of store can do. Errors are StoreError; writing a store that is open for reading is one."""

    base: str  # of the IRIs of articles, reports and events; fixed when the store is made

    def article_hash(self, article: str) -> str | None:
        """The hash that was put with an article; None where the store has no such article."""

    def article_hashes(self) -> dict[str, str]:
        """The hash of every article in the store, by IRI."""

    def articles(self) -> Iterator[str]:
        """IRIs of the articles in the store, sorted."""

    def put(self, article: str, content_hash: str, ntriples: bytes) -> None:
        """Write an article's graph (``graph.article_ntriples``), in place of the one it had: wholly or not at all.

        ``content_hash`` is whatever tells that nothing needs to be read again: of the text, the reader's version, the ontology.
        """

    def remove_article(self, article: str) -> bool:
        """Take an article out with all it says. False where it was not there."""

    def reports(self) -> Iterator[Report]:
        """Every report, by article IRI, then in the order of the text."""

    def reports_of(self, article: str) -> Iterator[Report]:
        """The reports of one article, in the order of its text; none where the store has no such article."""

    def events(self) -> Iterator[Event]:
        """The events that were derived, by date (undated last), then IRI; those without a report left are passed over."""

    def replace_events(self, events: Iterable[Event], *, vocabulary: Vocabulary) -> None:
        """Make ``events`` all the events there are, in one step; IRIs that vanish lead on by dcterms:isReplacedBy."""

    def change_events(self, gone: Collection[str], events: Iterable[Event], *, vocabulary: Vocabulary) -> None:
        """Take the events ``gone`` (IRIs) out and put ``events`` in, in place of those with their IRIs; in one step, and else as above."""

    def remembered(self) -> bytes | None:
        """What was last remembered beside the store; None where nothing was. It need not be of the present state."""

    def remember(self, kept: bytes) -> None:
        """Keep something beside the store, in place of what was kept before: nothing is lost where it is lost."""

    def judgements(self) -> Iterator[Judgement]:
        """What people have said of two reports or two actors, by the pair."""

    def judge(self, judgement: Judgement) -> None:
        """Keep a judgement, in place of an earlier one about the same pair."""

    def forget(self, a: str, b: str) -> bool:
        """Take back the judgement about a pair. False where there is none."""

    def follow_on(self, links: Mapping[str, str]) -> None:
        """Remember which event followed another, as an older store did; the next ``replace_events`` drops links that lead nowhere."""

    def load_ontology(self, extra: Path | None = None) -> bool:
        """Make the shipped ontology and the Turtle files of ``extra`` the ontology's graph; False where they are already.

        Raises OntologyError on a file that is no Turtle or has blank nodes.
        """

    def quads(self, graph: str | None = None) -> Iterator[ox.Quad]:
        """Every quad, or every quad of one graph, in no particular order; language tags are in small letters (``names.TAGS``)."""

    def __len__(self) -> int:
        """How many quads there are."""

    def publish(self) -> Path | None:
        """Let readers see the present state: a new checkpoint becomes the current one. Gives its folder; None where there are none."""

    def close(self) -> None:
        """Let go of the store and its lock."""

    def __enter__(self) -> Store: ...

    def __exit__(self, *_: object) -> None: ...


def open_store(path: Path | str, *, write: bool = False, base: str | None = None) -> Store:
    """The store in the folder ``path``, or on the SPARQL server whose address it is; made, if it is not there, when it is to be written.

    ``base`` is given to a new store (default ``urn:geokg:``) and must agree with that of one that exists.
    Raises StoreError: no store there, written by another process, of a newer format, another base, nothing published, damaged;
    of a server also that it cannot be reached, is too slow, refuses the credentials, or answers what cannot be read.
    """
    if is_server(path):
        from kg.store.remote import RemoteStore

        return RemoteStore(str(path), write=write, base=base)
    if isinstance(path, Path) and path.parts[:1] in (("http:",), ("https:",)):
        raise StoreError(path, "is an address made a Path, which has lost a slash", "give the address as text")
    from kg.store.oxigraph import OxigraphStore

    return OxigraphStore(Path(path), write=write, base=base)
