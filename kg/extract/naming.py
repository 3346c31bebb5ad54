"""The scenes of an article in, what it calls its actors at their fullest out: 中方 is 中国, 总统 the one whom it names as president."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from kg.extract.scenes import Scene
from kg.model import Mention
from kg.vocabulary import Vocabulary

_ROLE = "urn:geokg:role/"


@dataclass(frozen=True, slots=True)
class Names:
    """What an article calls states and persons, by IRI, and those who hold an office, by state and office."""

    states: Mapping[str, str]  # states and organisations
    persons: Mapping[str, str]
    holders: Mapping[tuple[str, str], str]


def names_in(scenes: Iterable[Scene], day: date | None, vocabulary: Vocabulary) -> Names:
    """The names of one article: of a state the one it uses most, of a person the first."""
    states: dict[str, Counter[str]] = defaultdict(Counter)
    persons: dict[str, str] = {}
    holders: dict[tuple[str, str], str] = {}
    for mention in (m for scene in scenes for group in scene.groups for m in group.mentions):
        if mention.kind in ("state", "organisation") and mention.candidates and not mention.metonym and not is_short(mention):
            states[mention.candidates[0]][mention.text] += 1
        if mention.kind == "person" and mention.name:
            for iri in mention.candidates:
                persons.setdefault(iri, mention.name)
                if iri.startswith(_ROLE) and mention.country:
                    holders.setdefault((mention.country, iri), mention.name)
    full = {iri: max(counted, key=lambda name: (counted[name], len(name), name)) for iri, counted in states.items()}
    return Names(full, persons, holders)


def is_short(mention: Mention) -> bool:
    """中, 美方: a state's letter, alone or with 方 behind it."""
    return len(mention.text) == 1 or (len(mention.text) == 2 and mention.text[-1] in "方国國") or mention.text.endswith("方面")


def state_in_full(code: str, names: Names, vocabulary: Vocabulary, language: str) -> tuple[str, str] | None:
    """IRI and full name of the state or organisation with a code, as the article calls it."""
    found = vocabulary.find_actors(code)
    return (found[0], names.states.get(found[0]) or vocabulary.label(found[0], language)) if found else None


def in_full(mention: Mention, names: Names, day: date | None, vocabulary: Vocabulary) -> Mention:
    """The mention of an office with the name of who holds it, where the article gives it; others as they are."""
    if mention.name or mention.kind != "person" or not mention.country:
        return mention
    role = next((iri for iri in mention.candidates if iri.startswith(_ROLE)), None)
    if role is None:
        return mention
    holders = vocabulary.holders(mention.country, role, day) if day is not None else ()
    name = (names.persons.get(holders[0]) if len(holders) == 1 else None) or names.holders.get((mention.country, role))
    return replace(mention, name=name) if name else mention
