"""Fields that a source names itself (front matter, a JSON row, a feed's item) in, a Draft without a text out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime

import yaml

from kg.model import Published
from kg.read.draft import Draft
from kg.read.published import read_date

_TITLES = ("title", "headline", "name")
_URLS = ("original_url", "canonical_url", "canonical", "source_url", "url", "link", "from", "permalink", "external_url", "webUrl")
# from the most to the least exact name: the White House's archive has both date (a day) and published_time
_TIMES = (
    "published_time", "published_at", "publishedAt", "published", "datePublished", "date_published", "pubDate", "pubdate", "pub_date",
    "publish_time", "publish_date", "publishDate", "publication_date", "publicationDate", "webPublicationDate", "issued", "date", "time",
    "datetime", "timestamp", "created_at", "created",
)  # fmt: skip
_OUTLETS = ("outlet", "publisher", "source_name", "site_name", "media", "newspaper", "source", "site")
_LANGS = ("lang", "language", "inLanguage", "locale")
_BODIES = ("content", "content_html", "body", "text", "article", "articleBody", "content_text", "full_text", "fulltext")
_LEADS = ("summary", "description", "lead", "abstract", "excerpt", "snippet")

_FRONT = re.compile(r"\A\s*---[ \t]*\r?\n(.*?)(?:\r?\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.S)
_OPEN_FRONT = re.compile(r"\A\s*---[ \t]*\r?\n(?=[\w-]+[ \t]*:)")
_LINE = re.compile(r"^([A-Za-z_][\w-]*)[ \t]*:[ \t]*(.+?)[ \t]*$", re.M)
_FRONT_LIMIT = 65536
_CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]"
)  # what YAML does not allow, and titles hold


def split_front_matter(text: str) -> tuple[dict[str, object], str, str | None]:
    """(fields, rest of the text, what is broken or None). Where YAML cannot be read, its plain ``key: value`` lines are."""
    match = _FRONT.match(text)
    if not match:
        if not _OPEN_FRONT.match(text):
            return {}, text, None
        # no closing line: the header ends with its first blank line
        header, _, rest = _OPEN_FRONT.sub("", text, count=1).partition("\n\n")
        return _fields_by_line(header), rest, "front matter that is opened by --- is never closed by ---"
    fields, fault = _load(match[1])
    return fields, text[match.end() :], fault


def _load(source: str) -> tuple[dict[str, object], str | None]:
    if len(source) > _FRONT_LIMIT or source.count("[") + source.count("{") > 200:
        return _fields_by_line(source[:_FRONT_LIMIT]), "front matter is too large or too deep to be one"
    source = _CONTROLS.sub("", source)
    try:
        loaded = yaml.load(source, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - a safe loader, the fast one
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 2  # the --- is line 1
        return _fields_by_line(source), f"front matter is not YAML (line {line}: {error.problem})"
    except (yaml.YAMLError, ValueError, RecursionError, OverflowError) as error:  # 2024-13-45 is a ValueError
        return _fields_by_line(source), f"front matter is not YAML ({str(error).splitlines()[0]})"
    if loaded is None:
        return {}, None
    if not isinstance(loaded, Mapping):
        return {}, f"front matter is not a list of fields but {type(loaded).__name__}"
    return {str(k): v for k, v in loaded.items()}, None


def _fields_by_line(source: str) -> dict[str, object]:
    return {m[1]: m[2].strip("\"'") for m in _LINE.finditer(source[:_FRONT_LIMIT])}


def draft_from_fields(fields: Mapping[str, object]) -> Draft:
    """What the fields say of the article; its text is ``body_of(fields)``."""
    published = tuple(p for key in _TIMES if (p := read_date(_scalar(fields.get(key)), "metadata")))
    return Draft(
        id=_text(fields, ("id", "identifier", "guid", "uuid", "_id")),
        title=_text(fields, _TITLES) or "",
        url=_url(fields),
        published=_best_first(published),
        outlet=_text(fields, _OUTLETS),
        lang=_text(fields, _LANGS),
    )


def body_of(fields: Mapping[str, object]) -> tuple[str, bool]:
    """(body, False), or (lead, True) where the fields hold no body."""
    body = _text(fields, _BODIES)
    return (body, False) if body else (_text(fields, _LEADS) or "", True)


def fields_are_article(fields: Mapping[str, object]) -> bool:
    """Whether an object of a JSON file is an article: it has a title or a text."""
    return any(_text(fields, (key,)) for key in (*_TITLES, *_BODIES, *_LEADS))


def _best_first(found: tuple[Published, ...]) -> tuple[Published, ...]:
    """The first named, unless a later one gives the same day more exactly (date: 2021-03-23, published_time: 2021-03-23 20:35)."""
    if not found:
        return ()
    rank = {"second": 0, "minute": 1, "day": 2, "month": 3, "year": 4}
    same = [p for p in found if p.value.startswith(found[0].value)]
    return (min(same, key=lambda p: rank[p.precision]), *found)


def _url(fields: Mapping[str, object]) -> str | None:
    return next((text for key in _URLS if (text := _text(fields, (key,))) and ("/" in text or "." in text)), None)


def _text(fields: Mapping[str, object], keys: tuple[str, ...]) -> str | None:
    for key in keys:
        for text in _strings(fields.get(key)):
            if text.strip():
                return text if key in _BODIES else text.strip()
    return None


def _strings(value: object) -> Iterator[str]:
    """A field's text: itself, or within the object or list that some formats wrap it in ({"name": "Reuters"})."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield str(value)
    elif isinstance(value, Mapping):
        for key in ("name", "title", "value", "rendered", "#text"):
            if isinstance(inner := value.get(key), str):
                yield inner
    elif isinstance(value, list) and value and all(isinstance(v, str) for v in value):
        yield "\n\n".join(value)


def _scalar(value: object) -> object:
    return value if isinstance(value, (str, int, float, date, datetime)) else None
