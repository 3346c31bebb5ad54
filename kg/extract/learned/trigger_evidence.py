"""The layout of an article in, the evidence of each of its words out: whether it carries an action, and which.

Words that are part of a name are left out, unless a frame of the ontology stands there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kg.extract.learned.keys import Ints, Keys, Listed, Part, Templates, mixed, text_key, together
from kg.extract.learned.layout import GOVERNMENTS, Layout
from kg.extract.learned.words import WordBook, as_ints

ACTIONS: Final = (
    *("ACCUSE", "AGREE", "AID", "ASSAULT", "COERCE", "CONCEDE", "CONSULT", "COOPERATE", "MOBILIZE"),
    *("PROTEST", "REJECT", "REQUEST", "RETREAT", "SANCTION", "SUPPORT", "THREATEN"),
)
ACTION_NUMBER: Final = {action: n + 1 for n, action in enumerate(ACTIONS)}  # 0: no action
SPEAKS: Final = re.compile("说|表示|称|指出|强调|认为|批评|指责|警告")
# words before a verb of the same clause that turn or weaken it
MARKERS: Final = ("被", "遭", "将", "对", "的", "了", "已", "拟", "要求", "呼吁", "敦促")
_SURE: Final = 0.2  # frames below this say little about their sentence
_TITLE_SURE: Final = 0.3

COLUMNS: Final = (
    *("word", "length", "first", "last", "coarse", "middle", "fine"),
    *(
        "before",
        "before2",
        "after",
        "after2",
        "before middle",
        "before2 middle",
        "after middle",
        "after2 middle",
        "before coarse",
        "after coarse",
    ),
    *("best", "frames", "left", "left kind", "left far", "right", "right kind", "right far"),
    *("named", "named in clause", "next", "previous", "quoted", "said", "clause", "sentence", "block", "ends clause", "in title"),
)
_SAYS: Final = {
    ("word",): "the word itself",
    ("middle",): "words of like use",
    ("coarse",): "words of roughly like use",
    ("fine",): "words of very like use",
    ("length",): "its length",
    ("first",): "its first character",
    ("last",): "its last character",
    ("before",): "the word before",
    ("after",): "the word after",
    ("before2",): "the second word before",
    ("after2",): "the second word after",
    ("before", "word"): "the word with the one before",
    ("word", "after"): "the word with the one after",
    ("before middle",): "the kind of word before",
    ("after middle",): "the kind of word after",
    ("before2 middle",): "the kind of the second word before",
    ("after2 middle",): "the kind of the second word after",
    ("middle", "after coarse"): "its kind with the kind of word after",
    ("middle", "before coarse"): "its kind with the kind of word before",
    ("best",): "the surest phrase that covers it",
    ("frames",): "how many phrases the sentence shows",
    ("left", "left kind"): "the party before it in the clause",
    ("left far",): "how far the party before it is",
    ("left", "middle"): "the party before it, with its kind",
    ("left", "word"): "the party before it, with the word",
    ("left kind", "coarse"): "the kind of party before it",
    ("right", "right kind"): "the party after it in the clause",
    ("right far",): "how far the party after it is",
    ("right", "middle"): "the party after it, with its kind",
    ("right", "word"): "the party after it, with the word",
    ("right kind", "coarse"): "the kind of party after it",
    ("left", "right"): "the parties on both sides",
    ("left", "right", "middle"): "the parties on both sides, with its kind",
    ("named",): "how many parties the sentence names",
    ("named in clause",): "how many parties the clause names",
    ("next",): "the character after",
    ("previous",): "the character before",
    ("next", "word"): "the word with the character after",
    ("quoted",): "whether it is quoted",
    ("quoted", "coarse"): "whether it is quoted, with its kind",
    ("said",): "whether somebody is said to speak before it",
    ("said", "coarse"): "whether somebody is said to speak before it, with its kind",
    ("clause",): "which clause of the sentence it stands in",
    ("sentence",): "which sentence of the article it stands in",
    ("block",): "headline or paragraph",
    ("ends clause",): "whether it ends its clause",
    ("in title",): "whether the title has the word",
    ("in title", "coarse"): "whether the title has the word, with its kind",
}
TEMPLATES: Final = Templates(COLUMNS, _SAYS, first=1)
LISTED: Final = {
    100: "a phrase that covers it",
    101: "a phrase that covers it, at its beginning or further on",
    102: "how sure a phrase of the action is",
    103: "whether a phrase of the action stands or a longer one hides it",
    104: "how long a phrase of the action is",
    105: "no phrase covers it",
    106: "an action that phrases of the sentence say",
    107: "a party of the clause, with the word's kind",
    108: "a turning word before it in the clause",
    109: "a turning word before it in the clause, with its kind",
    110: "the kind of a later word of the clause",
    111: "a later word of the clause",
    112: "the kind of an earlier word of the clause",
    113: "an action that phrases of the title say",
}
_AHEAD, _NEAR, _BACK = 8, 4, 6
_COARSE, _MIDDLE, _FINE = 5, 6, 7


@dataclass(frozen=True)
class TriggerEvidence:
    """``keys`` has the shape (templates, words); of the rest ``listed_keys[i]`` speaks for word ``listed_rows[i]`` of these."""

    words: Ints  # which words of the layout
    keys: Keys
    listed_rows: Ints
    listed_keys: Keys
    listed_numbers: Ints  # their templates
    covered: NDArray[np.float32]  # precision of the surest phrase of each action that covers the word, shape (words, 1 + actions)


@lru_cache(maxsize=8192)
def _frame_key(iri: str) -> int:
    return text_key(iri)


@dataclass(frozen=True)
class _Covering:
    """Which phrase covers which word."""

    words: Ints  # of the layout
    frame: Ints
    first: Ints  # whether the phrase's first part stands there
    action: Ints
    precision: NDArray[np.float64]
    kept: Ints
    length: Ints


def trigger_evidence(layout: Layout, book: WordBook) -> TriggerEvidence:
    """The evidence of each word that may carry an action."""
    columns = book.columns()
    covering = _covering(layout)
    inside = _inside_names(layout)
    bare = np.ones(len(layout.word_number), np.bool_)
    bare[covering.words] = False
    content = columns[layout.word_number, 4].astype(np.bool_)
    words = np.flatnonzero(content & ~(inside & bare))
    place = np.full(len(layout.word_number), -1, np.int64)
    place[words] = np.arange(len(words))
    best, covered = _best_actions(covering, place, len(words))
    frames = _sentence_actions(layout)
    values = _values(layout, columns, words)
    values["best"] = best
    values["frames"] = np.minimum(5, frames.sum(axis=1).astype(np.int64))[layout.word_sentence[words]]
    parts = (
        _of_phrases(covering, place, covered),
        _of_sentence(layout, words, frames),
        _of_clause(layout, columns, words),
        _of_neighbours(layout, columns, words),
    )
    listed = Listed.of(chain.from_iterable(parts))
    return TriggerEvidence(words, TEMPLATES.keys(values, len(words)), listed.rows, listed.keys, listed.numbers, covered)


def _inside_names(layout: Layout) -> NDArray[np.bool_]:
    """Which words stand wholly inside a mention."""
    marks = np.zeros(len(layout.text) + 1, np.int64)
    marks[layout.mention_start] += 1
    np.add.at(marks, layout.mention_end, -1)
    named = np.concatenate([[0], np.cumsum(np.cumsum(marks)[:-1] > 0)])
    whole: NDArray[np.bool_] = (named[layout.word_end] - named[layout.word_start]) == layout.word_end - layout.word_start
    return whole


def _covering(layout: Layout) -> _Covering:
    parts: list[tuple[float, ...]] = []
    for offset, scene in zip(layout.base.tolist(), layout.scenes, strict=True):
        kept = {(m.frame.iri, m.parts) for m in scene.matches}
        for match in scene.candidates:
            frame, stretches = match.frame, match.parts
            sure = frame.precision, (frame.iri, stretches) in kept, match.length
            same = (_frame_key(frame.iri), ACTION_NUMBER.get(frame.action, 0), *sure)
            first = 1
            for start, end in stretches:
                parts.append((offset + start, offset + end, first, *same))
                first = 0
    table = np.array(parts, np.float64).reshape(-1, 8)
    low = np.searchsorted(layout.word_end, table[:, 0].astype(np.int64), "right")
    high = np.searchsorted(layout.word_start, table[:, 1].astype(np.int64), "left")
    counts = np.maximum(0, high - low)
    which = np.repeat(np.arange(len(parts)), counts)
    words = low[which] + np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts)
    some = layout.word_sentence[words] >= 0
    which, words = which[some], words[some]
    frame, first, action, kept_, length = (table[which, n].astype(np.int64) for n in (3, 2, 4, 6, 7))
    return _Covering(words, frame, first, action, table[which, 5], kept_, length)


def _best_actions(covering: _Covering, place: Ints, count: int) -> tuple[Ints, NDArray[np.float32]]:
    """The action of the surest phrase over each word, and the precision of the surest phrase of each action."""
    covered = np.zeros((count, len(ACTIONS) + 1), np.float32)
    rows = place[covering.words]
    some = rows >= 0
    np.maximum.at(covered, (rows[some], covering.action[some]), covering.precision[some])
    return np.where(covered.max(axis=1, initial=0) > 0, covered.argmax(axis=1), 0), covered


def _sentence_actions(layout: Layout) -> NDArray[np.bool_]:
    """Which actions the phrases of each sentence say, shape (sentences, 1 + actions)."""
    found = np.zeros((len(layout.scenes), len(ACTIONS) + 1), np.bool_)
    for n, scene in enumerate(layout.scenes):
        for match in scene.candidates:
            if match.frame.precision >= _SURE:
                found[n, ACTION_NUMBER.get(match.frame.action, 0)] = True
    found[:, 0] = False
    return found


def _of_phrases(covering: _Covering, place: Ints, covered: NDArray[np.float32]) -> Iterator[Part]:
    rows = place[covering.words]
    some = rows >= 0
    rows = rows[some]
    frame, first, action = covering.frame[some], covering.first[some], covering.action[some]
    yield 100, rows, mixed(100, (frame,))
    yield 101, rows, mixed(101, (frame, first))
    order = np.lexsort((covering.length[some], covering.kept[some], covering.precision[some], action, rows))
    last = np.ones(len(order), np.bool_)  # of several phrases of an action the surest
    last[:-1] = (rows[order][1:] != rows[order][:-1]) | (action[order][1:] != action[order][:-1])
    order = order[last]
    rows, action = rows[order], action[order]
    yield 102, rows, mixed(102, (action, np.minimum(9, (covering.precision[some][order] * 10).astype(np.int64))))
    yield 103, rows, mixed(103, (action, covering.kept[some][order]))
    yield 104, rows, mixed(104, (action, np.minimum(6, covering.length[some][order])))
    none = np.flatnonzero(covered.max(axis=1, initial=0) == 0)
    yield 105, none, mixed(105, (0,))


def _of_sentence(layout: Layout, words: Ints, frames: NDArray[np.bool_]) -> Iterator[Part]:
    rows, actions = np.nonzero(frames[layout.word_sentence[words]])
    yield 106, rows, mixed(106, (actions,))
    title = sorted(
        {
            ACTION_NUMBER.get(match.frame.action, 0)
            for scene in layout.scenes[:2]
            for match in scene.candidates
            if match.frame.precision >= _TITLE_SURE
        }
    )
    for action in title:
        rows = np.arange(len(words))
        yield 113, rows, mixed(113, (action,))


def _of_clause(layout: Layout, columns: NDArray[np.int64], words: Ints) -> Iterator[Part]:
    """The parties and the turning words of the word's clause."""
    clause = layout.word_clause[words]
    coarse = columns[layout.word_number[words], _COARSE]
    present = np.zeros((len(layout.clause_start), len(GOVERNMENTS)), np.bool_)
    present[layout.mention_clause, layout.mention_government] = True
    rows, government = np.nonzero(present[clause])
    yield 107, rows, mixed(107, (government, coarse[rows]))
    start, at = layout.clause_start[clause], layout.word_start[words]
    found = []
    for n, marker in enumerate(MARKERS):
        places = occurrences(layout, marker)
        if len(places):
            nearest = np.append(places, len(layout.text))[np.searchsorted(places, start, "left")]
            found.append((n, np.flatnonzero(nearest + len(marker) <= at)))
    if found:
        rows = np.concatenate([rows for _, rows in found])
        markers = np.repeat([n for n, _ in found], [len(rows) for _, rows in found])
        yield together(rows, ((108, mixed(108, (markers,))), (109, mixed(109, (markers, coarse[rows])))))


