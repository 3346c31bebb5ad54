"""A vocabulary in, what is wrong with its frames out: patterns, examples, guards, and the same words said twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from kg.errors import OntologyError
from kg.extract.triggers import FrameTable, Match, compiled
from kg.vocabulary import Frame, Vocabulary, fold
from kg.vocabulary.deciding import letters_of
from kg.vocabulary.reading import Subjects, Value
from kg.vocabulary.strictness import Problem
from kg.vocabulary.terms import short_iri


def frame_problems(vocabulary: Vocabulary, known: Subjects, own: Iterable[str]) -> Iterator[Problem]:
    """What is wrong with the frames among the subjects ``own``; ``known`` is the table of all subjects."""
    ours, initials = set(own), tuple(sorted(letters_of(vocabulary)))
    mine: dict[str, list[Frame]] = defaultdict(list)
    unreadable: set[Frame] = set()
    for frame in vocabulary.frames:
        if frame.iri in ours:
            mine[frame.iri].append(frame)
            try:
                compiled((frame,), initials)
            except OntologyError as error:
                unreadable.add(frame)
                yield Problem("unreadable pattern", frame.iri, error.problem, error.remedy, "gk:pattern", frame.pattern)
    if not mine:
        return
    readable = [frame for frame in vocabulary.frames if frame not in unreadable]
    whole = compiled(tuple(readable), initials)
    for iri, frames in mine.items():
        table = compiled(tuple(f for f in frames if f not in unreadable), initials)
        if table.literals:
            yield from _examples(frames[0], known[iri].get("gk:example", ()), table, whole)
            yield from _guards(frames[0], table)
        yield from _mode(frames[0], known[iri].get("gk:mode", ()), known)
    yield from _same_words(readable, ours)


def _examples(frame: Frame, examples: Sequence[Value], own: FrameTable, whole: FrameTable) -> Iterator[Problem]:
    for example in examples:
        where = ("gk:example", str(example))
        if (example.language == "en") != (frame.language == "en"):
            problem = f"its example is in {example.language or 'no language'}, and its pattern in {frame.language}"
            yield Problem("example", frame.iri, problem, "write it in the pattern's language", *where)
            continue
        found = own.matches(fold(example))
        read = {m.frame.action for m in whole.matches(fold(example)) for o in found if _shares(m, o)}
        if not found:
            remedy = "write a sentence in which one of its patterns stands, and none of its gk:unless around it"
            yield Problem("example", frame.iri, f"its example does not hold its pattern: {example}", remedy, *where)
        elif frame.action not in read:
            problem = f"its example is read as {', '.join(sorted(read)) or 'nothing'}, not {frame.action}: {example}"
            yield Problem("example", frame.iri, problem, "write another, or give the frame that wins a gk:unless", *where)


def _shares(a: Match, b: Match) -> bool:
    return any(s < end and start < e for s, e in a.parts for start, end in b.parts)


def _guards(frame: Frame, own: FrameTable) -> Iterator[Problem]:
    for context in frame.unless:
        if not any(literal in fold(context) for literal in own.literals):
            problem = f"its gk:unless {context!r} holds no words of its pattern, and guards nothing"
            yield Problem("idle guard", frame.iri, problem, "write the longer word with the pattern's words in it", "gk:unless", context)


def _mode(frame: Frame, modes: Sequence[Value], known: Subjects) -> Iterator[Problem]:
    for mode in modes:
        broader = known.get(mode, {}).get("skos:broader", [])
        if broader and not any(b.endswith("/" + frame.action) for b in broader):
            problem = f"its mode {short_iri(mode)} is no mode of {frame.action}"
            yield Problem("mode elsewhere", frame.iri, problem, "mend gk:mode or gk:action", "gk:mode", mode)


def _same_words(frames: Sequence[Frame], ours: set[str]) -> Iterator[Problem]:
    """Frames that the same words show: for one action one of them is idle, for two each needs guards to tell when it is meant."""
    # one letter stands for all states
    table = compiled(tuple(frames), ("美",))
    said: dict[tuple[int, ...], dict[str, Frame]] = defaultdict(dict)
    for variants in table.by_first.values():
        for variant in variants:
            said[variant.parts][variant.frame.iri] = variant.frame
    told = set()
    for parts, by_iri in said.items():
        both = [by_iri[iri] for iri in sorted(by_iri)]
        twice = len({f.action for f in both}) < len(both)
        # faint frames make no event and give way: of such and one other the words say the other
        sure = [f for f in both if not f.faint]
        if len(both) > 1 and (twice or (len(sure) > 1 and not all(f.unless for f in sure))):
            mine = next((f.iri for f in reversed(both) if f.iri in ours), None)
            others = ", ".join(short_iri(f.iri) for f in both if f.iri != mine)
            if mine is not None and (mine, others) not in told:
                told.add((mine, others))
                words = "…".join(table.literals[n] for n in parts)
                remedy = "keep the words in one of them" if twice else "give each a gk:unless that tells when it is not meant"
                yield Problem("words of two frames", mine, f"{words!r} is said by {others} too", remedy, "gk:pattern", words)
