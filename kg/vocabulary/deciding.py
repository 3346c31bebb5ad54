"""The names of a vocabulary in, what each of them means out, where one is used for several things: the rules, and where they end.

The extractor reads names by these rules, and ``kg check`` complains where none of them decides. In their order:

1. The longest name wins: 美国国务院 is no 美国. (The lexicon's automaton sees to that.)
2. Of kinds of name the one that stands first in ``NAME_ORDER``: 国民党 is the party before it is anybody's short form, and Japanese
   the adjective of Japanese government before it is a people.
3. Of actors called the same the kind that stands first in ``ACTOR_ORDER``: a state before a body before a person.
4. Of people called the same who acts for the state that the words beside the name tell, then who held an office on the day
   (``choose_person``).

Two states, two bodies, two titles of one name are decided by none of them; nor are two people of one state, unless offices that they
held at different times tell them apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import Literal

from kg.model import ActorKind
from kg.vocabulary.concepts import Actor
from kg.vocabulary.script import fold
from kg.vocabulary.vocabulary import Vocabulary

NameKind = Literal["actor", "metonym", "short", "demonym", "adjective", "initial", "role", "body", "source", "affix"]
Kinds = Mapping[NameKind, set[str]]

# where one name serves several kinds, the first kind listed is what it is: 国民党 the party before any short form
NAME_ORDER: tuple[NameKind, ...] = ("actor", "metonym", "role", "body", "affix", "adjective", "demonym", "source", "short", "initial")
# states before bodies before people, where one name means several
ACTOR_ORDER: tuple[ActorKind, ...] = ("state", "territory", "organisation", "body", "party", "group", "people", "person", "unknown")
# affixes that stand in a text as words of their own; of two kinds the first listed is meant
AFFIX_ORDER = ("all", "blocker", "former", "forces", "media", "people", "pronoun", "same", "somebody", "state")


def name_table(vocabulary: Vocabulary) -> dict[str, Kinds]:
    """All names, as they are compared, with the concepts that have them, by kind of name."""
    table: dict[str, dict[NameKind, set[str]]] = defaultdict(lambda: defaultdict(set))
    for name, kind, iri in names_of(vocabulary):
        folded = fold(name).strip()
        # one character alone is never a name by itself: 他 and 其 are pronouns, initials have guards of their own
        if len(folded) > 1 or kind == "affix":
            table[folded][kind].add(iri)
    return {name: dict(kinds) for name, kinds in table.items()}


def letters_of(vocabulary: Vocabulary) -> dict[str, str]:
    """One-letter names of states and who has them: 美."""
    return {fold(i): a.iri for a in vocabulary.actors.values() for i in a.initials if len(i) == 1}


def names_of(vocabulary: Vocabulary) -> Iterator[tuple[str, NameKind, str]]:
    """Every name as the ontology writes it, its kind, and the IRI that has it; of an affix its local name."""
    kinds = {iri: {fold(name) for name in naming.names} for iri, naming in vocabulary.body_types.items()}
    for actor in vocabulary.actors.values():
        yield from (name for name in _actor_names(actor) if not _composed(name[0], actor, vocabulary, kinds))
    for naming in vocabulary.roles.values():
        yield from ((name, "role", naming.iri) for name in naming.names)
    for naming in vocabulary.body_types.values():
        yield from ((name, "body", naming.iri) for name in naming.names)
    for source in vocabulary.sources.values():
        yield from ((name, "source", source.iri) for name in source.names)
    for kind in AFFIX_ORDER:
        yield from ((text, "affix", kind) for text in vocabulary.affixes.get(kind, ()))


def _actor_names(actor: Actor) -> Iterator[tuple[str, NameKind, str]]:
    for name in (*(label for _, label in actor.labels), *actor.aliases):
        yield name, "actor", actor.iri
    groups: tuple[tuple[NameKind, tuple[str, ...]], ...] = (
        ("metonym", actor.metonyms),
        ("short", actor.short_names),
        ("demonym", actor.demonyms),
        ("adjective", actor.adjectives),
        ("actor", tuple(name for name in actor.initials if len(name) > 1)),
        ("initial", actor.together),
    )
    for kind, names in groups:
        yield from ((name, kind, actor.iri) for name in names)


def _composed(name: str, actor: Actor, vocabulary: Vocabulary, kinds: Mapping[str, set[str]]) -> bool:
    """Whether the names of a state and of a kind of body make it anyway: 中国外交部 by itself would hide the office in 中国外交部长."""
    state = vocabulary.actors.get(actor.acts_for or "")
    if not name.endswith("部") or state is None or actor.body_type is None or actor.body_type not in kinds:
        return False
    folded, own = fold(name), (fold(n) for n in (*(label for _, label in state.labels), *state.aliases))
    return any(folded.startswith(n) and folded[len(n) :] in kinds[actor.body_type] for n in own)


def meaning(kinds: Kinds, vocabulary: Vocabulary) -> tuple[NameKind, tuple[str, ...]]:
    """What a name is, and of whom it is the name: best first; several where only the text around it decides."""
    kind = next(k for k in NAME_ORDER if k in kinds)
    if kind == "affix" and kinds[kind] == {"blocker"} and "source" in kinds:
        kind = "source"  # 法新社 keeps 法 from being France, and is an agency all the same
    if kind == "affix":
        return kind, tuple(sorted(kinds[kind], key=AFFIX_ORDER.index))
    return kind, tuple(sorted(kinds[kind], key=lambda iri: (_rank(iri, vocabulary), iri)))


def _rank(iri: str, vocabulary: Vocabulary) -> int:
    actor = vocabulary.actors.get(iri)
    return len(ACTOR_ORDER) if actor is None else ACTOR_ORDER.index(actor.kind)


def undecided(kinds: Kinds, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Those whose name it is equally, where no rule decides between them; empty where one does."""
    kind, iris = meaning(kinds, vocabulary)
    best = [iri for iri in iris if _rank(iri, vocabulary) == _rank(iris[0], vocabulary)]
    if kind in ("affix", "initial") or len(best) < 2:  # 两岸 means both
        return ()
    if all((a := vocabulary.actors.get(iri)) is not None and a.kind == "person" for iri in best):
        pairs = [pair for pair in combinations(best, 2) if not _told_apart(*pair, vocabulary)]
        return tuple(sorted({iri for pair in pairs for iri in pair}))
    return tuple(best)


