"""A whole HTML page in, a Draft out: what the page says of itself by BeautifulSoup, its text by trafilatura.

Where the page marks its text (itemprop or property articleBody), that is taken as it stands.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from bs4 import BeautifulSoup, Tag

from kg.model import Published
from kg.read.draft import Draft, Piece
from kg.read.fragment import html_pieces, pieces_under, soup_of
from kg.read.metadata import draft_from_fields
from kg.read.published import find_date, read_date

_PAGE = re.compile(r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_META_TIMES = (
    "article:published_time", "og:published_time", "og:article:published_time", "datepublished", "publishdate", "pubdate", "publish_date",
    "publish-date", "parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.created", "date",
    "weibo:article:create_at",
)  # fmt: skip
_ARTICLE_TYPES = re.compile(r"article|posting|report|webpage", re.I)
# " - BBC News 中文", " | 联合早报": the last part of <title> that names the site
_SITE_SUFFIX = re.compile(r"\s*(?:[|｜_–—]|\s-)\s*[^|｜_–—]{1,30}$")


def is_page(text: str) -> bool:
    """Whether the text is a whole page rather than a fragment."""
    return bool(_PAGE.match(text))


def read_page(text: str) -> Draft:
    """The draft of a page. Everything is optional but some text."""
    soup = soup_of(text)
    meta = _meta(soup)
    linked = draft_from_fields(_linked_data(soup))
    title = linked.title or meta.get("og:title", "") or _heading(soup) or _SITE_SUFFIX.sub("", _inner(soup.title))
    pieces = _body(soup, text)
    printed = _printed(soup)
    times = [*_times(soup, meta, linked.published), *((printed,) if printed else ())]
    return Draft(
        title=title,
        url=_address(soup, meta) or linked.url,
        published=tuple(times),
        printed=printed,
        site=meta.get("og:site_name") or linked.outlet,
        page_lang=_lang(soup, meta),
        pieces=tuple(p for p in pieces if not (p.kind == "headline" and p.text.strip() == title.strip())),
    )


def _meta(soup: BeautifulSoup) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag in soup.find_all("meta"):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop")
        content = tag.get("content")
        if isinstance(name, str) and isinstance(content, str) and content.strip():
            found.setdefault(name.lower(), content.strip())
    return found


def _linked_data(soup: BeautifulSoup) -> Mapping[str, object]:
    """The fields of the page's JSON-LD object that is an article; empty if it has none that parses."""
    for tag in soup.find_all("script", type=re.compile("ld\\+json", re.I)):
        try:
            loaded = json.loads(tag.get_text(), strict=False)
        except (ValueError, RecursionError):
            continue
        for item in _objects(loaded):
            if _ARTICLE_TYPES.search(str(item.get("@type", ""))) and ("datePublished" in item or "headline" in item):
                wanted = ("headline", "datePublished", "publisher", "url")
                return {k: v for k, v in item.items() if k in wanted}
    return {}


def _objects(loaded: object) -> Iterator[Mapping[str, object]]:
    candidates = loaded if isinstance(loaded, list) else [loaded]
    for candidate in candidates:
        if isinstance(candidate, Mapping):
            yield candidate
            graph = candidate.get("@graph")
            yield from (item for item in (graph if isinstance(graph, list) else ()) if isinstance(item, Mapping))


def _times(soup: BeautifulSoup, meta: Mapping[str, str], linked: tuple[Published, ...]) -> Iterator[Published]:
    """JSON-LD, then meta elements, then <time>."""
    for published in linked:
        yield Published(published.value, published.precision, published.zone, "markup")
    for name in _META_TIMES:
        if found := read_date(meta.get(name), "markup"):
            yield found
    for tag in soup.find_all("time", limit=10):
        if found := read_date(tag.get("datetime"), "markup") or find_date(tag.get_text(), "markup"):
            yield found


def _printed(soup: BeautifulSoup) -> Published | None:
    """A line near the top of the page that is a date."""
    for number, line in enumerate((soup.body or soup).stripped_strings):
        if number > 60 or len(line) > 200:  # the text has begun
            return None
        if (found := find_date(line, "dateline")) and found.precision not in ("month", "year"):
            return found
    return None


def _address(soup: BeautifulSoup, meta: Mapping[str, str]) -> str | None:
    for tag in soup.find_all("link", limit=200):
        if "canonical" in (tag.get("rel") or ()) and isinstance(href := tag.get("href"), str) and href.strip():
            return href.strip()
    return meta.get("og:url")


def _lang(soup: BeautifulSoup, meta: Mapping[str, str]) -> str | None:
    html = soup.find("html")
    declared = html.get("lang") if isinstance(html, Tag) else None
    return declared if isinstance(declared, str) else meta.get("og:locale")


def _heading(soup: BeautifulSoup) -> str:
    return _inner(soup.find("h1"))


def _inner(tag: object) -> str:
    return " ".join(tag.get_text().split()) if isinstance(tag, Tag) else ""


def _body(soup: BeautifulSoup, text: str) -> list[Piece]:
    marked = soup.select("[itemprop~=articleBody]") or soup.select("[property~=articleBody]")
    if len(marked) == 1 and (pieces := list(pieces_under(marked[0]))):
        return pieces
    extracted = _extracted(text)
    if _length(extracted) >= 40:
        return extracted
    for name in ("article", "main", "body"):
        within = soup.find_all(name)
        if len(within) == 1 and _length(pieces := list(pieces_under(within[0]))) > _length(extracted):
            return pieces
    return extracted


def _length(pieces: list[Piece]) -> int:
    return sum(len(p.text.strip()) for p in pieces if not p.linked)


def _extracted(text: str) -> list[Piece]:
    """The page's main text as trafilatura finds it; nothing is fetched."""
    import trafilatura  # takes 0.2 s, and few inputs are pages

    try:
        found = trafilatura.extract(text, output_format="html", include_comments=False, include_formatting=True, with_metadata=False)
    except (ValueError, RecursionError, AssertionError, TypeError):  # hostile trees
        return []
    return html_pieces(found) if found else []
