"""A trigger, its sentence and one candidate day in; out come names of what speaks for or against that day dating the event.

The candidates are the sentence's time expressions, the day carried over from sentences before, and no day at all (None). Each name
has a weight in ``date_weights.json``; the candidate with the highest sum is chosen, and its names say why.
A name ends in ``, said`` where the action is itself a speech act: 周一表示 dates what is said by saying it, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from kg.extract.time_expressions import TimeExpression

_SPEECH: Final = re.compile(
    "表示|指出|强调|认为|透露|报道|报导|证实|声称|宣称|指称|提到|补充|回应|写道|谈到|重申|坦言|坦承|消息|(?<![演学小游传])说(?!明|服|客)|称(?!为|赞)"
    "|指(?!责|控|令|挥|导|定)|告诉|发文|声明|记者会|发布会|采访|援引"
)
_DECISION: Final = re.compile("宣布|决定|下令|要求|敦促|批准|通过|签署|同意|呼吁|命令|警告|威胁|谴责|批评|指责|指控")
_REPORTED: Final = re.compile("[^，。；：的]{0,12}(?:报道|报导|消息)")
_SAID: Final = re.compile("[^，。；：的]{0,12}(?:表示|说|称|指出|透露|证实|宣布|发表)")
_PUNCTUATED: Final = re.compile("[，；。]")
_SPACED: Final = re.compile("[一-鿿”」] +[一-鿿“「]")
_STOPS: Final = re.compile("[，；：]")
_MODIFIER: Final = re.compile("[^，。；：]{0,12}的")
_WHEN: Final = re.compile("[^，]{0,8}(?:后|以来|时|之际|期间)")
_RECORD: Final = re.compile(".{0,25}(?:首次|第.{1,3}次|最)")
_WISHED: Final = re.compile("希望|愿|期待|有意|考虑|可能|或(?![者许])")
_AHEAD: Final = re.compile("(?:将|拟|会(?![见谈晤议面])|计划|预计|打算|准备|有望)[^，]{0,10}$")
_IN_CLAUSE: Final = {
    "possible": re.compile("可能|或(?![者许])|若|如果|考虑|希望|愿|一旦|假如"),
    "earlier": re.compile("曾|已|此前|之前|早前|先前|一直|多次|长期|日前|近日|最近|近期|不断|持续"),
    "subordinate": re.compile("报复|由于|因|针对|对于?|就|以|为了?|导致|反对"),
}
_FOLLOWING: Final = {
    "modifies": re.compile("[^，。；：]{0,6}的"),
    "when": re.compile("[^，。；：]{0,10}(?:后|以来|之际|时|期间)[，。]"),
}
_CARRYING: Final = {
    "pronoun": re.compile("[“「]?(?:他|她|其|该|声明|报告|文)"),
    "quotation": re.compile("[“「]"),
    "also": re.compile(".{0,38}(?:还|也(?!门)|并|同时)"),
    "meeting": re.compile(".*?(?:会见|会谈|双方|会上|会后|记者会)"),
}
DAY_KINDS: Final = frozenset(("explicit", "day", "weekday", "relative", "told", "ago"))
_KINDS: Final = ("day", "week", "weekend", "month", "year", "decade", "past", "since", "until")
# every name below, without and with its number or kind; those of the second also for speech acts
_PLAIN: Final = (
    *("none", "none: ahead", *(f"none: {name}" for name in (*_IN_CLAUSE, *_FOLLOWING, "quoted", "vague time", "wished"))),
    *(f"before: {n} clauses" for n in range(4)),
    *(f"before: gap {n}" for n in range(4)),
    *("before: nearest", "before: in a modifier", "before: in a when-clause", "before: of a report"),
    *("after: far", "after: preposition", "inside the trigger", "bracketed", "at the start"),
    *(f"kind: {kind}" for kind in _KINDS),
    *(f"carried: {n} sentences" for n in range(1, 7)),
    "carried: the sentence has a time",
)
_SPEECH_ACTS: Final = (
    *("before: speech between", "before: no speech", "before: decision between", "before: of a statement"),
    *(f"after: {n} clauses" for n in range(3)),
    *(
        "future",
        "outside the quotation",
        "carried",
        *(f"carried: {name}" for name in (*_CARRYING, "same paragraph", "statement", "quoted")),
    ),
)


def evidence_names() -> frozenset[str]:
    """All names that ``evidence`` can give."""
    return frozenset((*_PLAIN, *_SPEECH_ACTS, *(f"{name}, said" for name in _SPEECH_ACTS)))


@dataclass(frozen=True)
class Setting:
    """A trigger in its sentence (simplified text; offsets from the sentence's start)."""

    text: str
    start: int
    end: int
    times: Sequence[TimeExpression]
    performative: bool
    reporting: Sequence[tuple[int, int]] = ()

    def named(self, name: str) -> tuple[str, ...]:
        """The name, and the name for speech acts where the action is one."""
        return (name, f"{name}, said") if self.performative else (name,)

    @cached_property
    def context(self) -> tuple[str, ...]:
        """What the trigger's own clause tells about time."""
        clause = self.text[max(self.text.rfind(stop, 0, self.start) for stop in "，；：。") + 1 : self.start]
        found = ["ahead"] if _AHEAD.search(clause) else []
        found += [name for name, pattern in _IN_CLAUSE.items() if pattern.search(clause)]
        found += [name for name, pattern in _FOLLOWING.items() if pattern.match(self.text, self.end)]
        return (*found, "quoted") if _quotes(self.text[: self.start]) > 0 else tuple(found)

    def speech_in(self, start: int, end: int) -> bool:
        """Whether somebody is said to speak between two places."""
        return bool(_SPEECH.search(self.text, start, end)) or any(start <= s and e <= end for s, e in self.reporting)

    def time_in(self, start: int, end: int) -> bool:
        """Whether another time expression stands between two places."""
        return any(t.span and t.kind != "carried" and start <= t.start and t.end <= end for t in self.times)


def evidence(setting: Setting, candidate: TimeExpression | None) -> Iterator[str]:
    """The names of all that tells for or against ``candidate`` (None: the text gives no day)."""
    if candidate is None:
        yield "none"
        yield from (f"none: {name}" for name in setting.context)
        if _WISHED.search(setting.text, setting.start, setting.end):
            yield "none: wished"
        if any(t.kind == "vague" for t in setting.times):
            yield "none: vague time"
        return
    if candidate.kind == "carried":
        yield from _carried(setting, candidate)
        return
    if candidate.end <= setting.start:
        yield from _before(setting, candidate)
    elif candidate.start >= setting.end:
        yield from _after(setting, candidate)
    else:
        yield "inside the trigger"
    yield from _itself(setting, candidate)


def _before(setting: Setting, time: TimeExpression) -> Iterator[str]:
    text, gap = setting.text, setting.text[time.end : setting.start]
    yield f"before: {min(len(_STOPS.findall(gap)), 3)} clauses"
    yield f"before: gap {min(len(gap) // 15, 3)}"
    yield from setting.named("before: speech between" if setting.speech_in(time.end, setting.start) else "before: no speech")
    if _DECISION.search(gap):
        yield from setting.named("before: decision between")
    if not setting.time_in(time.end, setting.start):
        yield "before: nearest"
    if _MODIFIER.match(gap):
        yield "before: in a modifier"
    if _WHEN.match(gap):
        yield "before: in a when-clause"
    if _REPORTED.match(text, time.end):
        yield "before: of a report"
    elif is_of_statement(text, time):
        yield from setting.named("before: of a statement")


def _after(setting: Setting, time: TimeExpression) -> Iterator[str]:
    gap = setting.text[setting.end : time.start]
    yield from setting.named(f"after: {min(len(_STOPS.findall(gap)), 2)} clauses")
    if len(gap) >= 18:
        yield "after: far"
    if setting.text[time.start - 1] in "将于在定":
        yield "after: preposition"


def _itself(setting: Setting, time: TimeExpression) -> Iterator[str]:
    yield f"kind: {'day' if time.kind in DAY_KINDS else time.kind}"
    if time.bracketed:
        yield "bracketed"
    if time.ahead:
        yield from setting.named("future")
    if time.start <= 2:
        yield "at the start"
    if "quoted" in setting.context and _quotes(setting.text[: time.start]) <= 0:
        yield from setting.named("outside the quotation")


def _carried(setting: Setting, time: TimeExpression) -> Iterator[str]:
    yield from setting.named("carried")
    yield f"carried: {min(time.back, 6)} sentences"
    if setting.time_in(0, len(setting.text)):
        yield "carried: the sentence has a time"
    names = [name for name, pattern in _CARRYING.items() if pattern.match(setting.text)]
    names += ["same paragraph"] * time.near
    names += ["statement"] * time.stated + ["quoted"] * ("quoted" in setting.context)
    for name in names:
        yield from setting.named(f"carried: {name}")


def is_announcement(setting: Setting, time: TimeExpression) -> bool:
    """27日宣布将裁减: the announcement's day is not that of what it announces."""
    if setting.performative or time.ahead or "ahead" not in setting.context or not time.text or time.end > setting.start:
        return False
    return bool(_DECISION.search(setting.text, time.end, setting.start)) or setting.speech_in(time.end, setting.start)


def is_apart(setting: Setting, time: TimeExpression) -> bool:
    """四月举行峰会 外长访问马尼拉: the parts of a headline, a space between them, tell of different things."""
    first, last = sorted(((time.start, time.end), (setting.start, setting.end)))
    return not _PUNCTUATED.search(setting.text) and bool(_SPACED.search(setting.text, first[1] - 1, last[0] + 1))


def is_record(text: str, time: TimeExpression) -> bool:
    """2014年以来首次 tells how rare the event is, not when it was."""
    return time.kind == "since" and bool(_RECORD.match(text, time.end))


def is_of_statement(text: str, time: TimeExpression) -> bool:
    """周一表示: the day of a statement."""
    return bool(_SAID.match(text, time.end))


def _quotes(text: str) -> int:
    return text.count("“") + text.count("「") - text.count("”") - text.count("」")