def occurrences(layout: Layout, marker: str) -> Ints:
    """Where a word of one or two characters stands in the text."""
    if marker not in layout.text:
        return as_ints([])
    found = layout.characters == ord(marker[0])
    for n, character in enumerate(marker[1:], 1):
        found[:-n] &= layout.characters[n:] == ord(character)
        found[-n:] = False
    return np.flatnonzero(found)


def _of_neighbours(layout: Layout, columns: NDArray[np.int64], words: Ints) -> Iterator[Part]:
    """The words around one in its clause, wherever they stand in it."""
    clause = layout.word_clause
    own = clause[words]
    keys, middles = (columns[layout.word_number, n] for n in (0, _MIDDLE))
    key, middle = keys[words], middles[words]
    for template, step, reach in ((110, 1, _AHEAD), (112, -1, _BACK)):
        rows = np.arange(len(words))
        for distance in range(1, reach + 1):
            other = words[rows] + step * distance  # an edge, which is of no clause, stands before the text ends
            same = clause[other] == own[rows]
            rows, other = rows[same], other[same]
            if not len(rows):
                break
            of_use = mixed(template, (middle[rows], middles[other]))
            if step > 0 and distance <= _NEAR:
                yield together(rows, ((template, of_use), (111, mixed(111, (key[rows], keys[other])))))
            else:
                yield template, rows, of_use


