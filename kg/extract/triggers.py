"""A sentence in, the places where a frame of the ontology says an action out; overlapping matches are decided for the longer.

A frame's pattern is written in the ontology as 举行…会谈: literal characters, ``…`` for up to twelve characters inside one
clause, ``[a|b]`` for alternatives, ``{initial}`` for a state's letter (访{initial}: 访美, whose letter is then the target).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from operator import itemgetter

from ahocorasick_rs import AhoCorasick

from kg.errors import OntologyError
from kg.extract.lexicon import lexicon_of
from kg.extract.words import word_edges
from kg.vocabulary import Frame, Vocabulary, derived, fold

GAP = 12  # characters that … may stand for: longer ones cross from one happening into the next
ENGLISH_GAP = 40
_TOKEN = re.compile(r"\[([^\]]*)\]|\{initial\}|([^\[{]+)")
_BREAK = re.compile(r"[，。；！？：,;!?\n]")


@dataclass(frozen=True, slots=True)
class Match:
    """A frame found in a text; offsets in that text."""

    start: int
    end: int
    parts: tuple[tuple[int, int], ...]  # the literal stretches; gaps lie between them
    frame: Frame
    initial: int | None  # where the letter of a state stands inside it (访美)
    length: int  # characters of the parts
    faint: bool  # as its frame

    @property
    def weight(self) -> tuple[int, float]:
        """Longer literal matches win, then surer frames."""
        return self.length, self.frame.precision


@dataclass(frozen=True, slots=True)
class _Variant:
    """One way to write a frame: only literals are left."""

    frame: Frame
    parts: tuple[int, ...]  # indexes of literals
    initial: tuple[int, int] | None  # part and offset of the state's letter
    length: int  # characters of its literals
    widest: int  # characters that a gap may have
    faint: bool


@dataclass(frozen=True)
class FrameTable:
    """All frames in one automaton."""

    automaton: AhoCorasick
    literals: tuple[str, ...]
    by_first: dict[int, tuple[_Variant, ...]]
    # the same by the first literal and the one after it: 拒绝… begins a thousand variants, of which a text shows two or three
    beginning: dict[int, _Beginning]

    def matches(self, folded: str) -> tuple[Match, ...]:
        """The frames that a folded text shows, in order; of those that share characters the longest."""
        return self.among(self.candidates(folded), folded)

    def among(self, found: Sequence[Match], folded: str) -> tuple[Match, ...]:
        """Of all candidates of a text those that ``matches`` keeps."""
        return tuple(_longest(found, folded)) if found else ()

    def candidates(self, folded: str) -> tuple[Match, ...]:
        """Every frame that a folded text shows, also those that share characters with a longer one."""
        places: dict[int, list[int]] = defaultdict(list)
        for literal, start, _ in self.automaton.find_matches_as_indexes(folded, overlapping=True):
            places[literal].append(start)
        if not places:
            return ()
        along = sorted([(start, literal) for literal, starts in places.items() for start in starts])
        found: list[Match] = []
        for first in sorted(places):
            beginning = self.beginning.get(first)
            if beginning is None:
                continue
            length, begins = len(self.literals[first]), places[first]
            if self.literals[first][0].isascii():
                begins = [start for start in begins if _whole(folded, start, start + length)]
            for _, variant in beginning.shown([start + length for start in begins], along):
                unless = variant.frame.unless
                for start in begins:
                    parts = self._follow(variant, start, start + length, places, folded)
                    if parts is not None and not (unless and _cancelled(variant.frame, parts, folded)):
                        found.append(_match(variant, parts))
        return tuple(found)

    def _follow(
        self, variant: _Variant, first: int, end: int, places: dict[int, list[int]], folded: str
    ) -> tuple[tuple[int, int], ...] | None:
        """All parts of a variant whose first one, a whole word, stands at ``first`` to ``end``."""
        if len(variant.parts) == 1:
            return ((first, end),)
        parts = [(first, end)]
        for literal in variant.parts[1:]:
            starts = places.get(literal, [])
            at = bisect_left(starts, end)
            if at == len(starts) or starts[at] > end + variant.widest or _BREAK.search(folded, end, starts[at]):
                return None
            end = starts[at] + len(self.literals[literal])
            parts.append((starts[at], end))
        return tuple(parts) if all(_whole(folded, s, e) for s, e in parts[1:]) else None


@dataclass(frozen=True, slots=True)
class _Beginning:
    """The variants that begin with a literal, numbered: those that it is the whole of, the others by the literal that follows it."""

    alone: tuple[tuple[int, _Variant], ...]
    following: dict[int, tuple[tuple[int, _Variant], ...]]
    widest: int  # the gap that any of these may have

    @classmethod
    def of(cls, variants: Sequence[_Variant]) -> _Beginning:
        alone: list[tuple[int, _Variant]] = []
        following: dict[int, list[tuple[int, _Variant]]] = defaultdict(list)
        for numbered in enumerate(variants):
            parts = numbered[1].parts
            (following[parts[1]] if len(parts) > 1 else alone).append(numbered)
        widest = max((v.widest for found in following.values() for _, v in found), default=0)
        return cls(tuple(alone), {literal: tuple(found) for literal, found in following.items()}, widest)

    def shown(self, ends: Sequence[int], along: Sequence[tuple[int, int]]) -> Sequence[tuple[int, _Variant]]:
        """Of the variants those whose next literal stands near enough behind one of the first one's ends, in the order of ``by_first``.

        ``along``: where which literal stands, in the order of the text.
        """
        if not self.following:
            return self.alone
        near = set()
        for end in ends:
            at = bisect_left(along, (end, -1))
            while at < len(along) and along[at][0] <= end + self.widest:
                near.add(along[at][1])
                at += 1
        shown = [numbered for literal in near if literal in self.following for numbered in self.following[literal]]
        return sorted([*self.alone, *shown], key=itemgetter(0)) if shown else self.alone


def _match(variant: _Variant, parts: tuple[tuple[int, int], ...]) -> Match:
    at = parts[variant.initial[0]][0] + variant.initial[1] if variant.initial else None
    return Match(parts[0][0], parts[-1][1], parts, variant.frame, at, variant.length, variant.faint)


def _whole(text: str, start: int, end: int) -> bool:
    """Latin words match whole; Chinese ones anywhere."""
    if not text[start].isascii():
        return True
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (before.isascii() and before.isalnum()) and not (after.isascii() and after.isalnum())


def _cancelled(frame: Frame, parts: Sequence[tuple[int, int]], folded: str) -> bool:
    """Whether one of the frame's `unless` strings holds the match: 要求 in 应…要求."""
    for context in frame.unless:
        for start, end in parts:
            at = folded.find(context, max(0, end - len(context)), start + len(context))
            if at >= 0 and at <= start and end <= at + len(context):
                return True
    return False


