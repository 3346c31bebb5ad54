"""The vocabulary in, one automaton over all its names out; a folded text in, the words it knows out, longest first.

Words that hold a state's letter by chance (中美洲, 印度洋) are in it too, so that they win over the shorter name inside them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

from ahocorasick_rs import AhoCorasick, MatchKind

from kg.vocabulary import Vocabulary, derived, fold
from kg.vocabulary.deciding import NameKind, letters_of, meaning, name_table, names_of

WordKind: TypeAlias = NameKind | Literal["name"]  # names that the text alone shows to be one


@dataclass(frozen=True, slots=True)
class Word:
    """A known word at a place in the text."""

    start: int
    end: int
    kind: WordKind
    iris: tuple[str, ...]  # what it may mean; the affix's kind for affixes

    @property
    def value(self) -> str:
        return self.iris[0]


@dataclass(frozen=True, slots=True)
class _Names:
    """What a lexicon is built from: all that can be kept in a file."""

    patterns: tuple[str, ...]
    meanings: tuple[tuple[NameKind, tuple[str, ...]], ...]  # of each pattern: rules of kg.vocabulary.deciding
    acronyms: tuple[str, ...]
    initials: dict[str, str]
    before_initial: tuple[str, ...]


# offices and bodies that begin with the 国 that a state's short name ends with
_OFFICES = frozenset(("国务", "国防", "国安"))
_OFFICE = 8  # characters of the longest of them


@dataclass(frozen=True)
class Lexicon:
    """All names in one automaton."""

    automaton: AhoCorasick
    patterns: tuple[str, ...]
    meanings: tuple[tuple[NameKind, tuple[str, ...]], ...]
    acronyms: frozenset[str]  # names that count only in capitals: US, WHO
    initials: dict[str, str]  # 美 -> actor:USA
    before_initial: tuple[str, ...]  # the last characters of words before a bare initial

    def words(self, folded: str, text: str) -> Iterator[Word]:
        """The known words of a folded text, leftmost and longest, not overlapping; ``text`` is the same as written."""
        done = 0
        for index, start, end in self.automaton.find_matches_as_indexes(folded):
            pattern = self.patterns[index]
            if pattern[0].isascii() and not _whole_word(folded, start, end):
                continue
            if pattern in self.acronyms and not text[start:end].isupper():
                continue
            kind, iris = self.meanings[index]
            if start < done:
                continue
            shorter = self._without_state(pattern, iris) if pattern[-1] == "国" else None
            office = self._office_of(folded, end - 1) if shorter else None
            if shorter and office is not None:  # 美国务卿: 美 and 国务卿, not 美国 and 务卿
                yield Word(start, end - 1, shorter, iris)
                yield office
                done = office.end
            else:
                yield Word(start, end, kind, iris)

    def _without_state(self, pattern: str, iris: tuple[str, ...]) -> WordKind | None:
        """美国 is 美 too, and 蒙古国 is 蒙古: the kind of that shorter name, where it names the same state."""
        if self.initials.get(pattern[:-1]) == iris[0]:
            return "initial"
        at = bisect_left(self.patterns, pattern[:-1])
        same = at < len(self.patterns) and self.patterns[at] == pattern[:-1] and self.meanings[at][1] == iris
        return self.meanings[at][0] if same else None

    def _office_of(self, folded: str, at: int) -> Word | None:
        """The office or body whose name begins at ``at``, where what follows is no word by itself: 国务卿, 国防部."""
        for index, start, end in self.automaton.find_matches_as_indexes(folded[at : at + _OFFICE]):
            kind, iris = self.meanings[index]
            return Word(at, at + end, kind, iris) if start == 0 and kind in ("role", "body") and folded[at : at + 2] in _OFFICES else None
        return None


def _whole_word(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (before.isascii() and before.isalnum()) and not (after.isascii() and after.isalnum())


def _collected(vocabulary: Vocabulary) -> _Names:
    table = name_table(vocabulary)
    patterns = tuple(sorted(table))
    initials = letters_of(vocabulary)
    names = {name for name, _, _ in names_of(vocabulary)}
    # US and us, WHO and who: short names in capitals are the name only in capitals
    acronyms = {fold(n) for n in names if n.isascii() and n.isupper() and len(n) <= 5 and n.lower() not in names}
    before = vocabulary.affixes.get("initial-before", ())
    return _Names(patterns, tuple(meaning(table[p], vocabulary) for p in patterns), tuple(sorted(acronyms)), initials, before)


@lru_cache(maxsize=4)
def lexicon_of(vocabulary: Vocabulary) -> Lexicon:
    """The automaton of a vocabulary; built once and kept."""
    names = derived(vocabulary, "lexicon", _Names, _collected, code=__file__)
    automaton = AhoCorasick(list(names.patterns), matchkind=MatchKind.LeftmostLongest)
    return Lexicon(automaton, names.patterns, names.meanings, frozenset(names.acronyms), names.initials, names.before_initial)
