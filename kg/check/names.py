"""A vocabulary in, the names out that mean two things by no rule, or that the rules never read.

The rules are those of ``kg.vocabulary.deciding``, by which the extractor reads.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from kg.vocabulary import Vocabulary, fold
from kg.vocabulary.deciding import Kinds, hidden, meaning, name_table, undecided
from kg.vocabulary.strictness import Problem
from kg.vocabulary.terms import short_iri

_PEOPLE = "keep it on one of them, or give the tenures that tell them apart by the day"
_OTHERS = "keep it on one of them"


def name_problems(vocabulary: Vocabulary, own: Iterable[str]) -> Iterator[Problem]:
    """What is wrong with names that one of the subjects ``own`` has."""
    ours = set(own)
    table = name_table(vocabulary)
    for name, kinds in sorted((n, k) for n, k in table.items() if sum(map(len, k.values())) > 1 and any(v & ours for v in k.values())):
        yield from _ambiguous(name, kinds, vocabulary, ours)
        yield from _hidden(name, kinds, vocabulary, ours)
    yield from _twice("letter", ((fold(i), a.iri) for a in vocabulary.actors.values() for i in a.initials if len(i) == 1), ours)
    yield from _twice("code", ((a.code, a.iri) for a in vocabulary.actors.values() if a.code), ours)
    yield from _twice("host", ((host, s.iri) for s in vocabulary.sources.values() for host in s.hosts), ours)


def _ambiguous(name: str, kinds: Kinds, vocabulary: Vocabulary, ours: set[str]) -> Iterator[Problem]:
    iris = undecided(kinds, vocabulary)
    told = [iri for iri in iris if iri in ours]
    if told:
        people = all(iri in vocabulary.actors and vocabulary.actors[iri].kind == "person" for iri in iris)
        others = ", ".join(short_iri(iri) for iri in iris if iri != told[-1])
        problem = f"{name!r} is also the name of {others}, and no rule decides"
        yield Problem("ambiguous name", told[-1], problem, _PEOPLE if people else _OTHERS, value=_as_written(name, told[-1], vocabulary))


def _hidden(name: str, kinds: Kinds, vocabulary: Vocabulary, ours: set[str]) -> Iterator[Problem]:
    kind, iris = meaning(kinds, vocabulary)
    for iri in hidden(kinds, vocabulary):
        winner = "an affix" if kind == "affix" else short_iri(iris[0])
        if iri in ours or (iris[0] in ours and ":" in iri):
            told = iri if iri in ours else iris[0]
            problem = f"{name!r} of {short_iri(iri)} is never read, since it is first of all {winner}"
            yield Problem("hidden name", told, problem, "drop one of them", value=_as_written(name, told, vocabulary), warning=True)


def _as_written(name: str, iri: str, vocabulary: Vocabulary) -> str:
    """A name as the Turtle writes it, by which its line is found: 紐西蘭 is compared as 纽西兰."""
    actor = vocabulary.actors.get(iri)
    naming = vocabulary.roles.get(iri) or vocabulary.body_types.get(iri) or vocabulary.sources.get(iri)
    names = naming.names if naming else ()
    if actor is not None:
        names = tuple(t for _, t in actor.labels) + actor.aliases + actor.metonyms + actor.short_names + actor.demonyms + actor.adjectives
    return next((n for n in names if fold(n).strip() == name), name)


def _twice(what: str, pairs: Iterable[tuple[str, str]], ours: set[str]) -> Iterator[Problem]:
    found: dict[str, set[str]] = defaultdict(set)
    for text, iri in pairs:
        found[text].add(iri)
    for text, iris in sorted(found.items()):
        told = [iri for iri in sorted(iris) if iri in ours]
        if len(iris) > 1 and told:
            others = ", ".join(short_iri(iri) for iri in sorted(iris) if iri != told[-1])
            yield Problem("ambiguous name", told[-1], f"the {what} {text!r} is also that of {others}", _OTHERS, value=text)
