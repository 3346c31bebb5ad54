"""An RSS or Atom document in, a Draft for each of its items out. feedparser finds the items; their dates are read by us."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace

import feedparser

from kg.errors import ReadError
from kg.read.archive import merged
from kg.read.draft import Draft
from kg.read.published import read_date
from kg.read.text import read_text

_XML = re.compile(r"\s*<(?:\?xml\b|!DOCTYPE\s+(?!html)|rss\b|feed\b|rdf:RDF\b)", re.I)
_ROOT = re.compile(r"<(?:rss|feed|rdf:RDF)[\s>]", re.I)
_HEAD = 20_000


def is_feed(text: str) -> bool:
    """Whether the text is an RSS, RDF or Atom document."""
    return is_xml(text) and bool(_ROOT.search(text, 0, _HEAD))


def is_xml(text: str) -> bool:
    """Whether the text is XML by its first signs."""
    return bool(_XML.match(text))


def read_feed(text: str, where: str) -> Iterator[tuple[Draft, str]]:
    """The items in the document's order, with ids that differ, and the place of each. Raises ReadError where it has none and is broken."""
    # A stream: a string would be taken for an address to fetch or a file to open
    stream, headers = io.BytesIO(text.encode("utf-8", "ignore")), {"content-type": "application/xml; charset=utf-8"}
    try:
        parsed = feedparser.parse(stream, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:  # it lets through whatever its many parsers raise
        raise ReadError(where, f"is not a feed that can be read ({type(error).__name__})", "check that it is well-formed XML") from error
    if not parsed.entries:
        problem = f"is not a feed that can be read ({_reason(parsed)})" if parsed.bozo else "is a feed without items"
        raise ReadError(where, problem, "check that it is complete, well-formed XML")
    seen: set[str] = set()
    for number, entry in enumerate(parsed.entries, 1):
        draft = _item(entry, parsed.feed)
        id_ = draft.id or draft.url
        if id_ in seen:
            id_ = f"{id_}#{number}"
        if id_:
            seen.add(id_)
        if parsed.bozo and number == 1 and _serious(parsed):
            draft = replace(draft, faults=(*draft.faults, f"is not well-formed ({_reason(parsed)}); items may be missing"))
        yield replace(draft, id=id_), f"{where}:{number}"


def _item(entry: feedparser.FeedParserDict, channel: feedparser.FeedParserDict) -> Draft:
    dates = (read_date(entry[key], "metadata") for key in ("published", "created", "updated") if key in entry)
    contents = [c.get("value") or "" for c in entry.get("content") or ()] + [entry.get("summary") or ""]
    source = entry.get("source") or {}
    outer = Draft(
        id=entry.get("id") or None,
        title=entry.get("title") or "",
        url=entry.get("link") or None,
        published=tuple(d for d in dates if d),
        site=source.get("title") or channel.get("title") or None,
        page_lang=entry.get("language") or channel.get("language") or None,
    )
    return merged(outer, replace(read_text(max(contents, key=len)), page_lang=outer.page_lang))


def _reason(parsed: feedparser.FeedParserDict) -> str:
    return " ".join(str(parsed.get("bozo_exception", "unknown reason")).split())[:200]


def _serious(parsed: feedparser.FeedParserDict) -> bool:
    """Not the complaints about charsets and content types, which lose nothing."""
    return not isinstance(parsed.get("bozo_exception"), (feedparser.CharacterEncodingOverride, feedparser.NonXMLContentType))
