"""Plain text in, pieces out; and the kind of any text told from its first signs."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.read.archive import body_pieces, is_archive, merged, read_archive
from kg.read.draft import Draft, Piece
from kg.read.fragment import looks_like_heading
from kg.read.html import is_page, read_page
from kg.read.markdown import join_lines
from kg.read.metadata import draft_from_fields, split_front_matter
from kg.read.published import find_date
from kg.read.reuters import is_reuters21578, read_reuters21578

_MARKDOWN = re.compile(r"^#{1,6}[ \t]+\S|^\s*>[ \t]|^[-*][ \t]+\S|\*\*\S|\]\((?:https?:|/)|^!\[|\\[\[\]*_#]", re.M)
_HTML = re.compile(
    r"</?(?:p|div|br|a|strong|b|em|i|span|img|h[1-6]|ul|ol|li|figure|blockquote|small|section)\b[^<>]{0,2000}>"
    r"|&(?:[a-z]{2,8}|#\d{1,6});",
    re.I,
)
_SENTENCE_END = re.compile(r"[。！？!?.:：；;”』」)）\"]\s*$")


def read_text(text: str) -> Draft:
    """The draft of a text in any of the formats that an article can be stored in."""
    fields, rest, fault = split_front_matter(text)
    draft = _read_body(rest, markdown=bool(fields))
    if fields:
        draft = merged(draft_from_fields(fields), draft)
    if not draft.title and all(p.kind == "paragraph" for p in draft.pieces):
        draft = replace(draft, pieces=_with_headline(draft.pieces))
    return draft if fault is None else replace(draft, faults=(*draft.faults, fault))


def _read_body(text: str, *, markdown: bool) -> Draft:
    if is_archive(text):
        return read_archive(text)
    if is_reuters21578(text):
        return read_reuters21578(text)
    if is_page(text):
        return read_page(text)
    if markdown or text.lstrip().startswith("<") or _MARKDOWN.search(text[:100_000]) or _HTML.search(text[:100_000]):
        return Draft(pieces=body_pieces(text))
    return Draft(pieces=tuple(plain_pieces(text)))


def plain_pieces(text: str) -> list[Piece]:
    """Paragraphs of plain text: parted by blank lines, by an indent, or by lines that end where sentences do."""
    pieces: list[Piece] = []
    for chunk in re.split(r"\n[ \t\u3000]*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        waiting: list[str] = []
        for line in chunk.split("\n"):
            if waiting and _begins(line, waiting[-1]):
                pieces.append(Piece("paragraph", join_lines(waiting)))
                waiting = []
            if line.strip():
                waiting.append(line)
        if waiting:
            pieces.append(Piece("paragraph", join_lines(waiting)))
    return pieces


def _with_headline(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """The first line of a text without a title, or the one after its date, is its headline, if it is no sentence."""
    first = next((n for n, p in enumerate(pieces[:2]) if find_date(p.text, "dateline") is None), len(pieces))
    if first + 1 >= len(pieces) or not looks_like_heading(pieces[first].text):
        return pieces
    return (*pieces[:first], Piece("headline", pieces[first].text), *pieces[first + 1 :])


def _begins(line: str, before: str) -> bool:
    """Whether a line begins a paragraph: indented, or the one before is too short to have been wrapped or ends a sentence."""
    if re.match(r"[\u3000]|[ \t]{2,}\S", line):
        return True
    width = sum(2 if ord(c) > 0x2E80 else 1 for c in before.strip())
    return width < 50 or (width > 110) or (not before.isascii() and bool(_SENTENCE_END.search(before)))
