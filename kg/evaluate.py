"""Reference annotations and predicted events in, the benchmark's figures out.

The same figures to the last digit as ``data/benchmark/score.py``, which defines them together with ``GUIDELINES.md``; this module is for
use from Python and from the command line, on whole articles or on reports.
"""

from __future__ import annotations

import difflib
import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations
from pathlib import Path
from typing import Any

import opencc

from kg.errors import KgError
from kg.model import MODALITIES, Report
from kg.vocabulary import load_vocabulary

MUTUAL = frozenset({"CONSULT", "COOPERATE"})  # scored without direction
PAIRING = MUTUAL | {"AGREE", "SUPPORT"}  # several actors without a target pair with each other
QUADS = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "CONCEDE"), "verbal-cooperation"),
    **dict.fromkeys(("COOPERATE", "AID", "RETREAT"), "material-cooperation"),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), "verbal-conflict"),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), "material-conflict"),
}


@dataclass(frozen=True, slots=True)
class ScoredParty:
    """An actor as the benchmark sees it."""

    label: str
    country: str | None


@dataclass(frozen=True, slots=True)
class ScoredEvent:
    """What one sentence reports, as the benchmark sees it; ``date`` is a pair of ISO days."""

    sentence: str
    actors: tuple[ScoredParty, ...]
    action: str
    targets: tuple[ScoredParty, ...]
    date: tuple[str, str] | None
    modality: str
    sources: tuple[str, ...]
    trigger: str = ""  # of a reference alone: the words that carry the action; scoring does not look at it


@dataclass(frozen=True, slots=True)
class Level:
    """Precision, recall and F1 on one level of detail, with the counts they come from."""

    precision: float
    recall: float
    f1: float
    gold: int
    predicted: int
    hit: int


@dataclass(frozen=True, slots=True)
class Scores:
    """The benchmark's figures."""

    dyad: Level  # (article, sentence, actor, action, target): the headline figure
    document: Level  # the sentence left out
    quad: Level  # the action replaced by its quad class
    sentence_action: Level
    matched: int  # dyads on which the attributes below are compared
    on_matched: tuple[tuple[str, float], ...]  # share of agreement, by attribute
    by_action: tuple[tuple[str, Level], ...]


@dataclass(frozen=True, slots=True)
class Dyad:
    """One scored dyad; ``target`` is "-" where there is none, which is not the same as an unknown country (None)."""

    article: str
    sentence: str  # folded
    actor: str | None
    action: str
    target: str | None


Found = tuple[ScoredEvent, ScoredParty | None, ScoredParty | None]
Events = Mapping[str, Sequence[ScoredEvent]]


@cache
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Text without script, width, case, spaces and punctuation."""
    simple: str = _simplifier().convert(unicodedata.normalize("NFKC", text))
    return re.sub(r"[\s\W_]+", "", simple.casefold())


def same_name(a: str, b: str) -> bool:
    """Equal when folded, or one contains the other and the shorter has at least two characters."""
    short, long = sorted((fold(a), fold(b)), key=len)
    return bool(short) and (short == long or (len(short) > 1 and short in long))


def align(predicted: str, reference: Iterable[str]) -> str:
    """The reference sentence that a predicted one overlaps most (more than half), or the predicted one itself."""
    p = fold(predicted)
    best, most = predicted, 0.5
    for candidate in reference:
        c = fold(candidate)
        if not c or not p:
            continue
        if c in p or p in c:
            ratio = 1.0 + min(len(c), len(p)) / max(len(c), len(p))
        else:
            matcher = difflib.SequenceMatcher(None, c, p, autojunk=False)
            # the two quick ratios are upper bounds, and the real one is slow
            ratio = matcher.ratio() if matcher.real_quick_ratio() > most and matcher.quick_ratio() > most else 0.0
        if ratio > most:
            best, most = candidate, ratio
    return best


def _pairs(event: ScoredEvent) -> Iterator[tuple[ScoredParty | None, ScoredParty | None]]:
    undirected = event.action in MUTUAL
    pairs: Iterable[tuple[ScoredParty | None, ScoredParty | None]]
    if event.targets:
        pairs = ((a, t) for a in event.actors or (None,) for t in event.targets)
    elif len(event.actors) > 1 and event.action in PAIRING:
        pairs, undirected = combinations(event.actors, 2), True
    else:
        pairs = ((a, None) for a in event.actors)
    for a, t in pairs:
        yield _ordered(a, t) if undirected and t is not None else (a, t)


def _ordered(a: ScoredParty | None, b: ScoredParty | None) -> tuple[ScoredParty | None, ScoredParty | None]:
    first, second = sorted((a, b), key=lambda p: (_country(p) or "", fold(p.label) if p else ""))
    return first, second


def _country(party: ScoredParty | None) -> str | None:
    return party.country if party else None


def dyads(article: str, events: Iterable[ScoredEvent], sentences: Sequence[str] | None = None) -> dict[Dyad, list[Found]]:
    """The dyads of an article's events, each with what it came from; predicted sentences are aligned with ``sentences``."""
    found: dict[Dyad, list[Found]] = defaultdict(list)
    for event in events:
        sentence = fold(event.sentence if sentences is None else align(event.sentence, sentences))
        for a, t in _pairs(event):
            target = "-" if t is None else t.country
            found[Dyad(article, sentence, _country(a), event.action, target)].append((event, a, t))
    return found


