"""HTML in, pieces out: paragraphs, headings and captions in order, without what no reader of the page would call its text.

The tree is walked without recursion: a page may nest as deep as it likes.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, Tag, XMLParsedAsHTMLWarning
from bs4.element import NavigableString, PageElement, PreformattedString

from kg.model import BlockKind
from kg.read.draft import Piece

_SKIPPED = frozenset((
    "script", "style", "noscript", "template", "iframe", "video", "audio", "svg", "canvas", "object", "embed", "nav", "form",
    "button", "input", "select", "option", "textarea", "head", "title", "map", "math",
))  # fmt: skip
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption",
    "figure", "footer", "header", "hr", "html", "li", "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot",
    "thead", "tr", "ul", "h1", "h2", "h3", "h4", "h5", "h6",
))  # fmt: skip
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_CAPTION_CLASS = re.compile(
    r"(?:^|[\s_-])(?:image|img|photo|picture|media|fig|figure)?[_-]?caption(?:__?text)?(?:$|[\s])|^wp-caption-text$", re.I
)
# By class: what outlets mark as not being their text
_JUNK_CLASS = re.compile(
    r"(?:^|[\s_-])(?:off-screen|visually-hidden|sr-only|screen-reader-text|copyright|t-copyright|story-image-copyright|photo-credit|img-credit"
    r"|o-ads|m-block-ad|mpu-ad|advert\w*|bbccom_slot|dfp-tag-wrapper|o-self-promo|attribution_container|\w*trustbadge\w*|jump-link|breadcrumbs?"
    r"|player-with-placeholder__caption|embed-youtube-warning|share-?(?:bar|buttons?|tools?)|social-share|related-(?:articles|posts|news)"
    r"|newsletter[\w-]*)(?:$|\s|__|--)",
    re.I,
)


def html_pieces(markup: str) -> list[Piece]:
    """The pieces of a fragment or a page's body, in their order; entities undone, nothing else cleaned."""
    if "<" not in markup and "&" not in markup:
        return [Piece("paragraph", markup)] if markup.strip() else []
    return list(pieces_under(soup_of(markup)))


def soup_of(markup: str) -> BeautifulSoup:
    """The parsed markup; whatever it is, it parses."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        return BeautifulSoup(markup.replace("\0", ""), "lxml")


def pieces_under(root: Tag) -> Iterator[Piece]:
    """The pieces under one element."""
    buffer = _Buffer()
    stack: list[Iterator[PageElement]] = [iter(root.contents)]
    opened: list[Tag] = []
    while stack:
        node = next(stack[-1], None)
        if node is None:
            stack.pop()
            if opened:
                yield from buffer.leave(opened.pop())
        elif isinstance(node, Tag):
            if _is_junk(node):
                continue
            yield from buffer.enter(node)
            opened.append(node)
            stack.append(iter(node.contents))
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            buffer.add(str(node))
    yield from buffer.flush()


@dataclass(slots=True)
class _Buffer:
    """Text since the last border of a block, and which elements stand open around it."""

    words: list[tuple[str, bool, bool, bool, bool]] = field(default_factory=list)  # text, strong, small, caption, link
    depth: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("strong", "small", "caption", "link", "li", "heading"), 0))
    headline: bool = False
    target: str | None = None

    def add(self, text: str) -> None:
        depth = self.depth
        self.words.append((text, depth["strong"] > 0, depth["small"] > 0, depth["caption"] > 0, depth["link"] > 0))

    def enter(self, tag: Tag) -> Iterator[Piece]:
        if _is_block(tag) or tag.name == "br":
            yield from self.flush()
        elif tag.name in ("td", "th"):
            self.add(" ")
        for state in _states(tag):
            self.depth[state] += 1
        if tag.name == "a":
            self.target = str(tag.get("href") or "")
        self.headline = self.headline or tag.name == "h1"

    def leave(self, tag: Tag) -> Iterator[Piece]:
        if _is_block(tag):
            yield from self.flush()
        for state in _states(tag):
            self.depth[state] -= 1
        self.headline = self.headline and tag.name != "h1"

    def flush(self) -> Iterator[Piece]:
        words, self.words = self.words, []
        text = "".join(w[0] for w in words)
        if not text.strip():
            return
        inked = [w for w in words if w[0].strip()]
        linked = all(w[4] for w in inked)
        yield Piece(self._kind(text, inked), text, linked, self.depth["li"] > 0, self.target if linked else None)

    def _kind(self, text: str, inked: list[tuple[str, bool, bool, bool, bool]]) -> BlockKind:
        if self.depth["heading"]:
            return "headline" if self.headline else "heading"
        if all(w[2] or w[3] for w in inked):
            return "caption"
        return "heading" if all(w[1] for w in inked) and looks_like_heading(text) else "paragraph"


def looks_like_heading(text: str) -> bool:
    """Whether emphasised text is a heading: short, and not a sentence. A lead in bold is a paragraph."""
    words = text.strip()
    return len(words) <= (100 if words.isascii() else 50) and not re.search(r"[。；;]|[.…]\s*$", words)


def _is_block(tag: Tag) -> bool:
    # <divclass="m-block-ad"> stands in stored pages
    return tag.name in _BLOCKS or tag.name.startswith("divclass")


def _states(tag: Tag) -> Iterator[str]:
    if tag.name in ("strong", "b"):
        yield "strong"
    elif tag.name == "small":
        yield "small"
    elif tag.name == "a":
        yield "link"
    elif tag.name == "li":
        yield "li"
    elif tag.name in _HEADINGS:
        yield "heading"
    if tag.name in ("figcaption", "figure") or _CAPTION_CLASS.search(_classes(tag)):
        yield "caption"


def _classes(tag: Tag) -> str:
    value = tag.get("class")
    return value if isinstance(value, str) else " ".join(value or ())


def _is_junk(tag: Tag) -> bool:
    if tag.name in _SKIPPED or tag.has_attr("hidden") or tag.has_attr("data-selfpromo-newsletter") or tag.has_attr("data-selfpromo-app"):
        return True
    classes = _classes(tag)
    if classes and (_JUNK_CLASS.search(classes)):
        return True
    style = tag.get("style")
    return isinstance(style, str) and re.search(r"display\s*:\s*none", style, re.I) is not None
