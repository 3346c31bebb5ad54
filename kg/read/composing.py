"""A Draft in, an Article out: identity, date, outlet, language, and one text with its blocks."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date

from kg.errors import ReadError
from kg.model import Article, Block, Published
from kg.read.cleaning import clean, tidy
from kg.read.draft import Draft, Piece
from kg.read.fragment import html_pieces
from kg.read.language import language_of
from kg.read.outlet import Outlets, outlet_of
from kg.read.published import date_in_url
from kg.read.url import canonical_url, url_key

# A book has that many; what is longer is no article, and would hold up all that comes after
_LONGEST, _MOST_PIECES = 1_000_000, 20_000
_DAY_FIRST = re.compile(r"(?:^|\.)rfi\.fr$")


def compose(draft: Draft, *, path: str, id_: str, base: str, outlets: Outlets | None) -> Article:
    """The article of a draft. Raises ReadError for one without words, of absurd length, or in a language that is not read."""
    _check_size(draft, path)
    title = _one_line(draft.title)
    url = canonical_url(draft.url)
    near = next((p.day for p in (*draft.published, *_from_address(draft.url)) if p.precision not in ("month", "year")), None)
    host = (url or "").split("/")[2] if url else ""
    cleaned = clean(draft.pieces, title=title, near=near, day_first=bool(_DAY_FIRST.search(host)), cut=draft.cut)
    url = url or canonical_url(cleaned.source)
    pieces = cleaned.pieces or ((Piece("headline", title),) if title else ())
    if not pieces:
        raise ReadError(
            id_ if id_ == path else f"{path} ({id_})", "holds no text", "leave it out, or check that its body is where it should be"
        )
    title = title or next((p.text for p in pieces if p.kind == "headline"), "") or _first_sentence(pieces[0].text)
    text, blocks = _joined(pieces)
    lang = language_of(text, declared=draft.lang, hint=draft.page_lang)
    if lang is None:
        raise ReadError(path, f"is not in Chinese or English ({draft.lang or 'by its script'})", "leave it out, or correct its lang field")
    printed = cleaned.printed or draft.printed
    published = _published(draft, printed, url)
    outlet = outlet_of(_one_line(draft.outlet) or None, _one_line(draft.site) or None, url, outlets)
    says = [title, url, published.value if published else None, outlet, lang, text]
    return Article(
        iri=f"{base}article/{_digest(url_key(url) if url else title + chr(10) + text)[:16]}",
        id=id_,
        path=path,
        title=title,
        url=url,
        published=published,
        dateline=cleaned.dateline or (printed.day if printed and _close(printed, near) else None),
        outlet=outlet,
        agency=cleaned.agency,
        lang=lang,
        text=text,
        blocks=blocks,
        content_hash=_digest(json.dumps(says, ensure_ascii=False)),
    )


def _one_line(markup: str | None) -> str:
    """A title or name without markup: feeds and front matter escape some of it, or all of it twice."""
    if markup and ("<" in markup or "&" in markup):
        return tidy(" ".join(p.text for p in html_pieces(markup)))
    return tidy(markup or "")


def _check_size(draft: Draft, path: str) -> None:
    length = sum(len(p.text) for p in draft.pieces) + len(draft.title)
    if length > _LONGEST or len(draft.pieces) > _MOST_PIECES:
        size = f"{length:,} characters in {len(draft.pieces):,} paragraphs"
        raise ReadError(path, f"holds an article of {size}", f"split it: an article may have {_LONGEST:,} and {_MOST_PIECES:,}")


def _published(draft: Draft, printed: Published | None, url: str | None) -> Published | None:
    """Epoch, metadata, markup, dateline, address: the first there is."""
    order = ("epoch", "metadata", "markup", "dateline", "url")
    found = [*draft.published, *((printed,) if printed else ()), *_from_address(draft.url), *_from_address(url)]
    return min(found, key=lambda p: order.index(p.origin), default=None)


def _close(printed: Published, near: date | None) -> bool:
    """Whether a page's visible date is the article's: a masthead may print the day on which the page was fetched."""
    return near is None or abs((printed.day - near).days) <= 2


def _from_address(url: str | None) -> tuple[Published, ...]:
    found = date_in_url(url) if url else None
    return (found,) if found else ()


def _joined(pieces: tuple[Piece, ...]) -> tuple[str, tuple[Block, ...]]:
    blocks, start = [], 0
    for piece in pieces:
        blocks.append(Block(start, start + len(piece.text), piece.kind))
        start += len(piece.text) + 1
    return "\n".join(p.text for p in pieces), tuple(blocks)


def _first_sentence(text: str) -> str:
    match = re.match(r".{1,80}?(?=[。！？!?\n]|\. |$)", text)
    return match[0] if match else text[:80]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
