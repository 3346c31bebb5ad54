"""The archive format in (epoch comment, link title, rule, HTML body), a Draft out; also under front matter, and Markdown under it.

<!--1711370703000-->
[title](https://outlet/address)
------

<div>25/03/2024 - 13:42</div><p>…</p>
"""

from __future__ import annotations

import re
from dataclasses import replace

from kg.model import Published
from kg.read.draft import Draft, Piece
from kg.read.fragment import html_pieces
from kg.read.markdown import markdown_pieces
from kg.read.published import from_epoch

_EPOCH = re.compile(r"\s*<!--\s*(\d{10,13})\s*-->[ \t]*(?:\r?\n|$)")
# the title may hold brackets itself: [[國際] 北京打壓香港](https://…)
_TITLE = re.compile(r"\s*\[(?P<title>[^\n]*)\]\((?P<url>[^\s]*)\)[ \t]*\r?\n[ \t]*-{3,}[ \t]*(?:\r?\n|$)")


def is_archive(text: str) -> bool:
    """Whether the text begins as the archive format does."""
    return bool(_EPOCH.match(text) or _TITLE.match(text))


def read_archive(text: str) -> Draft:
    """The draft of an archived article; its body is HTML, or Markdown where no tag opens it."""
    published: tuple[Published, ...] = ()
    if epoch := _EPOCH.match(text):
        found = from_epoch(int(epoch[1]) / (1000 if len(epoch[1]) > 11 else 1))
        published = (found,) if found else ()
        text = text[epoch.end() :]
    title = _TITLE.match(text)
    if title:
        text = text[title.end() :]
    pieces = body_pieces(text)
    if not title:
        return Draft(published=published, pieces=pieces)
    return Draft(title=title["title"], url=title["url"] or None, published=published, pieces=pieces)


def body_pieces(text: str) -> tuple[Piece, ...]:
    """The pieces of a body that is HTML, or Markdown that may hold HTML."""
    stripped = text.lstrip()
    if stripped.startswith("<") and not stripped.startswith(("<http", "<mailto")):
        return tuple(html_pieces(text))
    # RTI's bodies are bare text with an HTML link at their end, in a <div>; RFA's begin with a paragraph
    return tuple(markdown_pieces(text))


def merged(outer: Draft, inner: Draft) -> Draft:
    """What the inner format says of itself, completed by the outer's fields; the outer's id, title and address count more."""
    epochs = tuple(p for p in inner.published if p.origin == "epoch")
    others = tuple(p for p in inner.published if p.origin != "epoch")
    return replace(
        inner,
        id=outer.id or inner.id,
        title=outer.title or inner.title,
        url=outer.url or inner.url,
        published=(*epochs, *outer.published, *others),
        outlet=outer.outlet or inner.outlet,
        site=inner.site or outer.site,
        lang=outer.lang or inner.lang,
        cut=outer.cut or inner.cut,
        faults=(*outer.faults, *inner.faults),
    )
