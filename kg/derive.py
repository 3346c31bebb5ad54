"""A store whose articles have changed in, its events as they follow from them out: merged, written and shown to readers.

What merging found is remembered beside the store, signed with the state that it is of. Where it is there, only what an article touches is
merged again; where it is not, or is of another state, everything is: both come to the same events.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from kg import __version__
from kg.merge import Merged, Standing, merge_anew, merge_more
from kg.merge.block import Filed
from kg.model import Event, Judgement, Report
from kg.store import Store
from kg.vocabulary import Vocabulary

_FORMAT = 1
_MANY = 0.3  # of all articles: where more have changed, merging all of them is no slower


@dataclass(frozen=True, slots=True)
class Facts:
    """What is counted of an event."""

    countries: tuple[str, ...]  # codes of those who act or are acted upon, sorted
    actors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Derived:
    """All events of a store, counted."""

    reports: int
    facts: Mapping[str, Facts]  # of each event
    again: int  # reports that were merged again

    @property
    def actors(self) -> int:
        """How many actors take part in events."""
        return len({iri for facts in self.facts.values() for iri in facts.actors})

    @property
    def dyads(self) -> Counter[tuple[str, str]]:
        """How many events each pair of countries has a part in."""
        return Counter(pair for facts in self.facts.values() for pair in combinations(facts.countries, 2))


@dataclass(frozen=True, slots=True)
class Remembered:
    """What merging found in a state of the store."""

    index: Mapping[str, Standing]
    facts: Mapping[str, Facts]


def recall(target: Store) -> Remembered | None:
    """What is remembered of the store as it is; None where nothing is. To be asked before articles change."""
    kept = target.remembered()
    if kept is None:
        return None
    try:
        row: Any = json.loads(zlib.decompress(kept))
        if row["sign"] != _sign(target):
            return None
        reports, events = row["reports"], row["events"]
        index = {iri: Standing(_filed(iri, rest), rest[7], rest[8]) for iri, *rest in reports}
        return Remembered(index, {iri: Facts(tuple(countries), tuple(actors)) for iri, countries, actors in events})
    except (zlib.error, ValueError, KeyError, TypeError, IndexError):
        return None  # merged anew


def derive(target: Store, vocabulary: Vocabulary, before: Remembered | None = None, changed: Collection[str] | None = None) -> Derived:
    """Merge what the store's articles report, as people have judged, write the events, and let readers see them.

    ``before`` is what ``recall`` gave before the articles ``changed`` (IRIs, also of articles that are gone) were written; without them
    everything is merged anew.
    """
    judgements = tuple(target.judgements())
    merged = _more(target, before, changed, judgements) if before is not None and changed is not None else None
    if before is None or merged is None:
        merged = merge_anew(target.reports(), judgements)
        target.replace_events(merged.events, vocabulary=vocabulary)
        facts = _facts(merged.events)
    else:
        target.change_events(merged.gone, merged.events, vocabulary=vocabulary)
        facts = {iri: one for iri, one in before.facts.items() if iri not in merged.gone} | _facts(merged.events)
    target.publish()
    target.remember(_packed(merged.index, facts, _sign(target)))
    return Derived(len(merged.index), facts, sum(len(event.reports) for event in merged.events))


def _more(target: Store, before: Remembered, changed: Collection[str], judgements: tuple[Judgement, ...]) -> Merged | None:
    there = target.article_hashes()
    if len(changed) > _MANY * max(1, len(there)):
        return None
    gone = [iri for iri, standing in before.index.items() if standing.filed.article in changed]
    added = [*_reports(target, (iri for iri in changed if iri in there))]
    return merge_more(before.index, gone, added, lambda articles: _reports(target, articles), judgements)


def _reports(target: Store, articles: Iterable[str]) -> Iterator[Report]:
    for article in sorted(articles):
        yield from target.reports_of(article)


def _facts(events: Iterable[Event]) -> dict[str, Facts]:
    found = {}
    for event in events:
        parties = (*event.actors, *event.targets)
        found[event.iri] = Facts(tuple(sorted({p.country for p in parties if p.country})), tuple(sorted({p.iri for p in parties if p.iri})))
    return found


def _sign(target: Store) -> str:
    """Of the articles that the store has and of what people have judged, as this version merges them."""
    sign = hashlib.sha256(f"{_FORMAT} {__version__}\n".encode())
    for iri, state in target.article_hashes().items():
        sign.update(f"{iri} {state}\n".encode())
    for judgement in target.judgements():
        sign.update(f"{judgement!r}\n".encode())
    return sign.hexdigest()


def _packed(index: Mapping[str, Standing], facts: Mapping[str, Facts], sign: str) -> bytes:
    reports = [_row(iri, standing) for iri, standing in sorted(index.items())]
    events = [(iri, one.countries, one.actors) for iri, one in sorted(facts.items())]
    return zlib.compress(json.dumps({"sign": sign, "reports": reports, "events": events}, ensure_ascii=False).encode(), 1)


def _row(iri: str, standing: Standing) -> tuple[object, ...]:
    f = standing.filed
    first, last = f.date or (None, None)
    return iri, f.article, f.published, f.family, f.block, int(f.open), first, last, standing.component, standing.event


def _filed(iri: str, rest: list[Any]) -> Filed:
    article, published, family, block, unfinished, first, last = rest[:7]
    return Filed(iri, article, published, family, block, bool(unfinished), (first, last) if first else None)


def touched_events(before: Remembered, articles: Collection[str]) -> tuple[set[str], set[str]]:
    """The events that only these articles report, and those that others report too."""
    reporting: dict[str, set[bool]] = defaultdict(set)
    for standing in before.index.values():
        reporting[standing.event].add(standing.filed.article in articles)
    return {e for e, own in reporting.items() if own == {True}}, {e for e, own in reporting.items() if own == {True, False}}


def remembered_anew(target: Store) -> Remembered:
    """What ``recall`` would give had it been remembered: merges everything and writes nothing."""
    merged = merge_anew(target.reports(), tuple(target.judgements()))
    return Remembered(merged.index, _facts(merged.events))
