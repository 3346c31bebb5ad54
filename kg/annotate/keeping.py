"""An article read from any format in; the row of JSON Lines that says the same, and the article as that row is read, out.

What is annotated must be what training and scoring read later, to the last character. So the row is read back at once, and where
reading takes out a second time what it had left (a line that only now looks like a credit), the article is what is left in the end.
"""

from __future__ import annotations

import json
from dataclasses import replace
from html import escape

from kg.errors import KgError
from kg.model import Article, BlockKind
from kg.read import Source, read_source
from kg.vocabulary import Vocabulary

_TAGS: dict[BlockKind, str] = {"headline": "h1", "heading": "h2", "paragraph": "p", "caption": "figcaption"}
_ROUNDS = 4


def kept_article(article: Article, *, vocabulary: Vocabulary, base: str = "urn:geokg:") -> Article:
    """The article as its row is read. Raises KgError for one that changes whenever it is read."""
    path = article.path
    for _ in range(_ROUNDS):
        again = _read_back(article, vocabulary, base)
        if _said(again) == _said(article):
            return replace(again, path=path)
        article = again
    raise KgError(f"{path}: article {article.id}", "cannot be kept as JSON Lines without change", "give its text as plain paragraphs")


def article_line(article: Article) -> str:
    """The row of an article, as ``kg.read`` reads it; one line, without its end. Raises KgError for an id that is no text."""
    row = {
        "id": article.id,
        "title": escape(article.title, quote=False),  # a title is read as markup, too
        "url": article.url,
        "published": article.published.value if article.published else None,
        "outlet": escape(article.outlet, quote=False) if article.outlet else None,
        "lang": article.lang,
        "content": _markup(article),
    }
    line = json.dumps({key: value for key, value in row.items() if value is not None}, ensure_ascii=False)
    try:
        line.encode("utf-8")
    except UnicodeEncodeError as error:  # a file's name in another encoding
        raise KgError(ascii(article.id), "is a name that UTF-8 cannot write", "rename the file") from error
    return line


def _markup(article: Article) -> str:
    day = f"<div>{article.dateline.isoformat()}</div>" if article.dateline else ""
    return day + "".join(f"<{_TAGS[b.kind]}>{escape(article.text[b.start : b.end], quote=False)}</{_TAGS[b.kind]}>" for b in article.blocks)


def _read_back(article: Article, vocabulary: Vocabulary, base: str) -> Article:
    source = Source(article.path, article.id, "jsonl", article_line(article).encode("utf-8"))
    return next(iter(read_source(source, vocabulary=vocabulary, base=base)))


def _said(article: Article) -> tuple[object, ...]:
    published = (article.published.value, article.published.precision) if article.published else None
    return article.id, article.title, article.url, published, article.dateline, article.outlet, article.lang, article.text, article.blocks
