"""Pieces as a source has them in; the pieces that are the article's text, its dateline's day and its agency out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from kg.model import BlockKind, Published
from kg.read.agency import AgencyLine, credit_of, cut_agency_line
from kg.read.draft import Piece
from kg.read.fragment import looks_like_heading
from kg.read.junk import begins_gallery, begins_related, is_junk, without_credit, without_tail
from kg.read.published import find_date, nearest_day, read_date

# Invisible characters that change how text looks or compares, never what it says: controls, bidi overrides, zero-width marks
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\ufffd\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e0fff]"
)

_ORIGINAL = re.compile(r"\W*(?:查看原文|阅读原文|閱讀原文|原文链接|原文連結|Source)\W*")
_CUT_OFF = re.compile(r"\s*(?:\.{3,}|…+)\s*$")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """An article's text in pieces, and what was taken out of it that says something of the article."""

    pieces: tuple[Piece, ...]
    printed: Published | None  # the dateline as printed in a line of its own
    dateline: date | None  # the day of the dateline, from such a line or the agency's
    agency: str | None
    source: str | None  # the address that a "read the original" link gives


def clean(pieces: Iterable[Piece], *, title: str = "", near: date | None = None, day_first: bool = False, cut: bool = False) -> Cleaned:
    """The article's own words.

    ``near``: the day it was published on, to complete 20日 and to tell 04/03 from 03/04. ``cut``: the text is a lead that its
    source cut off with dots.
    """
    tidied = [replace(p, text=text) for p in pieces if (text := tidy(p.text))]
    source = next((p.target for p in tidied if p.target and _ORIGINAL.fullmatch(p.text)), None)
    printed, tidied = _take_dateline(tidied, near, day_first)
    lines: list[AgencyLine] = []
    own = list(_without_junk(tidied, lines))
    kept = _without_cut(list(_without_repetition(_without_agency(own, lines), tidy(title))), cut)
    printed = printed or next((full for line in lines if (full := _full_date(line))), None)
    agency = next((line.agency for line in lines if line.agency), None)
    return Cleaned(tuple(kept), printed, _dateline(lines, printed, near), agency, source)


def _full_date(line: AgencyLine) -> Published | None:
    """【…2024年3月25日讯】 says when the article appeared, where nothing else does."""
    return read_date(f"{line.year}-{line.month:02d}-{line.day:02d}", "dateline") if line.year and line.month and line.day else None


def _dateline(lines: list[AgencyLine], printed: Published | None, near: date | None) -> date | None:
    """The agency's day, completed and only if it is near that of publication; else the day of a line of its own."""
    reference = printed.day if printed else near
    days = (nearest_day(line.month, line.day, reference) for line in lines if line.day and reference)
    return next((d for d in days if d), None) or (printed.day if printed else None)


def tidy(text: str) -> str:
    """Text in composed Unicode, one line, without invisible characters, with single spaces."""
    text = _INVISIBLE.sub("", text)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.split())


def _take_dateline(pieces: list[Piece], near: date | None, day_first: bool) -> tuple[Published | None, list[Piece]]:
    """The first line that is a date and nothing else, taken out with the byline that stands before it."""
    for number, piece in enumerate(pieces[:6]):
        if piece.kind == "paragraph" and len(piece.text) > 60:
            break
        found = _date_of_line(piece.text, near, day_first)
        if found and found.precision in ("day", "minute", "second"):
            before = [p for p in pieces[:number] if p.kind != "paragraph" or len(p.text) > 40]
            return found, before + pieces[number + 1 :]
    return None, pieces


def _date_of_line(line: str, near: date | None, day_first: bool) -> Published | None:
    """The date that a line is, or one of its parts between bars: Aug 31st 2023 | TOKYO."""
    parts = re.split(r"\s*[|｜]\s*", line) if len(line) < 80 else [line]
    return next((found for part in parts if (found := find_date(part, "dateline", near=near, day_first=day_first))), None)


def _without_junk(pieces: list[Piece], lines: list[AgencyLine]) -> Iterator[Piece]:
    """Nothing that the article does not say; what a list of other articles' headlines holds amid the text stays as headings."""
    skipping: str | None = None
    for piece in pieces:
        if piece.kind != "headline" and begins_related(piece.text):
            skipping = "links"
            continue
        if piece.kind in ("heading", "paragraph") and begins_gallery(piece.text):
            skipping = "gallery"
            continue
        if skipping == "gallery" and piece.kind != "heading":
            continue
        if skipping == "links" and (piece.linked or piece.listed):
            continue
        skipping = None
        if credit := credit_of(piece.text):
            lines.append(credit)
            continue
        if is_junk(piece.text):
            continue
        text, cut = without_tail(without_credit(piece.text) if piece.kind == "caption" else piece.text)
        if text.strip():
            yield replace(piece, text=text.strip() + ("…" if cut else ""), kind=_kind(piece))


def _kind(piece: Piece) -> BlockKind:
    if piece.kind == "paragraph" and piece.linked and piece.listed:
        return "heading"
    # an archive sets the long captions of its photographs as headings of the fourth level
    return "paragraph" if piece.kind == "heading" and not looks_like_heading(piece.text) else piece.kind


def _without_agency(pieces: list[Piece], lines: list[AgencyLine]) -> Iterator[Piece]:
    paragraphs = [n for n, p in enumerate(pieces) if p.kind == "paragraph"]
    for number, piece in enumerate(pieces):
        text, line = piece.text, None
        if piece.kind == "paragraph":
            text, line = cut_agency_line(text, last=number in (paragraphs[0], paragraphs[-1]))
        elif piece.kind == "heading":
            text, line = cut_agency_line(text)
        if line:
            lines.append(line)
        if text.strip():
            yield replace(piece, text=text.strip())


def _without_repetition(pieces: Iterable[Piece], title: str) -> Iterator[Piece]:
    """Each piece once: a body may repeat its lead, a caption may stand twice. The title printed once more is the headline."""
    seen: set[str] = set()
    named = _folded(title)
    for piece in pieces:
        folded = _folded(piece.text)
        if folded in seen or not folded:
            continue
        seen.add(folded)
        # with a full stop it is a sentence of the text, and may be its only one
        repeats_title = folded == named and not re.search(r"[。！？.!?]\W*$", piece.text)
        yield replace(piece, kind="headline") if repeats_title else piece


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def _without_cut(pieces: list[Piece], cut: bool) -> list[Piece]:
    """The last piece without the dots of a text that was cut off."""
    if pieces and (cut or pieces[-1].text.endswith("…")) and (bare := _CUT_OFF.sub("", pieces[-1].text)):
        return [*pieces[:-1], replace(pieces[-1], text=bare)]
    return pieces