def _values(layout: Layout, columns: NDArray[np.int64], words: Ints) -> dict[str, NDArray[np.int64]]:
    """The columns of the templates for each word."""
    number, sentence, clause = layout.word_number, layout.word_sentence[words], layout.word_clause[words]
    start, end = layout.word_start[words], layout.word_end[words]
    own = columns[number[words]]
    near = {n: columns[number[words + n]] for n in (-2, -1, 1, 2)}
    left, right = _parties_beside(layout, start, end, clause)
    named = np.bincount(layout.mention_sentence, minlength=len(layout.scenes))
    in_clause = np.bincount(layout.mention_clause, minlength=len(layout.clause_start))
    speaks = as_ints(
        [b + m.start() if (m := SPEAKS.search(s.folded)) else -1 for b, s in zip(layout.base.tolist(), layout.scenes, strict=True)]
    )
    blocks = as_ints([("headline", "heading", "paragraph", "caption").index(s.sentence.kind) for s in layout.scenes])
    title = _title_words(layout)
    return {
        **dict(zip(("word", "length", "first", "last"), own.T[:4], strict=True)),
        "coarse": own[:, _COARSE],
        "middle": own[:, _MIDDLE],
        "fine": own[:, _FINE],
        **{name: near[n][:, 0] for name, n in (("before", -1), ("before2", -2), ("after", 1), ("after2", 2))},
        **{f"{name} middle": near[n][:, _MIDDLE] for name, n in (("before", -1), ("before2", -2), ("after", 1), ("after2", 2))},
        "before coarse": near[-1][:, _COARSE],
        "after coarse": near[1][:, _COARSE],
        **left,
        **right,
        "named": np.minimum(4, named[sentence]),
        "named in clause": np.minimum(3, in_clause[clause]),
        "next": layout.characters[end].astype(np.int64),
        "previous": layout.characters[np.maximum(start - 1, 0)].astype(np.int64) * (start > 0),
        "quoted": layout.quoted[start].astype(np.int64),
        "said": ((speaks[sentence] >= 0) & (speaks[sentence] < start)).astype(np.int64),
        "clause": np.minimum(3, clause - layout.clause_of_sentence[sentence]),
        "sentence": np.minimum(3, sentence),
        "block": blocks[sentence],
        "ends clause": (np.isin(layout.characters[end], _ENDS) | (number[words + 1] == 0)).astype(np.int64),
        "in title": np.isin(number[words], title).astype(np.int64) * (end - start > 1),
    }