def all_dyads(gold: Events, predicted: Events) -> tuple[dict[Dyad, list[Found]], dict[Dyad, list[Found]]]:
    """Reference and predicted dyads of all articles that the reference holds.

    Raises KgError where articles are predicted that the reference does not hold.
    """
    if unknown := sorted(set(predicted) - set(gold)):
        raise KgError("predictions", f"the reference does not hold the articles {unknown[:5]}", "score against the file that has them")
    wanted: dict[Dyad, list[Found]] = {}
    given: dict[Dyad, list[Found]] = {}
    for article, events in gold.items():
        sentences = tuple(dict.fromkeys(e.sentence for e in events))
        wanted.update(dyads(article, events))
        given.update(dyads(article, predicted.get(article, ()), sentences))
    return wanted, given


def _level(gold: set[Any], predicted: set[Any]) -> Level:
    hit = len(gold & predicted)
    p = hit / len(predicted) if predicted else 0.0
    r = hit / len(gold) if gold else 0.0
    return Level(p, r, 2 * p * r / (p + r) if p + r else 0.0, len(gold), len(predicted), hit)


def _agreement(gold: Found, predicted: Found) -> dict[str, bool]:
    """Which attributes of two events with the same dyad agree; one that the reference leaves empty is absent."""
    (wanted, *wanted_parties), (given, *given_parties) = gold, predicted
    out = {}
    both = zip(wanted_parties, given_parties, strict=True)
    names = [(x.label, y.label) for x, y in both if isinstance(x, ScoredParty) and isinstance(y, ScoredParty) and x.label]
    if names:
        out["actor_name"] = all(same_name(x, y) for x, y in names)
    out["date"] = wanted.date == given.date
    if wanted.date:
        out["date_where_dated"] = out["date"]
    out["modality"] = wanted.modality == given.modality
    if wanted.modality != "asserted":
        out["modality_where_not_asserted"] = out["modality"]
    out["source"] = _covered(wanted.sources, given.sources) and _covered(given.sources, wanted.sources)
    if wanted.sources:
        out["source_where_credited"] = out["source"]
    return out


def _covered(names: Iterable[str], by: Sequence[str]) -> bool:
    return all(any(same_name(name, other) for other in by) for name in names)


def _on_matched(wanted: dict[Dyad, list[Found]], given: dict[Dyad, list[Found]]) -> tuple[tuple[str, float], ...]:
    right: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for key in wanted.keys() & given.keys():
        pairs = (_agreement(x, y) for x in wanted[key] for y in given[key])
        best = max(pairs, key=lambda agreed: sum(agreed.values()) / len(agreed))
        right.update(name for name, held in best.items() if held)
        seen.update(best.keys())
    return tuple((name, right[name] / seen[name]) for name in sorted(seen))


def score(gold: Events, predicted: Events) -> Scores:
    """The figures of predicted events against the reference, by article id; articles not predicted count as empty.

    Raises KgError where articles are predicted that the reference does not hold.
    """
    wanted, given = all_dyads(gold, predicted)
    g, p = set(wanted), set(given)
    return Scores(
        dyad=_level(g, p),
        document=_level({_document(d) for d in g}, {_document(d) for d in p}),
        quad=_level({_quad(d) for d in g}, {_quad(d) for d in p}),
        sentence_action=_level({(d.article, d.sentence, d.action) for d in g}, {(d.article, d.sentence, d.action) for d in p}),
        matched=len(g & p),
        on_matched=_on_matched(wanted, given),
        by_action=tuple((a, _level({d for d in g if d.action == a}, {d for d in p if d.action == a})) for a in sorted(QUADS)),
    )


def _document(dyad: Dyad) -> tuple[str, str | None, str, str | None]:
    return dyad.article, dyad.actor, dyad.action, dyad.target


def _quad(dyad: Dyad) -> tuple[str, str | None, str, str | None]:
    return dyad.article, dyad.actor, QUADS[dyad.action], dyad.target


