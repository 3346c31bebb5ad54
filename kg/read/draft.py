"""What the readers of the single formats give: an article's words before they are cleaned.

A format's reader fills in what its format says and leaves the rest at its default; ``composing`` makes the Article.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import BlockKind, Published


@dataclass(frozen=True, slots=True)
class Piece:
    """One paragraph, heading or caption as the source has it, in its order."""

    kind: BlockKind
    text: str
    linked: bool = False  # the whole of it is a link's text: a related article, a "read more"
    listed: bool = False  # an item of a list
    target: str | None = None  # where that link leads


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as its format has it."""

    id: str | None = None
    title: str = ""
    url: str | None = None
    published: tuple[Published, ...] = ()  # all that the source says, best first
    printed: Published | None = None  # the date that a page shows near its top
    outlet: str | None = None  # as the source's metadata names it
    site: str | None = None  # what the page or feed calls itself: good where nothing better is known
    lang: str | None = None  # as declared
    page_lang: str | None = None  # a page's lang attribute: often the template's, so only a hint
    cut: bool = False  # a lead that its source cut off
    pieces: tuple[Piece, ...] = ()
    faults: tuple[str, ...] = ()  # what was broken but did not stop the reading
