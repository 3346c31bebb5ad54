"""The mentions of an article sentence by sentence in, the same with words that point elsewhere resolved out.

两国 becomes the two states named last together, 他 the person named last, 外交部 the ministry of the state that the sentence is about;
a name introduced with its title (澳洲外长佩恩) is found again where it stands alone (佩恩).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from kg.model import Mention, Sentence
from kg.vocabulary import Vocabulary, fold

_NO_SIDES = frozenset(("东方", "南方", "北方", "西方", "中方", "地方", "官方", "对方", "多方", "大方", "立方"))
_PARLIAMENT = "urn:geokg:bodytype/parliament"
_CHAMBERS = ("urn:geokg:bodytype/lower-house", "urn:geokg:bodytype/upper-house")
_COUNTS = {"两": 2, "二": 2, "双": 2, "三": 3, "四": 4}


@dataclass(slots=True)
class _Memory:
    """What has been named so far, latest last."""

    states: list[str] = field(default_factory=list)
    here: set[str] = field(default_factory=set)  # the states that the sentence has named
    together: tuple[str, ...] = ()
    counted: dict[int, tuple[str, ...]] = field(default_factory=dict)  # the same by how many they were: 三国 are the last three
    person: Mention | None = None
    group: Mention | None = None
    bodies: dict[str, str] = field(default_factory=dict)  # kind of body: the state it was named with


def resolve_references(
    sentences: Sequence[Sentence], mentions: Sequence[tuple[Mention, ...]], vocabulary: Vocabulary
) -> list[tuple[Mention, ...]]:
    """The mentions of each sentence, resolved; those that point to nothing are left out."""
    introduced = {**_sides(mentions, vocabulary), **_introduced(mentions)}
    memory, out = _Memory(), []
    names = sorted(introduced, key=lambda n: (-len(n), n))
    main = _main_state(mentions, vocabulary)
    for sentence, found in zip(sentences, mentions, strict=True):
        with_names = sorted([*found, *_bare_names(sentence, found, names, introduced)], key=lambda m: m.start)
        resolved, memory.here = [], set()
        for mention in with_names:
            new = _resolve(mention, memory, main, vocabulary)
            if new is not None:
                resolved.append(new)
                _remember(new, memory, vocabulary)
        _remember_together(resolved, sentence, memory, vocabulary)
        out.append(tuple(resolved))
    return out


def _introduced(mentions: Sequence[tuple[Mention, ...]]) -> dict[str, Mention]:
    """Names that the article gives with a title and the ontology does not know."""
    names: dict[str, Mention] = {}
    for found in mentions:
        for mention in found:
            if mention.kind in ("person", "source") and mention.name and mention.title:
                for form in (mention.name, mention.name.replace("•", "·").rsplit("·", 1)[-1]):
                    if len(form) > 1:
                        known = names.get(fold(form))
                        if known is None or (known.country is None and mention.country):
                            names[fold(form)] = mention
    return names


def _sides(mentions: Sequence[tuple[Mention, ...]], vocabulary: Vocabulary) -> dict[str, Mention]:
    """白方 in an article about 白俄罗斯: the first character of the one state that begins with it."""
    firsts: dict[str, dict[tuple[str, ...], Mention]] = {}
    for found in mentions:
        for mention in found:
            if mention.kind == "state" and len(mention.text) > 1 and not mention.metonym:
                firsts.setdefault(fold(mention.text)[0], {}).setdefault(mention.candidates, mention)
    one = {c: next(iter(states.values())) for c, states in firsts.items() if len(states) == 1}
    return {
        c + "方": replace(m, start=0, end=0, text=c + "方")
        for c, m in sorted(one.items())
        if c + "方" not in _NO_SIDES and "一" <= c <= "鿿"
    }


def _bare_names(sentence: Sentence, found: Sequence[Mention], names: Sequence[str], introduced: dict[str, Mention]) -> list[Mention]:
    text, out = fold(sentence.text), []
    names = [name for name in names if name in text]
    if not names:
        return []
    taken = [(m.start - sentence.start, m.end - sentence.start) for m in found]
    for name in names:
        start = text.find(name)
        while start >= 0:
            end = start + len(name)
            if not any(s < end and start < e for s, e in taken):
                taken.append((start, end))
                whole = introduced[name]
                out.append(replace(whole, start=sentence.start + start, end=sentence.start + end, text=sentence.text[start:end]))
            start = text.find(name, end)
    return out


def _main_state(mentions: Sequence[tuple[Mention, ...]], vocabulary: Vocabulary) -> str | None:
    counts: Counter[str] = Counter()
    for found in mentions:
        counts.update(s for m in found for s in _states_of(m, vocabulary))
    return min(counts, key=lambda s: (-counts[s], s)) if counts else None


def _states_of(mention: Mention, vocabulary: Vocabulary) -> tuple[str, ...]:
    if mention.kind in ("pronoun", "generic", "source"):
        return (mention.country,) if mention.country else ()
    if mention.kind == "pair":
        return mention.candidates
    if mention.country:
        return (mention.country,)
    state = vocabulary.state_of(mention.candidates[0]) if mention.candidates else None
    return (state.iri,) if state else ()


def _resolve(mention: Mention, memory: _Memory, main: str | None, vocabulary: Vocabulary) -> Mention | None:
    if mention.kind == "pronoun":
        return _pronoun(mention, memory, main)
    if mention.kind in ("generic", "person") and mention.country is None and not _known_person(mention, vocabulary):
        country = _last_with(mention, memory, vocabulary) or main
        if mention.kind == "generic" and country is None:
            return None
        if mention.candidates == ("somebody",) and not memory.here:
            country = main or country
        if mention.candidates == ("somebody",) and country is not None:
            return replace(mention, country=country, kind="people", candidates=(country,))
        return replace(mention, country=country, kind="person" if mention.title else "body")
    return mention


def _last_with(mention: Mention, memory: _Memory, vocabulary: Vocabulary) -> str | None:
    """The state that such a body was last named with (美国司法部, then 司法部), else the state named last.

    众议院 is of the last one whose parliament has chambers, where one has been named.
    """
    if mention.candidates and mention.candidates[0] in memory.bodies:
        return memory.bodies[mention.candidates[0]]
    if mention.candidates and mention.candidates[0] in _CHAMBERS:
        single = _of_one_chamber(vocabulary)
        return next((s for s in reversed(memory.states) if s not in single), memory.states[-1] if memory.states else None)
    return memory.states[-1] if memory.states else None


@lru_cache(maxsize=4)
def _of_one_chamber(vocabulary: Vocabulary) -> frozenset[str]:
    """The states whose parliament the ontology names, and of whose chambers it names none: 中国, 韩国."""
    named: dict[str, set[str]] = {}
    for actor in vocabulary.actors.values():
        state = vocabulary.state_of(actor.iri) if actor.body_type in (_PARLIAMENT, *_CHAMBERS) else None
        if state is not None and actor.body_type is not None:
            named.setdefault(state.iri, set()).add(actor.body_type)
    return frozenset(state for state, kinds in named.items() if kinds == {_PARLIAMENT})


def _known_person(mention: Mention, vocabulary: Vocabulary) -> bool:
    return bool(mention.candidates) and mention.candidates[0] in vocabulary.actors


def _pronoun(mention: Mention, memory: _Memory, main: str | None) -> Mention | None:
    kind = mention.candidates[0]
    if kind == "all":
        wanted = _COUNTS.get(fold(mention.text)[0], 2)
        # 三国 are the last three named together, unless this sentence has itself named as many
        told = wanted > 2 and len(memory.here) < wanted
        together = memory.counted.get(wanted, memory.together) if told else memory.together
        states = together if len(together) >= wanted else tuple(dict.fromkeys(reversed(memory.states)))[:wanted]
        return replace(mention, kind="pair", candidates=tuple(sorted(states[:wanted]))) if len(states) >= 2 else None
    if kind == "same" and fold(mention.text) in ("我们", "我国", "我方") and memory.person is not None:
        return replace(memory.person, start=mention.start, end=mention.end)
    if kind == "same" and fold(mention.text) in ("该组织", "该机构") and memory.group is not None:
        return replace(memory.group, start=mention.start, end=mention.end)
    if kind == "same":
        state = memory.states[-1] if memory.states else main
        return replace(mention, kind="state", candidates=(state,)) if state else None
    if fold(mention.text) in ("他", "她") and memory.person is not None:
        return replace(memory.person, start=mention.start, end=mention.end)
    return None


def _remember(mention: Mention, memory: _Memory, vocabulary: Vocabulary) -> None:
    if mention.kind == "body" and mention.country and mention.candidates and mention.candidates[0] not in vocabulary.actors:
        memory.bodies[mention.candidates[0]] = mention.country
    if mention.kind == "person":
        memory.person = mention
    elif mention.kind in ("group", "organisation"):
        memory.group = mention
    for state in _states_of(mention, vocabulary):
        if state in memory.states:
            memory.states.remove(state)
        memory.states.append(state)
        memory.here.add(state)


def _remember_together(resolved: Sequence[Mention], sentence: Sentence, memory: _Memory, vocabulary: Vocabulary) -> None:
    """The states that a sentence names together: what 双方 in the next one means."""
    pairs = [m.candidates for m in resolved if m.kind == "pair"]
    for pair in pairs:
        memory.together = memory.counted[len(pair)] = pair
    if pairs:
        return
    states = tuple(dict.fromkeys(s for m in resolved for s in _states_of(m, vocabulary)))
    if len(states) >= 2:
        memory.together = memory.counted[len(states)] = states
