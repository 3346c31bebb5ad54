"""An event in, where its reports contradict one another out, and how sure it is: one denies, days or numbers differ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

from kg.merge.observe import published_day, words_in_common
from kg.model import Conflict, ConflictKind, Report
from kg.vocabulary import fold, simplify

KINDS: Final[tuple[ConflictKind, ...]] = ("denied", "dates", "numbers")
_MOST: Final = 12  # conflicts of an event that are kept: one of each kind and pair of origins
_SOON: Final = 1  # days between two publications: later a higher number is news and no contradiction
_SUREST: Final = 0.99

_SURE: Final = 0.5  # a report less sure than this contradicts nobody
# share of words that two sentences have in common: less, and they may speak of two things that merging has taken for one
_ALIKE: Final = {"denied": 0.2, "dates": 0.35, "numbers": 0.3}
_DENIES: Final = re.compile(
    "否认|否認|不实|不實|不属实|不屬實|并非事实|並非事實|子虚乌有|子虛烏有|捏造|谎言|謊言|从未|從未|没有也不会|沒有也不會|"
    r"\bden(?:y|ies|ied)\b|\bfalse\b|\bnever\b|\bfabricat",
    re.IGNORECASE,
)
_NUMBER = r"(?P<count>[0-9][0-9,]*|[一二三四五六七八九十百千两]{1,6})"
_COUNTED: Final = re.compile(
    rf"(?<![0-9.至少超过近约逾上]){_NUMBER}(?:名|人|位)(?P<open>[余多]|以上)?[^，。；、0-9]{{0,8}}?"
    r"(?P<what>死亡|遇难|丧生|身亡|死(?!刑)|受伤|负伤|失踪|被捕|被拘|被扣押|获释)"
)
_COUNTED_ENGLISH: Final = re.compile(
    r"(?<!at least )(?<!more than )(?<!about )\b(?P<count>[0-9][0-9,]*)(?P<open>\+)? (?:[a-z]+ ){0,3}?(?:were |was |have been )?"
    r"(?P<what>killed|dead|wounded|injured|missing|arrested|detained|released)\b",
    re.IGNORECASE,
)
_KILLED: Final = re.compile(
    r"\b(?P<what>killed|wounded|injured|arrested|detained|released) (?P<open>)(?P<count>[0-9][0-9,]*)\b(?!\+)", re.IGNORECASE
)
_SEIZED: Final = re.compile(rf"(?P<what>逮捕|拘留|扣押|释放)了?(?P<open>至少|超过|约|近)?{_NUMBER}(?:名|人|位)(?![余多])")
_SAME: Final = {
    **dict.fromkeys(("死亡", "遇难", "丧生", "身亡", "死", "killed", "dead"), "dead"),
    **dict.fromkeys(("受伤", "负伤", "wounded", "injured"), "injured"),
    **dict.fromkeys(("失踪", "missing"), "missing"),
    **dict.fromkeys(("被捕", "被拘", "被扣押", "逮捕", "拘留", "扣押", "arrested", "detained"), "detained"),
    **dict.fromkeys(("获释", "释放", "released"), "released"),
}
_DIGITS: Final = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_UNITS: Final = {"十": 10, "百": 100, "千": 1000}


def conflicts(reports: Sequence[Report]) -> tuple[Conflict, ...]:
    """Where the reports of one event, in the order of publication, contradict one another: of each kind and pair of origins the first."""
    found: dict[tuple[str, str, str], Conflict] = {}
    for a, b in combinations(reports, 2):
        if a.origin == b.origin:
            continue
        for conflict in _between(a, b):
            first, second = sorted((a.origin, b.origin))
            found.setdefault((conflict.kind, first, second), conflict)
    ordered = sorted(found.values(), key=lambda c: (KINDS.index(c.kind), c.a, c.b))
    return tuple(ordered[:_MOST])


def _between(a: Report, b: Report) -> Iterator[Conflict]:
    if min(a.confidence, b.confidence) < _SURE:
        return
    alike = words_in_common(a, b)
    if (a.modality == "denied") != (b.modality == "denied"):
        denial = a if a.modality == "denied" else b
        if alike >= _ALIKE["denied"] and _DENIES.search(denial.sentence) and {a.modality, b.modality} & {"asserted", "planned"}:
            yield Conflict("denied", a.iri, b.iri, a.modality, b.modality)
        return
    days = [r.date for r in (a, b) if r.date and r.date.start == r.date.end]
    if len(days) == 2 and days[0] != days[1] and a.modality == b.modality and alike >= _ALIKE["dates"]:
        yield Conflict("dates", a.iri, b.iri, days[0].start.isoformat(), days[1].start.isoformat())
    one, other = published_day(a), published_day(b)
    if one and other and abs((one - other).days) <= _SOON and alike >= _ALIKE["numbers"]:
        counts, theirs = counted(a.sentence), counted(b.sentence)
        for what in sorted(counts.keys() & theirs.keys()):
            if counts[what] != theirs[what]:
                yield Conflict("numbers", a.iri, b.iri, f"{what} {counts[what]}", f"{what} {theirs[what]}")


def counted(sentence: str) -> dict[str, int]:
    """How many the sentence says are dead, injured, missing, detained or released; without what it leaves open (至少, 20余, more than)."""
    text = fold(simplify(sentence))
    found: dict[str, int] = {}
    for pattern in (_COUNTED, _COUNTED_ENGLISH, _KILLED, _SEIZED):
        for match in pattern.finditer(text):
            what, number = _SAME[match["what"].lower()], _number(match["count"])
            if not match["open"] and number is not None:
                found.setdefault(what, number)
    return found


def _number(text: str) -> int | None:
    if text[0].isdigit() and text.isascii():
        return int(text.replace(",", ""))
    total, digit = 0, 0
    for character in text:
        if character in _DIGITS:
            if digit:
                return None  # 二三: two or three
            digit = _DIGITS[character]
        else:
            total += (digit or 1) * _UNITS[character]
            digit = 0
    return total + digit


def confidence(reports: Sequence[Report]) -> float:
    """How likely it is that the event of these reports is rightly read.

    1 - the product over origins of (1 - the confidence of their surest report).

    Reports of one origin are one witness, however often it is repeated. Reports that deny speak for an event only where all do; that it
    is contested is told by ``conflicts`` and not by this number. No more than 0.99.
    """
    speaking = [r for r in reports if r.modality != "denied"] or reports
    surest: dict[str, float] = {}
    for report in speaking:
        surest[report.origin] = max(surest.get(report.origin, 0.0), report.confidence)
    doubt = 1.0
    for _, sure in sorted(surest.items()):
        doubt *= 1.0 - sure
    return round(min(_SUREST, 1.0 - doubt), 4)
