"""Markdown in, pieces out; HTML inside it is read as HTML.

Only what archives of news use: headings, emphasis, links, images with a caption, lists, quotations, rules, paragraphs wrapped
at a width.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from kg.read.draft import Piece
from kg.read.fragment import html_pieces, looks_like_heading

_HEADING = re.compile(r"^(#{1,6})[ \t]+(.*?)[ \t]*#*$")
_UNDERLINED = re.compile(r"^(?:=+|-+)$")
_RULE = re.compile(r"^(?:[-*_][ \t]*){3,}$")
_ITEM = re.compile(r"^(?:[-*+•]|\d{1,3}[.)])[ \t]+(.*)$")
# Every repetition is bounded: a line of ten million stars must not take the square of that
_TARGET = r"\(([^()\s]{0,4000}(?:\([^()\s]{0,500}\)[^()\s]{0,500}){0,9})(?:\s+\"[^\"]{0,500}\")?\)"
_IMAGE = re.compile(r"!\[[^\]]{0,1000}\]" + _TARGET)
_LINK = re.compile(r"\[((?:[^\[\]\\]|\\.|\[[^\[\]]{0,500}\]){0,2000})\]" + _TARGET)
_AUTOLINK = re.compile(r"<(https?://[^<>\s]{1,4000})>")
_EMPHASIS = re.compile(r"(\*\*\*|\*\*|\*|(?<![^\W_])__|(?<![^\W_])_)(?=[^\s*_])([^\n]{0,600}?[^\s*_])\1(?![^\W_]{0,1}(?<=_\w))")
_STRONG_LINE = re.compile(r"^(?:\*\*|__)(.+?)(?:\*\*|__)$")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!<>|~])")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--")
_CHINESE_END = re.compile(r"[。！？][”」』）]?$")  # Chinese is not wrapped there: the next line is a paragraph
_HAN_END, _HAN_START = re.compile(r"[\u2e80-\u9fff\uff00-\uffef”’]$"), re.compile(r"^[\u2e80-\u9fff\uff00-\uffef“‘]")


def markdown_pieces(text: str) -> list[Piece]:
    """The pieces of a Markdown text, a heading at its top as its headline."""
    pieces: list[Piece] = []
    top: int | None = None
    after_image = False
    for chunk in _chunks(text):
        # a short quotation under an image is its caption, a long one is an introduction
        captions = after_image and len(chunk) == 1 and len(chunk[0]) < 160
        after_image = len(chunk) == 1 and _IMAGE.fullmatch(chunk[0].strip()) is not None
        for level, piece in _read_chunk(chunk, after_image=captions):
            if level and (top is None and not any(p.kind == "paragraph" for p in pieces)):
                top = level
            # a page of several items has a headline for each, on one level
            pieces.append(Piece("headline", piece.text) if level and level == top else piece)
    return pieces


def join_lines(lines: list[str]) -> str:
    """Lines of a wrapped paragraph in one: with a space between Latin words, without one in Chinese."""
    joined = lines[0].strip() if lines else ""
    for line in lines[1:]:
        line = line.strip()
        glue = "" if _HAN_END.search(joined) and _HAN_START.search(line) else " "
        joined = joined + glue + line if line else joined
    return joined


def _chunks(text: str) -> Iterator[list[str]]:
    """Lines that belong together: up to a blank line."""
    chunk: list[str] = []
    for line in text.splitlines():
        if line.strip():
            chunk.append(line.rstrip())
        elif chunk:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _read_chunk(lines: list[str], *, after_image: bool) -> Iterator[tuple[int, Piece]]:
    """(level of a heading or 0, piece) for each part of a chunk."""
    if lines[0].lstrip().startswith("<") and not _AUTOLINK.match(lines[0].lstrip()):
        yield from ((0, piece) for piece in html_pieces("\n".join(lines)))
        return
    waiting: list[str] = []
    item = False
    for line in lines:
        bare = line.strip()
        heading, listed = _HEADING.match(bare), _ITEM.match(bare)
        quoted = bare.startswith(">")
        alone = _IMAGE.fullmatch(bare)
        # two spaces or a backslash at the end of a line of Markdown break it; rstrip has taken the spaces
        ends = waiting and _CHINESE_END.search(waiting[-1])
        starts = ends or heading or listed or quoted or alone or _RULE.match(bare) or _STRONG_LINE.match(bare)
        if starts and waiting and not (quoted and waiting[0].startswith(">")):
            yield from _paragraph(waiting, listed=item)
            waiting, item = [], False
        if heading:
            yield from ((len(heading[1]), Piece("heading", p.text)) for p in _inline(heading[2], "heading"))
        elif alone:
            after_image = True
            continue
        elif _RULE.match(bare) and not waiting:
            pass
        elif listed and not _STRONG_LINE.match(bare):
            waiting, item = [listed[1]], True
        elif quoted and after_image:
            yield from ((0, p) for p in _inline(bare.lstrip("> "), "caption"))
        elif _STRONG_LINE.match(bare):
            yield from _paragraph([bare], listed=False)
        else:
            waiting.append(bare)
        after_image = after_image and quoted
    if waiting:
        yield from _paragraph(waiting, listed=item)


def _paragraph(lines: list[str], *, listed: bool) -> Iterator[tuple[int, Piece]]:
    if len(lines) == 2 and _UNDERLINED.match(lines[1]) and len(lines[1]) > 2:
        yield 1, Piece("heading", _plain(lines[0]))
        return
    text = join_lines([line.lstrip("> ") if line.startswith(">") else line for line in lines])
    strong = _STRONG_LINE.match(text)
    kind = "heading" if strong and "**" not in strong[1] and looks_like_heading(strong[1]) else "paragraph"
    for piece in _inline(text, kind):
        yield 0, Piece(piece.kind, piece.text, piece.linked, listed, piece.target)


def _inline(text: str, kind: str) -> Iterator[Piece]:
    link = _LINK.fullmatch(text.strip())
    plain = _plain(text)
    if _TAG.search(plain):
        found = html_pieces(plain)
        yield from (Piece(kind, p.text, p.linked, p.listed, p.target) if kind != "paragraph" else p for p in found)  # type: ignore[arg-type]
    elif plain.strip():
        yield Piece(kind, html.unescape(plain), link is not None, False, link[2] if link else None)  # type: ignore[arg-type]


def _plain(text: str) -> str:
    """Text without Markdown's signs."""
    text = _IMAGE.sub("", text)
    text = _LINK.sub(lambda m: m[1], text)
    text = _AUTOLINK.sub(lambda m: m[1], text)
    for _ in range(3):  # strong within emphasis within strong
        text, changed = _EMPHASIS.subn(lambda m: m[2], text)
        if not changed:
            break
    # **HEAD: **text is no emphasis by the rules, and is meant as one
    return _ESCAPE.sub(lambda m: m[1], text.replace("**", ""))
