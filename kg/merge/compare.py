"""Two reports in, how much they speak of one happening out: a sum of weighed reasons, each of which can be told to a reader.

The weights are log-odds, rounded. They were chosen on reports of four kinds: those of ``score_merge.py``'s development set, the same with
names as single sentences give them, the sample's, and 497 annotated reports of 39 real articles of one month that we grouped by hand. They
hold no name and no date: what they know is that one day and one place in the text weigh more than one word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kg.merge.observe import MUTUAL, PAIRING, VERBAL, Observed, Stories, is_state
from kg.model import Party, Report, TimeSpan
from kg.vocabulary import fold

NEVER = -1e6  # what excludes that two reports speak of one happening
_MOST = 3.0  # one pair, however alike, must not outvote what all others say

WEIGHTS = {
    "two statements": -1.5,  # before anything is known
    "two deeds": -0.3,
    "same speaker": 1.1,
    "other speaker": -1.8,
    "a body and who may speak for it": 0.1,
    "same actor": 0.6,  # who is not just the state
    "same state": 0.1,
    "a state and who acts for it": 0.1,
    "others of one state": -0.4,
    "other persons of one state": -0.6,
    "opposite directions": -1.5,
    "same day": 1.1,
    "same days": 1.5,  # weeks and months that agree are rarer than days
    "one date within the other": 0.3,
    "a day apart": -0.9,  # a time zone, or the next day's event
    "date fits publication": 0.4,  # of the report that has no date
    "date near publication": 0.2,
    "date far from publication": -1.0,
    "published within a day": 0.8,  # both without a date
    "published within three days": 0.7,
    "published within a week": -1.1,
    "published within a month": -2.1,
    "published further apart": -1.5,
    "words": 2.8,  # times the share of words in common
    "story": 1.3,  # times the likeness of the articles, 1 within an article
    "same article": -0.9,  # so much less than the story: one article tells several things
    "near in the text": -0.5,
    "next to each other in the text": -0.3,
    "refers back": 0.8,  # 这项…, 此次…
    "adds something": -0.9,  # 此外…还 and deeds
    "an earlier time": -1.5,  # one of two speaks of 去年, 上一次
    "possible after it happened": -1.8,
    "same trigger": 0.3,
    "other trigger of a deed": -1.2,
    "other trigger of a statement": -0.8,
    "a target left open": -1.8,
    "other mode": -0.6,
    "same sentence": -1.0,
}

_BACK = re.compile("此次|这次|这项|这笔|这一|该案|此案|此举|这些|上述|有关决定|这也是|这是|该[项次]|对此|本次|最新|新的")
_MORE = re.compile("此外|另外|另一|还|另|同时|也将|再")
_BODY = re.compile("^.*?(?:[部馆局院府委厅署军](?![长员])|ministry|embassy|office|department)")


@dataclass(frozen=True, slots=True)
class Link:
    """A decision about two reports: above zero they speak of one happening. Each reason has its share of the score."""

    a: str  # IRI of the report that sorts first
    b: str
    score: float
    reasons: tuple[tuple[str, float], ...]


def compare(a: Observed, b: Observed, stories: Stories) -> Link:
    """How much two reports of one block speak of one happening."""
    if b.report.iri < a.report.iri:
        a, b = b, a
    if reason := _exclusion(a.report, b.report):
        return Link(a.report.iri, b.report.iri, NEVER, ((reason, NEVER),))
    reasons = tuple(
        (name, WEIGHTS[name] if times == 1 else round(WEIGHTS[name] * times, 3)) for name, times in _reasons(a, b, stories) if times
    )
    score = sum([share for _, share in reasons])
    return Link(a.report.iri, b.report.iri, round(max(-_MOST, min(_MOST, score)), 3), reasons)


def told_the_same(a: str, b: str) -> Link:
    """The decision of a person that the reports with these IRIs speak of one happening."""
    return Link(a, b, _MOST, (("judged the same", _MOST),))


def told_apart(a: str, b: str) -> Link:
    """The decision of a person that they do not."""
    return Link(a, b, NEVER, (("judged different", NEVER),))


def _exclusion(a: Report, b: Report) -> str | None:
    if a.date and b.date and _days_between(a.date, b.date) > 1:
        return "other dates"
    if _same_sentence(a, b) and not (a.trigger and b.trigger):
        # an annotator who writes two reports of one sentence says by it that they are two
        return "same sentence"
    return None


def _reasons(a: Observed, b: Observed, stories: Stories) -> Iterator[tuple[str, float]]:
    yield ("two statements" if a.report.action in VERBAL else "two deeds"), 1
    yield from _parties(a, b)
    yield from _dates(a, b)
    yield from _texts(a, b)
    yield from _places(a.report, b.report, stories)
    yield from _triggers(a, b)


def _parties(a: Observed, b: Observed) -> Iterator[tuple[str, float]]:
    x, y = a.report, b.report
    if x.action in MUTUAL or (x.action in PAIRING and not (x.targets and y.targets)):
        yield from _side((*x.actors, *x.targets), (*y.actors, *y.targets))
        return
    if x.action in PAIRING and not {p.country for p in x.actors} & {p.country for p in y.actors}:
        yield "opposite directions", 1
    elif a.speakers and b.speakers:
        yield max((_voices(p, q) for p in a.speakers for q in b.speakers), key=lambda name: WEIGHTS[name]), 1
    else:
        yield from _side(x.actors, y.actors)
    yield from _side(x.targets, y.targets)
    if bool(x.targets) != bool(y.targets):
        yield "a target left open", 1


def _side(ours: Iterable[Party], theirs: Iterable[Party]) -> Iterator[tuple[str, float]]:
    """For each party the best that its compatriots on the other side give."""
    theirs = tuple(theirs)
    for p in ours:
        found = [_pair(p, q) for q in theirs if q.country == p.country]
        if found:
            yield max(found, key=lambda name: WEIGHTS[name]), 1


def _pair(p: Party, q: Party) -> str:
    if is_state(p) and is_state(q):
        return "same state"
    if is_state(p) or is_state(q):
        return "a state and who acts for it"
    if same_name(p, q):
        return "same actor"
    persons = "/person-" in p.iri and "/person-" in q.iri
    return "other persons of one state" if persons else "others of one state"


def _voices(p: Party, q: Party) -> str:
    if same_name(p, q):
        return "same speaker"
    bodies = [found[0] for party in (p, q) if (found := _BODY.match(fold(party.label)))]
    if len(bodies) == 1 or (len(bodies) == 2 and (bodies[0] in bodies[1] or bodies[1] in bodies[0])):
        # 汪文斌 may speak for 外交部; but 外交部发言人汪文斌 does not speak for 大使馆
        return "a body and who may speak for it"
    return "other speaker"


def same_name(p: Party, q: Party) -> bool:
    """One actor, or one name that holds the other: 汪文斌 and 外交部发言人汪文斌."""
    short, long = sorted((fold(p.label), fold(q.label)), key=len)
    return (p.iri == q.iri and bool(p.iri)) or (len(short) > 1 and short in long)


def _days_between(a: TimeSpan, b: TimeSpan) -> int:
    """0 where they overlap."""
    return max(0, (a.start - b.end).days, (b.start - a.end).days)


def _dates(a: Observed, b: Observed) -> Iterator[tuple[str, float]]:
    x, y = a.report.date, b.report.date
    if x and y:
        yield from _both_dated(x, y)
    elif x or y:
        yield from (_one_dated(x, b) if x else _one_dated(y, a) if y else ())
    elif a.published and b.published:
        apart = abs((a.published - b.published).days)
        limits = ((1, "a day"), (3, "three days"), (7, "a week"), (30, "a month"))
        yield next((f"published within {name}" for most, name in limits if apart <= most), "published further apart"), 1


def _both_dated(x: TimeSpan, y: TimeSpan) -> Iterator[tuple[str, float]]:
    if x == y:
        yield ("same day" if x.start == x.end else "same days"), 1
    elif _days_between(x, y):
        yield "a day apart", 1
    else:
        inside = (x.start <= y.start and y.end <= x.end) or (y.start <= x.start and x.end <= y.end)
        if inside and max((x.end - x.start).days, (y.end - y.start).days) <= 31:
            yield "one date within the other", 1


def _one_dated(span: TimeSpan, undated: Observed) -> Iterator[tuple[str, float]]:
    """Whether the date is one that the report without a date may mean, judged by its day of publication and modality."""
    if undated.published is None:
        return
    window = _window(undated.published, undated.report.modality)
    apart = _days_between(span, window)
    yield ("date fits publication" if not apart else "date near publication" if apart <= 7 else "date far from publication"), 1


def _window(published: date, modality: str) -> TimeSpan:
    before, after = {"planned": (0, 60), "possible": (0, 60), "denied": (30, 60)}.get(modality, (3, 1))
    return TimeSpan(published - timedelta(before), published + timedelta(after))


def _texts(a: Observed, b: Observed) -> Iterator[tuple[str, float]]:
    x, y = a.report, b.report
    if x.sentence == y.sentence:
        # two outlets may take one sentence from an agency, and it may report two things
        yield "words", 0.0 if x.article.iri == y.article.iri else 0.6
    else:
        yield "words", len(a.words & b.words) / max(4, min(len(a.words), len(b.words)))
    if a.earlier != b.earlier:
        yield "an earlier time", 1
    if {x.modality, y.modality} == {"possible", "asserted"} and a.published and b.published:
        possible, asserted = (a, b) if x.modality == "possible" else (b, a)
        if possible.published and asserted.published and possible.published >= asserted.published:
            yield "possible after it happened", 1


def _same_sentence(a: Report, b: Report) -> bool:
    return a.article.iri == b.article.iri and (a.start, a.end, a.sentence) == (b.start, b.end, b.sentence)


def _places(a: Report, b: Report, stories: Stories) -> Iterator[tuple[str, float]]:
    """Where the two stand: in articles of one story, in one article, how near there."""
    yield "story", stories.likeness(a.article.iri, b.article.iri)
    if a.article.iri != b.article.iri:
        return
    if _same_sentence(a, b):
        yield "same sentence", 1
        return
    first, second = sorted((a, b), key=lambda r: (r.start, r.iri))
    between = second.start - first.end
    yield ("next to each other in the text" if between < 12 else "near in the text" if between < 150 else "same article"), 1
    later = fold(second.sentence)
    if _BACK.search(later):
        yield "refers back", 1
    if a.action not in VERBAL and _MORE.search(later):
        yield "adds something", 1


def _triggers(one: Observed, two: Observed) -> Iterator[tuple[str, float]]:
    a, b, x, y = one.report, two.report, one.trigger, two.trigger
    if x and y and a.article.lang[:2] == b.article.lang[:2]:
        other = "other trigger of a statement" if a.action in VERBAL else "other trigger of a deed"
        yield ("same trigger" if 2 * len(x & y) >= min(len(x), len(y)) else other), 1
    if a.mode and b.mode and a.mode != b.mode:
        yield "other mode", 1
