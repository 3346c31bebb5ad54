"""What a user calls events, reports and actors in, pairs that can be judged out; judgements are kept in a store, and it is merged anew."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal, cast, get_args

from kg.derive import derive, recall, remembered_anew, touched_events
from kg.errors import KgError
from kg.model import Event, Judgement, Report, Verdict
from kg.store import Store, open_store
from kg.store.names import DCTERMS, replaced_graph
from kg.vocabulary import ACTOR, Vocabulary, fold

_ID = 16  # characters of the last part of an IRI of a report or event
_SHOWN = 5
_CALLED = (DCTERMS + "identifier", "https://schema.org/url")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a user named: a report (an event stands for its earliest one), or an actor."""

    kind: Literal["event", "report", "actor"]
    iri: str
    report: str | None = None  # that is judged in the event's place


class Subjects:
    """Everything in a store that can be named."""

    def __init__(self, store: Store, vocabulary: Vocabulary) -> None:
        self.base, self.vocabulary = store.base, vocabulary
        self.events = {event.iri: event for event in store.events()}
        self.reports: dict[str, Report] = {r.iri: r for event in self.events.values() for r in event.reports}
        self._parties: dict[str, set[str]] = {}
        for report in self.reports.values():
            for party in (*report.actors, *report.targets):
                if party.iri:
                    self._parties.setdefault(fold(party.label), set()).add(party.iri)
        self._moved = {s.value: o.value for s, _, o, _ in cast("Iterable[Any]", store.quads(replaced_graph(store.base)))}

    def find(self, text: str) -> Subject:
        """What ``text`` names: an IRI, the last part of one, or an actor's name. Raises KgError where nothing or several are so called."""
        iri = self._moved.get(self._whole(text), self._whole(text))
        if iri in self.events:
            return Subject("event", iri, self.events[iri].reports[0].iri)
        if iri in self.reports:
            return Subject("report", iri, iri)
        if iri.startswith(ACTOR) and (self.vocabulary.actor(iri) or any(iri in iris for iris in self._parties.values())):
            return Subject("actor", iri)
        found = sorted(set(self.vocabulary.find_actors(text)) | self._parties.get(fold(text), set()))
        if len(found) == 1:
            return Subject("actor", found[0])
        if found:
            raise KgError(text, f"may be {len(found)} actors: {', '.join(found[:_SHOWN])}", "name one of them by its IRI")
        raise KgError(text, "is no event, report or actor of this store", "kg query and kg export give their IRIs")

    def event(self, text: str) -> Event:
        """The event that ``text`` names, or that the report which it names speaks of. Raises KgError."""
        subject = self.find(text)
        if subject.kind == "actor":
            raise KgError(text, "is an actor, and no event", "name an event or a report; kg query timeline lists an actor's events")
        if subject.kind == "event":
            return self.events[subject.iri]
        return next(event for event in self.events.values() if any(r.iri == subject.iri for r in event.reports))

    def _whole(self, text: str) -> str:
        if len(text) != _ID or any(c not in "0123456789abcdef" for c in text):
            return text
        candidates = (f"{self.base}{kind}/{text}" for kind in ("event", "report"))
        return next((iri for iri in candidates if iri in self.events or iri in self.reports or iri in self._moved), text)

    def judgement(self, a: str, b: str, verdict: Verdict, *, author: str, day: date, note: str = "") -> Judgement:
        """What is to be kept of a verdict on two that a user names. Raises KgError where they cannot be judged together."""
        one, other = self.find(a), self.find(b)
        if (one.kind == "actor") != (other.kind == "actor"):
            raise KgError(f"{a} and {b}", "are an actor and none", "judge two events or reports, or two actors")
        pair = sorted((one.report or one.iri, other.report or other.iri))
        if pair[0] == pair[1]:
            same_event = one.kind == "event" and other.kind == "event"
            remedy = "to part an event name two of its reports; kg why EVENT lists them" if same_event else "name two"
            raise KgError(f"{a} and {b}", "are one and the same", remedy)
        return Judgement(pair[0], pair[1], verdict, author, day, note)


