"""geokg: articles in; events, a graph with its evidence, queries, Turtle and a network view out.

``Graph`` is what the command line does, for Python. Beside it the public verbs, each a stage that is usable alone.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = [
    "Article",
    "Graph",
    "Vocabulary",
    "extract_claims",
    "link_claims",
    "load_vocabulary",
    "merge_claims",
    "open_store",
    "read_articles",
    "split_sentences",
]

_WHERE = {
    "Graph": "kg.graph",
    "Article": "kg.model",
    "read_articles": "kg.read",
    "split_sentences": "kg.segment",
    "extract_claims": "kg.extract",
    "link_claims": "kg.link",
    "merge_claims": "kg.merge",
    "open_store": "kg.store",
    "load_vocabulary": "kg.vocabulary",
    "Vocabulary": "kg.vocabulary",
}

if TYPE_CHECKING:
    from kg.extract import extract_claims
    from kg.graph import Graph
    from kg.link import link_claims
    from kg.merge import merge_claims
    from kg.model import Article
    from kg.read import read_articles
    from kg.segment import split_sentences
    from kg.store import open_store
    from kg.vocabulary import Vocabulary, load_vocabulary


def __getattr__(name: str) -> Any:
    # loaded when first used: `kg --help` needs no stage at all
    if name in _WHERE:
        return getattr(import_module(_WHERE[name]), name)
    raise AttributeError(f"module 'kg' has no attribute {name!r}")
