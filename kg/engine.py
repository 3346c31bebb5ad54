"""Articles in, articles with their reports out: the stages in their order, on one core or on several."""

from __future__ import annotations

from kg.extract import extract_claims
from kg.link import link_claims
from kg.model import Article, Report
from kg.segment import split_sentences
from kg.vocabulary import Vocabulary


def report_article(article: Article, *, vocabulary: Vocabulary, base: str = "urn:geokg:") -> tuple[Report, ...]:
    """What one article reports."""
    sentences = tuple(split_sentences(article))
    claims = extract_claims(sentences, anchor=article.anchor, vocabulary=vocabulary)
    return tuple(link_claims(claims, article, vocabulary=vocabulary, base=base))