def format_scores(scores: Scores) -> str:
    """The figures as lines for people, as ``score.py`` prints them."""
    lines = []
    for name in ("dyad", "document", "quad", "sentence_action"):
        r: Level = getattr(scores, name)
        counts = f"({r.hit} of {r.gold} gold, {r.predicted} predicted)"
        lines.append(f"{name:15s} P {r.precision:.3f}  R {r.recall:.3f}  F1 {r.f1:.3f}   {counts}")
    attributes = (f"n {scores.matched}", *(f"{name} {share:.3f}" for name, share in scores.on_matched))
    lines.append("on matched dyads: " + ", ".join(attributes))
    lines.extend(f"  {action:9s} F1 {r.f1:.2f}  P {r.precision:.2f}  R {r.recall:.2f}  ({r.gold} gold)" for action, r in scores.by_action)
    return "\n".join(lines)


def scored_events(reports: Iterable[Report]) -> dict[str, tuple[ScoredEvent, ...]]:
    """Reports of any number of articles as the benchmark sees them, by article id."""
    found: dict[str, list[ScoredEvent]] = defaultdict(list)
    for r in reports:
        actors, targets = (tuple(ScoredParty(p.label, p.country) for p in side) for side in (r.actors, r.targets))
        days = (r.date.start.isoformat(), r.date.end.isoformat()) if r.date else None
        sources = tuple(s.label for s in r.sources)
        found[r.article.id].append(ScoredEvent(r.sentence, actors, r.action, targets, days, r.modality, sources))
    return {article: tuple(events) for article, events in found.items()}


def read_gold(path: Path) -> dict[str, tuple[ScoredEvent, ...]]:
    """Annotations or predictions, one article a line: ``{"id": …, "events": […]}``; fields that are not scored are ignored.

    Raises KgError naming the line and the field that breaks the format, and OSError.
    """
    found: dict[str, tuple[ScoredEvent, ...]] = {}
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            article, events = _read_line(line, f"{path}:{number}")
            if article in found:
                raise KgError(f"{path}:{number}", f"article {article} appears twice", "keep one line for each article")
            found[article] = events
    return found


def _read_line(line: str, where: str) -> tuple[str, tuple[ScoredEvent, ...]]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise KgError(where, f"is not JSON: {error}", "write one object a line") from error
    if not isinstance(row, dict):
        raise KgError(where, "is not an object", 'write {"id": …, "events": […]}')
    article, events = row.get("id"), row.get("events")
    if not isinstance(article, str):
        raise KgError(where, "`id` must be a string", "name the article")
    if not isinstance(events, list):
        raise KgError(where, "`events` must be a list", "an article without events has []")
    return article, tuple(_read_event(e, f"{where}: article {article}, event {n}") for n, e in enumerate(events))


def _read_event(event: Any, where: str) -> ScoredEvent:
    def need(held: bool, field: str, what: str) -> None:
        if not held:
            raise KgError(where, f"`{field}` {what}", "GUIDELINES.md says what each field holds")

    need(isinstance(event, dict), "event", "must be an object")
    sentence, action, modality = event.get("sentence"), event.get("action"), event.get("modality")
    need(isinstance(sentence, str), "sentence", "must be a string")
    need(isinstance(action, str) and action in QUADS, "action", f"is none of the sixteen: {action!r}")
    need(modality in MODALITIES, "modality", f"is none of {', '.join(MODALITIES)}: {modality!r}")
    sides = []
    for side in ("actors", "targets"):
        need(isinstance(event.get(side), list), side, "must be a list")
        for party in event[side]:
            need(isinstance(party, dict) and isinstance(party.get("label"), str), side, "holds a party without a string `label`")
            need(_is_code(party.get("country")), side, f"holds an unknown country code: {party.get('country')!r}")
        sides.append(tuple(ScoredParty(p["label"], p.get("country")) for p in event[side]))
    sources, days = event.get("sources"), event.get("date")
    need(isinstance(sources, list) and all(isinstance(s, str) for s in sources), "sources", "must be a list of strings")
    dated = isinstance(days, dict) and isinstance(days.get("start"), str) and isinstance(days.get("end"), str)
    need(days is None or dated, "date", "must be null or {start, end}")
    when, trigger = (days["start"], days["end"]) if days else None, event.get("trigger")
    need(trigger is None or isinstance(trigger, str), "trigger", "must be a string")
    return ScoredEvent(sentence, sides[0], action, sides[1], when, modality, tuple(sources), trigger or "")


def _is_code(code: object) -> bool:
    return code is None or (isinstance(code, str) and (re.fullmatch("[A-Z]{3}", code) is not None or code in _codes()))


@cache
def _codes() -> frozenset[str]:
    return frozenset(a.code for a in load_vocabulary().actors.values() if a.code)