def _longest(found: Sequence[Match], folded: str) -> Iterator[Match]:
    starts, ends = word_edges(folded)
    taken = bytearray(len(folded))
    faint: dict[str, bytearray] = defaultdict(lambda: bytearray(taken))
    kept: list[Match] = []
    # what is too unsure to be an event by itself hides nothing that is surer, however long it is, and no other action's as unsure
    for match in sorted(found, key=_surest_first):
        held = faint[match.frame.action] if match.faint else taken
        if not _at_words(match, starts, ends) or any(held.find(1, s, e) >= 0 for s, e in match.parts):
            continue
        for s, e in match.parts:
            held[s:e] = b"\1" * (e - s)
        kept.append(match)
    return iter(sorted(kept, key=lambda m: (m.start, m.end)))


def _surest_first(match: Match) -> tuple[bool, int, float, int, str]:
    frame = match.frame
    return match.faint, -match.length, -frame.precision, match.start, frame.iri


def _at_words(match: Match, starts: frozenset[int], ends: frozenset[int]) -> bool:
    """A short word must not straddle two: 会见 is not in 机会|见证."""
    if match.length > 2 or match.frame.language == "en":
        return True
    return match.start in starts or match.end in ends


@dataclass(frozen=True, slots=True)
class _Spelling:
    """Every way to write every frame: all of a table that can be kept in a file."""

    literals: tuple[str, ...]
    # of each way: the frame's number, its literals, part and offset of the state's letter
    ways: tuple[tuple[int, tuple[int, ...], tuple[int, int] | None], ...]


