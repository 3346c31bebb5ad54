"""Paths in, Articles out.

    for article in read_articles(["news/", "more.jsonl"], failures=print):
        ...

``find_sources`` and ``read_source`` are its two halves, for callers that read in several processes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from kg.errors import ReadError
from kg.model import Article
from kg.read.composing import compose
from kg.read.decoding import decode
from kg.read.draft import Draft
from kg.read.feed import is_feed, is_xml, read_feed
from kg.read.finding import Format, Source, find_sources, read_bytes
from kg.read.html import is_page
from kg.read.jsonl import read_json, read_row
from kg.read.outlet import Outlets
from kg.read.text import read_text

__all__ = ["Source", "find_sources", "read_articles", "read_source"]

Failures = Callable[[ReadError], None]


def read_articles(
    paths: Iterable[str], *, vocabulary: Outlets | None = None, failures: Failures | None = None, base: str = "urn:geokg:"
) -> Iterator[Article]:
    """Every article under ``paths``: files, folders (recursive, sorted), globs, ``-`` for standard input.

    A file or row that cannot be read is given to ``failures`` and reading goes on; without ``failures`` it is raised as ReadError.
    What was broken but could be read around (front matter that is no YAML) is given to ``failures`` beside the article.
    """
    for source in find_sources(paths, failures=failures):
        yield from read_source(source, vocabulary=vocabulary, failures=failures, base=base)


def read_source(
    source: Source, *, vocabulary: Outlets | None = None, failures: Failures | None = None, base: str = "urn:geokg:"
) -> Iterator[Article]:
    """The articles of one source; as ``read_articles``."""
    report = failures or _raise
    for draft, where in _drafts(source, report):
        for fault in draft.faults if failures else ():
            report(ReadError(where, fault, "the rest was read; mend it to have it whole"))
        try:
            yield compose(draft, path=source.path, id_=_id(draft, source, where), base=base, outlets=vocabulary)
        except ReadError as error:
            report(ReadError(where, error.problem, error.remedy))


def _raise(error: ReadError) -> None:
    raise error


def _id(draft: Draft, source: Source, where: str) -> str:
    """The input's own id, else one from its path and its place there: rows.jsonl:7 -> rows#7."""
    own = " ".join((draft.id or "").split())[:500]
    return own or source.id + where.removeprefix(source.path).replace(":", "#")


def _drafts(source: Source, report: Failures) -> Iterator[tuple[Draft, str]]:
    """The drafts of a source, and the place of each: rows.jsonl:7."""
    try:
        raw = read_bytes(source)
        if source.format == "jsonl":
            yield from _rows(source, raw, report)
            return
        text = decode(raw, source.path).lstrip("\ufeff")
        kind = _kind(source.format, text)
        if kind == "jsonl":
            yield from _rows(source, text.encode("utf-8"), report)
        elif kind == "json":
            yield from read_json(text, source.path, report)
        elif kind == "feed":
            if not is_feed(text):
                raise ReadError(source.path, "is XML, but neither RSS nor Atom", "give a feed, or the page itself as HTML")
            yield from read_feed(text, source.path)
        else:
            yield read_text(text), source.path
    except ReadError as error:
        report(error)


def _kind(declared: Format | None, text: str) -> Format:
    """What a text is, by its first signs; the suffix decides only between what looks alike."""
    start = text.lstrip()[:1]
    if is_feed(text) or ((declared == "feed" or is_xml(text)) and not is_page(text)):
        return "feed"
    if declared == "text" or start not in ("{", "["):
        return "json" if declared == "json" else "text"
    first, _, rest = text.strip().partition("\n")
    several = first.rstrip().endswith("}") and rest.lstrip().startswith("{")
    return "jsonl" if several else "json"


def _rows(source: Source, raw: bytes, report: Failures) -> Iterator[tuple[Draft, str]]:
    for number, line in enumerate(raw.split(b"\n"), source.first_row):
        where = f"{source.path}:{number}"
        try:
            draft = read_row(decode(line, where).lstrip("\ufeff"), where)
        except ReadError as error:
            report(error)
            continue
        if draft is not None:
            yield draft, where