_ENDS: Final = np.array([ord(c) for c in "，。！？；"], np.uint32)


def _title_words(layout: Layout) -> Ints:
    """The numbers of the words of the first sentence."""
    found: Ints = layout.word_number[layout.word_sentence == 0]
    return found


def _parties_beside(
    layout: Layout, start: Ints, end: Ints, clause: Ints
) -> tuple[dict[str, NDArray[np.int64]], dict[str, NDArray[np.int64]]]:
    """The nearest mention on either side in the clause: how it is governed, of what kind it is, how far it is; -1 where there is none."""
    sides = []
    total = len(layout.mentions)
    before = np.searchsorted(layout.mention_end, start, "right") - 1
    after = np.searchsorted(layout.mention_start, end, "left")
    for name, at in (("left", before), ("right", after)):
        there = np.clip(at, 0, max(0, total - 1))
        if total:
            good = (at >= 0) & (at < total) & (layout.mention_clause[there] == clause)
            far = start - layout.mention_end[there] if name == "left" else layout.mention_start[there] - end
            found = (layout.mention_government[there], layout.mention_kind[there], bucket(far))
        else:
            good = np.zeros(len(start), np.bool_)
            found = (start, start, start)
        sides.append({key: np.where(good, value, -1) for key, value in zip((name, f"{name} kind", f"{name} far"), found, strict=True)})
    return sides[0], sides[1]


def bucket(distance: NDArray[np.int64]) -> NDArray[np.int64]:
    """How far, in six steps: none, 1, to 3, 6, 12 characters, further."""
    return np.searchsorted(as_ints([0, 1, 3, 6, 12]), distance, "left")
