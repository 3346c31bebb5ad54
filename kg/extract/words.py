"""Text in, the boundaries of its Chinese words out: what guards names and verbs of one character.

The words and how often they are used are jieba's dictionary; the division is the likeliest one, as ``jieba.Tokenizer().tokenize`` finds
it without its Markov model. jieba itself takes most of a second to start, half of it to read a cache that any user of the machine could
have put into the common temporary folder; here the words that begin with a character are read when a text has that character.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from importlib.util import find_spec
from math import log
from pathlib import Path

from kg.vocabulary.cache import code_key, content_key, kept

# jieba divides these runs by its dictionary; of anything else each character is a word
_RUN = re.compile(r"([一-鿕a-zA-Z0-9+#&\._%\-]+)")
_LINE_END = "\r\n"
_Words = dict[str, float | None]  # a word -> the logarithm of its count; None for what only begins one


class _Dictionary:
    """The words of jieba's dictionary, those that begin with one character at a time."""

    def __init__(self, lines: dict[str, str], total: float) -> None:
        self._lines = lines
        self._read: dict[str, _Words] = {}
        self.total = log(total)

    def beginning_with(self, character: str) -> _Words:
        words = self._read.get(character)
        if words is None:
            words = self._read[character] = _words(self._lines.get(character, "").split(" "))
        return words


def _words(fields: list[str]) -> _Words:
    words: _Words = {}
    for word, count in zip(fields[0::2], fields[1::2], strict=False):
        words[word] = log(int(count) or 1)
        for end in range(1, len(word)):
            words.setdefault(word[:end], None)
    return words


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
    dictionary = _dictionary()
    spans: list[tuple[int, int]] = []
    at = 0
    for part in _RUN.split(text):
        if _RUN.match(part):
            spans += _divided(part, at, dictionary)
        else:
            spans += _characters(part, at)
        at += len(part)
    return tuple(spans)


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
    ends = _likeliest(run, dictionary)
    spans: list[tuple[int, int]] = []
    start, letters = 0, -1  # letters and digits that are no known word stay together: where their row began
    while start < len(run):
        end = ends[start]
        single = end - start == 1 and run[start].isascii() and run[start].isalnum()
        if letters >= 0 and not single:
            spans.append((at + letters, at + start))
            letters = -1
        if not single:
            spans.append((at + start, at + end))
        elif letters < 0:
            letters = start
        start = end
    if letters >= 0:
        spans.append((at + letters, at + len(run)))
    return spans


def _likeliest(run: str, dictionary: _Dictionary) -> list[int]:
    """For each place in a run where the word ends that begins there, on the likeliest way to the run's end."""
    length, total = len(run), dictionary.total
    scores, ends = [0.0] * (length + 1), [0] * length
    for start in range(length - 1, -1, -1):
        words = dictionary.beginning_with(run[start])
        best, best_end, end = None, start + 1, start + 1
        while end <= length and (piece := run[start:end]) in words:
            count = words[piece]
            if count is not None:
                score = count - total + scores[end]
                if best is None or score >= best:  # of two equal ones the longer word
                    best, best_end = score, end
            end += 1
        # an unknown character counts as a word seen once
        scores[start] = scores[start + 1] - total if best is None else best
        ends[start] = best_end
    return ends
