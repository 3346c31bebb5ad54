"""Articles with the extractor's suggestions in, a person's annotations in the benchmark's format out, by way of a page on this machine.

session = open_session(["news/"], gold=Path("my.gold.jsonl"), failures=print)
with serve(session) as address:
    ...
"""

from __future__ import annotations

from kg.annotate.choosing import order_articles, unsure, weigh_article
from kg.annotate.gold import Annotated, Stale, read_annotations, save_annotation
from kg.annotate.keeping import article_line, kept_article
from kg.annotate.opening import open_session
from kg.annotate.serving import serve
from kg.annotate.session import Entry, Session

__all__ = [
    "Annotated",
    "Entry",
    "Session",
    "Stale",
    "article_line",
    "kept_article",
    "open_session",
    "order_articles",
    "read_annotations",
    "save_annotation",
    "serve",
    "unsure",
    "weigh_article",
]