def judge(
    store: Path | str, pairs: Iterable[tuple[str, str, Verdict, str]], vocabulary: Vocabulary, *, author: str, day: date
) -> list[Judgement]:
    """Keep verdicts on pairs (a, b, verdict, note), and merge as they say.

    Raises KgError, before anything is kept, for what cannot be judged.
    """
    with open_store(store, write=True) as target:
        subjects = Subjects(target, vocabulary)
        made = [subjects.judgement(a, b, verdict, author=author, day=day, note=note) for a, b, verdict, note in pairs]
        for judgement in made:
            target.judge(judgement)
        derive(target, vocabulary)
        return made


def forget(store: Path | str, a: str, b: str, vocabulary: Vocabulary) -> Judgement:
    """Take back what was judged of two. Raises KgError where nothing was."""
    with open_store(store, write=True) as target:
        subjects = Subjects(target, vocabulary)
        pair = _pair(subjects, a, b)
        kept = next((j for j in target.judgements() if [j.a, j.b] == pair), None)
        if kept is None or not target.forget(*pair):
            raise KgError(f"{a} and {b}", "have not been judged", "kg merge list shows what has been")
        derive(target, vocabulary)
        return kept


def _pair(subjects: Subjects, a: str, b: str) -> list[str]:
    """Also of reports that are gone: what was judged of them can be taken back by their IRIs."""

    def named(text: str) -> str:
        try:
            subject = subjects.find(text)
        except KgError:
            if ":" not in text:
                raise
            return text
        return subject.report or subject.iri

    return sorted((named(a), named(b)))


@dataclass(frozen=True, slots=True)
class Removed:
    """What was taken out, and what became of the events."""

    articles: tuple[str, ...]
    vanished: int  # events that nobody else reports
    touched: int  # events that are derived anew from what others report


def remove(store: Path | str, names: Sequence[str], vocabulary: Vocabulary) -> Removed:
    """Take articles out, by IRI, id or URL. Raises KgError, before anything is removed, for what is no article."""
    with open_store(store, write=True) as target:
        known = _articles(target)
        gone = []
        for name in names:
            if name not in known:
                raise KgError(name, "is no article of this store", "name it by its IRI, id or URL, as kg export FILE.csv gives them")
            gone.append(known[name])
        before = recall(target) or remembered_anew(target)
        vanished, touched = touched_events(before, set(gone))
        for article in dict.fromkeys(gone):
            target.remove_article(article)
        derive(target, vocabulary, before, set(gone))
        return Removed(tuple(dict.fromkeys(gone)), len(vanished), len(touched))


def _articles(store: Store) -> dict[str, str]:
    """The articles' IRIs by all that they can be called."""
    found = {iri: iri for iri in store.articles()}
    found |= {iri.rpartition("/")[2]: iri for iri in found}
    for subject, predicate, value, _ in cast("Iterable[Any]", store.quads()):
        if predicate.value in _CALLED and subject.value in found:
            found.setdefault(value.value, subject.value)
    return found


def read_verdicts(file: Path) -> Iterator[tuple[str, str, Verdict, str]]:
    """The pairs of a file of JSON lines, {"a", "b", "verdict", "note"}; lines without a verdict are passed over.

    Raises KgError naming the line.
    """
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise KgError(file, f"cannot be read: {error}", "name a file of JSON lines in UTF-8") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row: Any = json.loads(line)
        except ValueError as error:
            raise KgError(f"{file}:{number}", f"is not JSON: {error}", "write one object a line") from error
        if not isinstance(row, dict) or not all(isinstance(row.get(name), str) for name in ("a", "b")):
            raise KgError(f"{file}:{number}", "is no object with a and b", 'write {"a": IRI, "b": IRI, "verdict": "same"}')
        verdict = row.get("verdict")
        if verdict is None:
            continue
        if verdict not in get_args(Verdict):
            raise KgError(f"{file}:{number}", f"{verdict!r} is no verdict", f"write one of: {', '.join(get_args(Verdict))}")
        yield row["a"], row["b"], cast("Verdict", verdict), str(row.get("note") or "")
