"""Articles in, those that tell nothing of articles kept apart out; and articles into folds, no text in two of them.

Two outlets print one agency's text, one outlet prints it twice with a new lead: what was learned from one copy knows the other. Texts
are compared by winnowing (Schleimer, Wilkerson & Aiken 2003, "Winnowing: local algorithms for document fingerprinting"): of every five
neighbouring runs of 12 characters one is kept as a fingerprint, so that no shared passage of 16 characters stays unseen, wherever
sentences end in it and whatever script it is in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.errors import KgError
from kg.model import Article
from kg.vocabulary import fold

Prints = NDArray[np.uint64]
Indexes = NDArray[np.int64]

_RUN = 12  # characters of one fingerprint
_WINDOW = 5  # runs of which one is kept
_SHARE = 0.1  # of the prints of the shorter text: one paragraph of a short report
_PASSAGES = 16  # prints: some 50 characters that a long text takes from another, more than a name with its office
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_MIX = (np.uint64(0xFF51AFD7ED558CCD), np.uint64(33))
_NO_LETTER = re.compile(r"[\W_]+")  # copies differ in their quotation marks, spaces and lines first


def text_prints(text: str) -> Prints:
    """The fingerprints of a text, sorted, each once; none for a text of fewer than 12 letters."""
    letters = _NO_LETTER.sub("", fold(text))
    codes = np.frombuffer(letters.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    runs = len(codes) - _RUN + 1
    if runs < 1:
        return np.zeros(0, np.uint64)
    mixed = np.zeros(runs, np.uint64)
    for n in range(_RUN):
        mixed = mixed * _FACTOR + codes[n : n + runs]
    mixed = (mixed ^ (mixed >> _MIX[1])) * _MIX[0]
    mixed ^= mixed >> _MIX[1]
    return np.unique(np.lib.stride_tricks.sliding_window_view(mixed, min(_WINDOW, runs)).min(axis=1))


@dataclass(frozen=True)
class PrintIndex:
    """Which texts hold a fingerprint: ``owners[i]`` holds ``prints[i]``, sorted by print."""

    prints: Prints
    owners: Indexes
    counts: Indexes  # prints of each text

    def shared(self, prints: Prints) -> Indexes:
        """How many of the given prints each text of the index holds, shape (texts,)."""
        first, last = np.searchsorted(self.prints, prints, "left"), np.searchsorted(self.prints, prints, "right")
        found = np.flatnonzero(last > first)
        rows = [self.owners[first[n] : last[n]] for n in found]
        return np.bincount(np.concatenate(rows) if rows else np.zeros(0, np.int64), minlength=len(self.counts))

    def near(self, prints: Prints) -> Indexes:
        """The texts of the index that are near-duplicates of the text with these prints."""
        shared = self.shared(prints)
        shorter = np.minimum(self.counts, len(prints))
        return np.flatnonzero((shared >= _PASSAGES) | ((shared > 0) & (shared >= _SHARE * shorter)))


def print_index(texts: Sequence[Prints]) -> PrintIndex:
    """The index of texts given by their fingerprints."""
    counts = np.array([len(t) for t in texts], np.int64)
    prints = np.concatenate([*texts, np.zeros(0, np.uint64)])
    order = np.argsort(prints, kind="stable")
    return PrintIndex(prints[order], np.repeat(np.arange(len(texts)), counts)[order], counts)


def leave_out_near_duplicates(articles: Iterable[Article], left_out: Iterable[Article]) -> Iterator[Article]:
    """The articles without those left out (by id) and without the near-duplicates of these."""
    kept_apart = list(left_out)
    ids = {article.id for article in kept_apart}
    index = print_index([text_prints(article.text) for article in kept_apart])
    for article in articles:
        if article.id not in ids and not len(index.near(text_prints(article.text))):
            yield article


def folds_of(articles: Sequence[Article], n: int) -> list[int]:
    """The fold, 0 to n - 1, of each article: near-duplicates (and theirs) in one, folds of about the same number of characters.

    Depends on the articles alone and not on their order. Raises KgError for fewer than two folds.
    """
    if n < 2:
        raise KgError(f"{n} folds", "nothing is left to learn from", "give at least 2")
    sizes, folds = [0] * n, [0] * len(articles)
    groups = near_duplicate_groups(articles)
    for group in sorted(groups, key=lambda g: (-sum(len(articles[i].text) for i in g), articles[g[0]].id)):
        smallest = sizes.index(min(sizes))
        sizes[smallest] += sum(len(articles[i].text) for i in group)
        for i in group:
            folds[i] = smallest
    return folds


def near_duplicate_groups(articles: Sequence[Article]) -> list[list[int]]:
    """Indexes of articles that stand together as near-duplicates, or by themselves; each group sorted by id, groups by their first."""
    order = sorted(range(len(articles)), key=lambda i: (articles[i].id, articles[i].iri))
    texts = [text_prints(articles[i].text) for i in order]
    index = print_index(texts)
    parent = list(range(len(order)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for at, prints in enumerate(texts):
        for other in index.near(prints).tolist():
            first, second = sorted((root(at), root(other)))
            parent[second] = first
    groups: dict[int, list[int]] = {}
    for at, i in enumerate(order):
        groups.setdefault(root(at), []).append(i)
    return list(groups.values())
