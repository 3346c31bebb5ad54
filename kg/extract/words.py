"""Text in, the boundaries of its Chinese words out: what guards names and verbs of one character.

The words and how often they are used are jieba's dictionary; the division is the likeliest one, as ``jieba.Tokenizer().tokenize`` finds
it without its Markov model. jieba itself takes most of a second to start, half of it to read a cache that any user of the machine could
have put into the common temporary folder; here the words that begin with a character are read when a text has that character.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache, lru_cache
from importlib.util import find_spec
from math import log
from pathlib import Path

from kg.vocabulary.cache import code_key, content_key, kept

# jieba divides these runs by its dictionary; of anything else each character is a word
_RUN = re.compile(r"([一-鿕a-zA-Z0-9+#&\._%\-]+)")
_LETTER = re.compile(r"[a-zA-Z0-9]")
_LINE_END = "\r\n"
# all who look at a sentence ask for the same: kept for as many as an article may have, and a text without an end is none
_SENTENCES, _KEPT = 512, 1000  # characters
# a word of several characters -> the logarithm of its share of all counts; None for what only begins one
_Words = dict[str, float | None]


class _Dictionary(dict[str, tuple[float | None, _Words]]):
    """First character -> the same for itself, and jieba's words that begin with it, each character's read when it is first asked for."""

    def __init__(self, lines: dict[str, str], total: float) -> None:
        self._lines = lines
        self.total = log(total)

    def __missing__(self, character: str) -> tuple[float | None, _Words]:
        fields = self._lines.get(character, "").split(" ")
        words: _Words = {}
        for word, count in zip(fields[0::2], fields[1::2], strict=False):
            words[word] = log(int(count) or 1) - self.total
            for end in range(2, len(word)):
                words.setdefault(word[:end], None)
        alone = words.pop(character, None)
        self[character] = alone, words
        return alone, words


@cache
def _dictionary() -> _Dictionary:
    spec = find_spec("jieba")  # found, and not imported
    assert spec is not None
    assert spec.submodule_search_locations
    content = (Path(spec.submodule_search_locations[0]) / "dict.txt").read_bytes()
    key = content_key(content, code_key(__file__).encode())
    lines: dict[str, str] = kept("words", key, make=lambda: _by_first(content.decode("utf-8")), write=dict, read=dict)
    return _Dictionary(lines, float(lines["total"]))


def _by_first(text: str) -> dict[str, str]:
    """First character -> "word count word count …" of the words that begin with it, and the sum of all counts."""
    found: dict[str, list[str]] = defaultdict(list)
    total = 0
    for line in text.splitlines():
        word, count = line.split(" ")[:2]
        found[word[0]] += [word, count]
        total += int(count)
    return {"total": str(total), **{first: " ".join(fields) for first, fields in found.items()}}


def word_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Start and end of each word of a simplified text, in order, leaving nothing out."""
    return _kept_spans(text) if len(text) <= _KEPT else _spans(text)


def _spans(text: str) -> tuple[tuple[int, int], ...]:
    dictionary = _dictionary()
    spans: list[tuple[int, int]] = []
    at = 0
    for n, part in enumerate(_RUN.split(text)):
        if n % 2:  # what the pattern matches
            spans += _divided(part, at, dictionary)
        elif part:
            spans += _characters(part, at)
        at += len(part)
    return tuple(spans)


_kept_spans = lru_cache(maxsize=_SENTENCES)(_spans)


def word_edges(text: str) -> tuple[frozenset[int], frozenset[int]]:
    """Where the words of a simplified text begin, and where they end."""
    return _kept_edges(text) if len(text) <= _KEPT else _edges(text)


def _edges(text: str) -> tuple[frozenset[int], frozenset[int]]:
    spans = word_spans(text)
    return frozenset([start for start, _ in spans]), frozenset([end for _, end in spans])


_kept_edges = lru_cache(maxsize=_SENTENCES)(_edges)


def _characters(text: str, at: int) -> list[tuple[int, int]]:
    pieces = text.split(_LINE_END) if _LINE_END in text else [text]
    spans: list[tuple[int, int]] = []
    for n, piece in enumerate(pieces):
        if n:
            spans.append((at, at + 2))
            at += 2
        spans += [(at + i, at + i + 1) for i in range(len(piece))]
        at += len(piece)
    return spans


def _divided(run: str, at: int, dictionary: _Dictionary) -> list[tuple[int, int]]:
    if len(run) == 1:
        return [(at, at + 1)]
    ends = _likeliest(run, dictionary)
    spans: list[tuple[int, int]] = []
    start, length = 0, len(run)
    while start < length:
        end = ends[start]
        spans.append((at + start, at + end))
        start = end
    return _letters_together(spans, run, at) if _LETTER.search(run) else spans


def _letters_together(spans: list[tuple[int, int]], run: str, at: int) -> list[tuple[int, int]]:
    """The same, where letters and digits that are no known word stay together: 3 and 5 and 0 are 350."""
    together: list[tuple[int, int]] = []
    row = False  # whether the last one is such a row
    for start, end in spans:
        single = end - start == 1 and _LETTER.match(run, start - at) is not None
        if single and row:
            together[-1] = (together[-1][0], end)
        else:
            together.append((start, end))
        row = single
    return together


def _likeliest(run: str, dictionary: _Dictionary) -> list[int]:
    """For each place in a run where the word ends that begins there, on the likeliest way to the run's end."""
    length, total = len(run), dictionary.total
    scores, ends = [0.0] * (length + 1), [0] * length
    behind = 0.0  # the score of the way from the next character on
    for start in range(length - 1, -1, -1):
        worth, words = dictionary[run[start]]
        known = worth is not None
        # an unknown character counts as a word seen once
        best = worth + behind if worth is not None else behind - total
        best_end, end = start + 1, start + 2
        while end <= length and (piece := run[start:end]) in words:
            worth = words[piece]
            if worth is not None:
                score = worth + scores[end]
                if score >= best or not known:  # of two equal ones the longer word
                    best, best_end, known = score, end, True
            end += 1
        scores[start] = behind = best
        ends[start] = best_end
    return ends
