"""Unlabelled articles in, clusters of words that are used alike out: evidence for a word that the annotated articles never showed.

会见, 晤谈 and 会晤 stand among the same words. For each word it is counted which words stand up to three before it and after it, one
count by side; positive pointwise mutual information of the counts, with the contexts' frequencies smoothed (Levy, Goldberg & Dagan 2015,
"Improving distributional similarity with lessons learned from word embeddings"), is reduced to 150 dimensions by a singular value
decomposition, and words are grouped by their directions with k-means (centres first by k-means++, Arthur & Vassilvitskii 2007).

All counts are whole numbers and words are sorted before anything is computed: the order of the articles changes nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.errors import KgError
from kg.extract.learned.words import Clusters
from kg.extract.words import word_spans
from kg.model import Article
from kg.train.extras import needed
from kg.vocabulary import fold

Indexes = NDArray[np.int64]
Vectors = NDArray[np.float32]
Progress = Callable[[str], None]

_HAN = re.compile("[一-鿿]")
_SENTENCE_END = re.compile(r"[。！？!?；\n]")
_SHORTEST = 6  # characters; what is shorter is a heading's number or a photo credit
_WINDOW = 3
_NEARNESS = (6, 3, 2)  # of a neighbour 1, 2, 3 words away: 1/distance in whole numbers
_SMOOTHING = 0.75
_ROUNDS = 25
_SEED = 20_240_325
_GAP = -1  # no word to learn about, and the space between sentences


def fit_clusters(
    articles: Iterable[Article],
    *,
    levels: Sequence[int] = (60, 300, 1000),
    least: int = 8,
    dimensions: int = 150,
    progress: Progress | None = None,
) -> Clusters:
    """The clusters of all words with a Chinese character that stand at least ``least`` times in sentences that differ.

    ``levels`` says how many clusters each level has at most, coarse to fine. The words come sorted, ``ids`` of shape (words, levels).
    Raises KgError for articles without enough text, MissingExtra without scipy.
    """
    tell = progress or _silent
    needed("scipy")
    words, vectors = word_vectors(articles, least=least, dimensions=dimensions, progress=tell)
    ids = np.zeros((len(words), len(levels)), np.uint16)
    for n, size in enumerate(levels):
        ids[:, n] = _numbered(_k_means(vectors, min(size, len(words))))
        tell(f"{size} clusters")
    return Clusters(words, ids)


def word_vectors(
    articles: Iterable[Article], *, least: int = 8, dimensions: int = 150, progress: Progress | None = None
) -> tuple[tuple[str, ...], Vectors]:
    """The words, sorted, and the direction of each, shape (words, dimensions), of length 1."""
    tell = progress or _silent
    words, numbers = _numbered_text(_sentences(articles), least)
    tell(f"{len(words):,} words")
    if len(words) < 2:
        raise KgError("the articles", f"show only {len(words)} words {least} times", "give more text")
    matrix = _information(numbers, len(words))
    tell(f"{matrix.nnz:,} pairs of words")
    size = min(dimensions, len(words) - 1)
    left, singular, _ = needed("scipy.sparse.linalg").svds(matrix, k=size, v0=np.full(len(words), 1.0), solver="arpack")
    vectors = left * np.sqrt(singular)
    tell(f"{size} dimensions")
    return words, _directions(vectors).astype(np.float32)


def _silent(_: str) -> None:
    return


def _sentences(articles: Iterable[Article]) -> Iterator[str]:
    """The sentences as the extractor sees them, each once: a footer that stands in a thousand articles says nothing."""
    seen: set[str] = set()
    for article in articles:
        for sentence in _SENTENCE_END.split(fold(article.text)):
            if len(sentence) >= _SHORTEST and sentence not in seen:
                seen.add(sentence)
                yield sentence


def _numbered_text(sentences: Iterable[str], least: int) -> tuple[tuple[str, ...], Indexes]:
    """The words with a Chinese character that stand ``least`` times, sorted, and the text as their numbers.

    Words without one are passed over, so that 举行 and 会谈 stay neighbours around a number or a bracket.
    """
    met: dict[str, int] = {}
    rows: list[list[int]] = []
    for sentence in sentences:
        spans = word_spans(sentence)
        rows.append([met.setdefault(word, len(met)) for a, b in spans if _HAN.search(word := sentence[a:b])])
    counts = Counter[int]()
    for row in rows:
        counts.update(row)
    words = sorted(word for word, n in met.items() if counts[n] >= least)
    place = np.full(len(met) + 1, _GAP, np.int64)
    place[[met[word] for word in words]] = np.arange(len(words))
    gap = [len(met)] * _WINDOW  # its place is _GAP
    text = np.fromiter((n for row in rows for n in (*row, *gap)), np.int64)
    return tuple(words), place[text]


def _information(text: Indexes, words: int) -> Any:
    """Positive pointwise mutual information of each word with the words after it and before it, sparse, shape (words, 2 * words)."""
    sparse = needed("scipy.sparse")
    counts = sparse.csr_matrix((words, 2 * words), dtype=np.int64)
    for distance, nearness in enumerate(_NEARNESS, 1):
        first, second = text[:-distance], text[distance:]
        both = (first != _GAP) & (second != _GAP)
        first, second = first[both], second[both]
        weight = np.full(len(first), nearness, np.int64)
        shape = counts.shape
        counts += sparse.coo_matrix((weight, (first, second)), shape=shape).tocsr()
        counts += sparse.coo_matrix((weight, (second, first + words)), shape=shape).tocsr()
    by_word = np.asarray(counts.sum(axis=1), np.float64).ravel()
    by_context = np.asarray(counts.sum(axis=0), np.float64).ravel() ** _SMOOTHING
    by_context /= by_context.sum()
    pairs = counts.tocoo()
    information = np.log(pairs.data / (by_word[pairs.row] * by_context[pairs.col]))
    telling = information > 0
    return sparse.csr_matrix((information[telling], (pairs.row[telling], pairs.col[telling])), shape=counts.shape)


def _directions(vectors: NDArray[np.floating[Any]]) -> NDArray[np.floating[Any]]:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    directions: NDArray[np.floating[Any]] = vectors / np.maximum(lengths, 1e-9)
    return directions


def _k_means(vectors: Vectors, size: int) -> Indexes:
    """The cluster of each vector, nearest by angle; rounds end when no vector moves."""
    centres = vectors[_first_centres(vectors, size)]
    nearest = np.full(len(vectors), -1, np.int64)
    for _ in range(_ROUNDS):
        before, nearest = nearest, _nearest(vectors, centres)
        if np.array_equal(before, nearest):
            break
        sums = np.zeros((size, vectors.shape[1]))
        np.add.at(sums, nearest, vectors)
        filled = np.bincount(nearest, minlength=size) > 0
        centres = np.where(filled[:, None], _directions(sums), centres).astype(np.float32)
    return nearest


def _first_centres(vectors: Vectors, size: int) -> Indexes:
    """Places of vectors to begin with: each next one likelier the farther it is from those before."""
    random = np.random.Generator(np.random.PCG64(_SEED))
    chosen = [int(random.integers(len(vectors)))]
    distance = np.full(len(vectors), np.inf)
    while len(chosen) < size:
        distance = np.minimum(distance, np.maximum(1 - vectors @ vectors[chosen[-1]], 0))
        distance[chosen[-1]] = 0
        total = np.cumsum(distance, dtype=np.float64)
        if total[-1] <= 0:  # no more directions than centres
            chosen.append(next(n for n in range(len(vectors)) if n not in chosen))
            continue
        chosen.append(min(int(np.searchsorted(total, random.random() * total[-1], "right")), len(vectors) - 1))
    return np.array(chosen, np.int64)


def _nearest(vectors: Vectors, centres: Vectors) -> Indexes:
    step = 4096
    parts = [np.argmax(vectors[at : at + step] @ centres.T, axis=1) for at in range(0, len(vectors), step)]
    return np.concatenate(parts).astype(np.int64)


def _numbered(nearest: Indexes) -> Indexes:
    """Clusters numbered in the order of their first words, so that a number does not hang on the centres' order."""
    _, first, inverse = np.unique(nearest, return_index=True, return_inverse=True)
    rank = np.empty(len(first), np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    renumbered: Indexes = rank[inverse]
    return renumbered