def compiled(frames: tuple[Frame, ...], initials: tuple[str, ...]) -> FrameTable:
    """The table of a set of frames. Raises OntologyError for a pattern that cannot be read."""
    return _table(frames, _spelt(frames, initials))


def _spelt(frames: Sequence[Frame], initials: tuple[str, ...]) -> _Spelling:
    numbers: dict[str, int] = {}
    ways = []
    for n, frame in enumerate(frames):
        for parts, initial in _variants(frame, initials):
            ways.append((n, tuple(numbers.setdefault(p, len(numbers)) for p in parts), initial))
    return _Spelling(tuple(numbers), tuple(ways))


def _table(frames: Sequence[Frame], spelling: _Spelling) -> FrameTable:
    variants: dict[int, list[_Variant]] = defaultdict(list)
    literals = spelling.literals
    for n, parts, initial in spelling.ways:
        frame, length = frames[n], sum(len(literals[part]) for part in parts)
        gap = ENGLISH_GAP if frame.language == "en" else GAP
        variants[parts[0]].append(_Variant(frame, parts, initial, length, gap, frame.faint))
    by_first = {first: tuple(found) for first, found in variants.items()}
    return FrameTable(AhoCorasick(list(literals)), literals, by_first, {first: _Beginning.of(found) for first, found in by_first.items()})


def _variants(frame: Frame, initials: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], tuple[int, int] | None]]:
    pieces = [_alternatives(part, frame, initials) for part in fold(frame.pattern).split("…") if part.strip()]
    if not pieces:
        raise OntologyError(frame.iri, f"pattern {frame.pattern!r} is empty", "write the words it looks for")
    for choice in product(*pieces):
        place = next(((n, at) for n, (_, at) in enumerate(choice) if at is not None), None)
        yield tuple(text.strip() for text, _ in choice), place


def _alternatives(part: str, frame: Frame, initials: tuple[str, ...]) -> list[tuple[str, int | None]]:
    """Every way to write one part, with the offset of the state's letter where it has one."""
    if part.count("[") != part.count("]"):
        raise OntologyError(frame.iri, f"pattern {frame.pattern!r} has a bracket without its other half", "write [a|b]")
    if "{" in part.replace("{initial}", "") or "}" in part.replace("{initial}", ""):
        raise OntologyError(frame.iri, f"pattern {frame.pattern!r} has braces that mean nothing", "write {initial} for a state's letter")
    texts: list[tuple[str, int | None]] = [("", None)]
    for match in _TOKEN.finditer(part):
        if match.group() == "{initial}":
            texts = [(t + i, len(t)) for t, _ in texts for i in initials]
        else:
            options = match.group(1).split("|") if match.group(1) is not None else [match.group(2)]
            texts = [(t + o, at) for t, at in texts for o in options]
    return [(t, at) for t, at in texts if t]


@lru_cache(maxsize=4)
def frame_table(vocabulary: Vocabulary) -> FrameTable:
    """The table of a vocabulary's frames; built once and kept."""
    return _table(vocabulary.frames, derived(vocabulary, "frames", _Spelling, _spelling, code=__file__))


def _spelling(vocabulary: Vocabulary) -> _Spelling:
    return _spelt(vocabulary.frames, tuple(sorted(lexicon_of(vocabulary).initials)))
