"""The vocabulary in, one automaton over all its names out; a folded text in, the words it knows out, longest first.

Words that hold a state's letter by chance (中美洲, 印度洋) are in it too, so that they win over the shorter name inside them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from ahocorasick_rs import AhoCorasick, MatchKind

from kg.model import ActorKind
from kg.vocabulary import Actor, Vocabulary, fold

WordKind = Literal["actor", "metonym", "short", "demonym", "adjective", "initial", "role", "body", "source", "affix"]


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


# where one name serves several kinds, the first kind listed is what it is: 国民党 the party before any short form
_ORDER: tuple[WordKind, ...] = ("actor", "metonym", "role", "body", "affix", "demonym", "source", "short", "adjective", "initial")
_AFFIXES = ("state", "forces", "people", "media", "former", "blocker", "pronoun", "all", "same", "somebody")


@dataclass(frozen=True)
class Lexicon:
    """All names in one automaton."""

    automaton: AhoCorasick
    patterns: tuple[str, ...]
    meanings: tuple[tuple[WordKind, tuple[str, ...]], ...]
    acronyms: frozenset[str]  # names that count only in capitals: US, WHO
    initials: dict[str, str]  # 美 -> actor:USA
    before_initial: frozenset[str]  # the last characters of words before a bare initial

    def words(self, folded: str, text: str) -> Iterator[Word]:
        """The known words of a folded text, leftmost and longest, not overlapping; ``text`` is the same as written."""
        for index, start, end in self.automaton.find_matches_as_indexes(folded):
            pattern = self.patterns[index]
            if pattern[0].isascii() and not _whole_word(folded, start, end):
                continue
            if pattern in self.acronyms and not text[start:end].isupper():
                continue
            kind, iris = self.meanings[index]
            yield Word(start, end, kind, iris)


def _whole_word(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (before.isascii() and before.isalnum()) and not (after.isascii() and after.isalnum())


def _names(vocabulary: Vocabulary) -> Iterator[tuple[str, WordKind, str]]:
    for actor in vocabulary.actors.values():
        yield from _actor_names(actor)
    for naming in vocabulary.roles.values():
        yield from ((name, "role", naming.iri) for name in naming.names)
    for naming in vocabulary.body_types.values():
        yield from ((name, "body", naming.iri) for name in naming.names)
    for source in vocabulary.sources.values():
        yield from ((name, "source", source.iri) for name in source.names)
    for kind in _AFFIXES:
        yield from ((text, "affix", kind) for text in vocabulary.affixes.get(kind, ()))


def _actor_names(actor: Actor) -> Iterator[tuple[str, WordKind, str]]:
    for name in (*(label for _, label in actor.labels), *actor.aliases):
        yield name, "actor", actor.iri
    groups: tuple[tuple[WordKind, tuple[str, ...]], ...] = (
        ("metonym", actor.metonyms),
        ("short", actor.short_names),
        ("demonym", actor.demonyms),
        ("adjective", actor.adjectives),
        ("actor", tuple(name for name in actor.initials if len(name) > 1)),
    )
    for kind, names in groups:
        yield from ((name, kind, actor.iri) for name in names)


def _rank(kind: ActorKind) -> int:
    """States before bodies before people, where one name means several."""
    return ("state", "territory", "organisation", "body", "party", "group", "people", "person", "unknown").index(kind)


@lru_cache(maxsize=4)
def lexicon_of(vocabulary: Vocabulary) -> Lexicon:
    """The automaton of a vocabulary; built once and kept."""
    table: dict[str, dict[WordKind, set[str]]] = defaultdict(lambda: defaultdict(set))
    for name, kind, iri in _names(vocabulary):
        folded = fold(name).strip()
        # one character alone is never a name by itself: 他 and 其 are pronouns, initials have guards of their own
        if len(folded) > 1 or kind == "affix":
            table[folded][kind].add(iri)
    patterns = tuple(sorted(table))
    meanings = []
    for pattern in patterns:
        kind = next(k for k in _ORDER if k in table[pattern])
        iris = sorted(table[pattern][kind], key=lambda iri: (_rank(a.kind) if (a := vocabulary.actors.get(iri)) else 9, iri))
        meanings.append((kind, tuple(iris)))
    initials = {fold(i): a.iri for a in vocabulary.actors.values() for i in a.initials if len(i) == 1}
    names = {name for name, _, _ in _names(vocabulary)}
    # US and us, WHO and who: short names in capitals are the name only in capitals
    acronyms = frozenset(fold(n) for n in names if n.isascii() and n.isupper() and len(n) <= 5 and n.lower() not in names)
    before = frozenset(text for text in vocabulary.affixes.get("initial-before", ()))
    automaton = AhoCorasick(list(patterns), matchkind=MatchKind.LeftmostLongest)
    return Lexicon(automaton, patterns, tuple(meanings), acronyms, initials, before)