def _told_apart(one: str, other: str, vocabulary: Vocabulary) -> bool:
    if vocabulary.state_of(one) != vocabulary.state_of(other):
        return True
    mine, theirs = vocabulary.offices(one), vocabulary.offices(other)
    overlap = any(a.start <= (b.end or date.max) and b.start <= (a.end or date.max) for a in mine for b in theirs)
    return bool(mine or theirs) and not overlap


def choose_person(people: Sequence[str], state: str | None, day: date | None, vocabulary: Vocabulary) -> str:
    """Of several people of one name the one of the named state, then the one in office on that day, then the first."""
    if state is not None:
        people = [iri for iri in people if (s := vocabulary.state_of(iri)) is not None and s.iri == state] or people
    if day is not None and len(people) > 1:
        people = [iri for iri in people if _in_office(iri, day, vocabulary)] or people
    return people[0]


def _in_office(person: str, day: date, vocabulary: Vocabulary) -> bool:
    return any(t.start <= day and (t.end is None or day <= t.end) for t in vocabulary.offices(person))


def hidden(kinds: Kinds, vocabulary: Vocabulary) -> Iterable[str]:
    """Those whose name it is too, and who are never meant by it: the rules prefer another every time."""
    kind, iris = meaning(kinds, vocabulary)
    if kind == "affix" or kinds.keys() == {"affix"}:
        return ()
    best = {iri for iri in iris if kind == "initial" or _rank(iri, vocabulary) == _rank(iris[0], vocabulary)}
    return sorted({iri for others in kinds.values() for iri in others} - best)
