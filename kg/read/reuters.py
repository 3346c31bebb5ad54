"""An article of the Reuters-21578 collection (SGML) in, a Draft out."""

from __future__ import annotations

import html
import re

from kg.read.draft import Draft, Piece
from kg.read.markdown import join_lines
from kg.read.published import read_date


def is_reuters21578(text: str) -> bool:
    """Whether the text is one such article."""
    return text.lstrip().startswith("<REUTERS ")


def read_reuters21578(text: str) -> Draft:
    """Its paragraphs are indented by four spaces; its date has no zone."""
    date, title, line, body = (_element(text, name) for name in ("DATE", "TITLE", "DATELINE", "BODY"))
    if not body:  # briefs of type BRIEF and UNPROC have their text outside
        body = _element(text, "TEXT")
    body = re.sub(r"\n\s*REUTER\s*\W*\s*$", "", body, flags=re.I)
    paragraphs = [join_lines(part.split("\n")) for part in re.split(r"\n {4}", line + body)]
    found = read_date(re.sub(r"\.\d+$", "", date.strip()).title(), "metadata")
    pieces = tuple(Piece("paragraph", p) for p in paragraphs if p.strip())
    return Draft(title=title.strip().replace("\n", " "), published=(found,) if found else (), lang="en", pieces=pieces)


def _element(text: str, name: str) -> str:
    match = re.search(rf"<{name}>(.*?)</{name}>", text, re.S)
    return html.unescape(match[1]) if match else ""
