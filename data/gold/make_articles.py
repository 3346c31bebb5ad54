#!/usr/bin/env python3
"""data/sample in, sample.articles.jsonl and en.articles.jsonl out: the articles that the annotations beside them speak of.

    python data/gold/make_articles.py

One row for each article, as ``kg evaluate --gold data/gold/sample.gold.jsonl data/gold/sample.articles.jsonl`` reads it:
id, title, url, published, outlet, lang and content. The content is the article's own text, paragraph by paragraph, under its
dateline; feeds, pages and rows are taken apart, and of two copies of one article the one read last stays.
"""

from __future__ import annotations

import html
import json
from pathlib import Path

from kg.model import Article
from kg.read import read_articles

GOLD = Path(__file__).resolve().parent
SAMPLE = GOLD.parent / "sample"
_TAGS = {"headline": "h1", "heading": "h3", "caption": "figcaption", "paragraph": "p"}


def sample_articles() -> list[Article]:
    """The articles of data/sample, sorted by id, each once."""
    found = {article.iri: article for article in read_articles([str(SAMPLE)])}
    return sorted(found.values(), key=lambda article: article.id)


def row_of(article: Article) -> dict[str, str | None]:
    """The row of an article; reading its content again gives the same text."""
    parts = [f"<div>{article.dateline.isoformat()}</div>"] if article.dateline else []
    for block in article.blocks:
        text = article.text[block.start : block.end]
        # a plain text's first line is its title: as a paragraph it would be taken for a repetition of the row's title
        tag = _TAGS["headline" if text == article.title else block.kind]
        parts.append(f"<{tag}>{html.escape(text, quote=False)}</{tag}>")
    return {
        "id": article.id,
        "title": article.title,
        "url": article.url,
        "published": article.published.value if article.published else None,
        "outlet": article.outlet,
        "lang": article.lang,
        "content": "".join(parts),
    }


def main() -> None:
    """Write both files."""
    articles = sample_articles()
    for name, english in (("sample", False), ("en", True)):
        rows = [row_of(a) for a in articles if (a.lang == "en") == english]
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (GOLD / f"{name}.articles.jsonl").write_text(text, encoding="utf-8")
        print(f"{name}.articles.jsonl: {len(rows)} articles")


if __name__ == "__main__":
    main()
