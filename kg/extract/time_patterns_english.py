"""What English time expressions look like: one pattern for each rule of ``time_english``, in the order in which they are tried.

Months and weekdays are read only with a capital, a bare month or year only after a preposition: "may", "march" and "the 2019 flights"
are no times.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from kg.extract.time_grammar import NEVER, Joints

NUMBERS: Final = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
DAYS_AWAY: Final = {
    "the day before yesterday": -2,
    "the day after tomorrow": 2,
    "yesterday": -1,
    "last night": -1,
    "today": 0,
    "tonight": 0,
    "this morning": 0,
    "this afternoon": 0,
    "this evening": 0,
    "tomorrow": 1,
}
TOLD_DAYS: Final = {"the same day": 0, "that day": 0, "the next day": 1, "the following day": 1, "a day later": 1, "one day later": 1} | {
    "the previous day": -1,
    "the day before": -1,
    "a day earlier": -1,
    "one day earlier": -1,
}
SEASONS: Final = {"spring": "春", "summer": "夏", "autumn": "秋", "fall": "秋", "winter": "冬"}


_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?"
    r"|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\.(?=\s)"
_D = r"(?:3[01]|[12][0-9]|0?[1-9])(?![0-9:,]?[0-9])(?:st|nd|rd|th)?"
_Y = r"[12][0-9]{3}(?![0-9]|s\b|[,.][0-9]|\s+(?:people|troops|soldiers|dollars|tons|miles|square))"
_N = rf"(?:[0-9]{{1,3}}|an?|{'|'.join(NUMBERS[1:])})"
_SEASON = f"(?:{'|'.join(SEASONS)})"
_PREPOSITIONS = ("in", "since", "by", "until", "of", "from", "to", "during", "before", "between", "through")
_BEFORE = "(?:" + "|".join(rf"(?<=\b{word} )" for word in _PREPOSITIONS) + ")"
_PART = r"(?:(?P<part>early|mid|late)[\s\-]+|(?:the\s+)?(?P<part_of>beginning|start|middle|end)\s+of\s+)"
_WHICH = r"(?P<which>last|past|previous|this|current|next|coming|the)"

RULES: Final = {
    "numeric": r"(?<![0-9./\-])(?P<y>[12][0-9]{3})-(?P<m>[01][0-9])-(?P<d>[0-3][0-9])(?![0-9\-])",
    "relative": rf"\b(?P<word>(?i:{'|'.join(DAYS_AWAY)}))\b(?!['’]s (?:world|young))",
    "told": rf"\b(?P<word>(?i:{'|'.join(TOLD_DAYS)}))\b(?! yesterday)",
    "month_day": rf"\b(?P<month>{_MONTH})\s+(?:(?P<from_day>{_D})\s*(?:-|–|—|to|and)\s*)?(?P<day>{_D})(?:,?\s+(?P<year>{_Y}))?",
    "day_month": rf"\b(?:(?P<from_day>{_D})\s*(?:-|–|—|to|and)\s*)?(?P<day>{_D})\s+(?:of\s+)?(?P<month>{_MONTH})\b(?:,?\s+(?P<year>{_Y}))?",
    "month": rf"\b(?:{_PART}(?P<month>{_MONTH})\b\.?(?:,?\s+(?P<year>{_Y}))?|(?P<month2>{_MONTH}),?\s+(?P<year2>{_Y})"
    rf"|{_BEFORE}(?P<month3>{_MONTH})(?![\w’'])|(?P<which>[Ll]ast|[Tt]his|[Nn]ext)\s+(?P<month4>{_MONTH})\b)",
    "part": rf"\b(?:{_PART}|(?:earlier|later)\s+)(?:{_WHICH}\s+)?(?P<unit>month|year)\b",
    "part_of_year": rf"\b{_PART}(?P<year>{_Y})",
    "nth": r"\b(?:the\s+)?(?P<nth>first|second|third|fourth)\s+(?P<piece>quarter|half)\s+of\s+"
    rf"(?:(?P<year>{_Y})|(?P<which>this|the|last|next)\s+year)",
    "decade": r"\b(?:the\s+)?(?P<decade>[12][0-9]{2}0)s\b",
    "season": rf"\b(?:(?P<season>{_SEASON})(?:\s+of)?\s+(?P<year>{_Y})|(?P<which>last|this|next)\s+(?P<season2>{_SEASON}))\b",
    "year": rf"\bbetween\s+(?P<from_year>{_Y})\s+and\s+(?P<until_year>{_Y})|{_BEFORE}(?P<year>{_Y})\b"
    r"|\b(?P<which>[Ll]ast|[Tt]his|[Nn]ext)\s+year\b",
    "every": rf"\b(?i:every|each)\s+(?:(?:{_WEEKDAY})|day|week|month|year)s?\b|\b(?:{_WEEKDAY})s\b",
    "weekend": r"\b(?P<which>[Ll]ast|[Tt]his|[Nn]ext|[Tt]he|[Oo]ver the)\s+weekend\b",
    "weekday": rf"\b(?:(?P<which>[Ll]ast|[Tt]his|[Nn]ext|[Cc]oming)\s+)?(?P<weekday>{_WEEKDAY})(?:\s+(?:morning|afternoon|evening|night))?"
    r"(?!\s+(?:Times|Mail|Telegraph|Express))",
    "week": r"\b(?:(?:earlier|later)\s+)?(?P<which>[Ll]ast|[Tt]his|[Nn]ext|past|previous|coming)\s+(?P<unit>week|month)\b",
    "ago": rf"\b(?P<n>(?i:{_N}))\s+(?P<unit>day|week|month|year|hour|minute)s?\s+(?P<direction>ago|earlier|before|later|after)\b",
    "past": rf"\b(?:the\s+)?(?:past|last)\s+(?P<n>{_N})\s+(?P<unit>day|week|month|year|hour)s\b",
    "vague": r"\b(?:recently|in recent (?:days|weeks|months|years)|in the coming (?:days|weeks|months|years)|the other day)\b",
}


_WILL = r"(?:will|shall|would|is set|are set|is due|are due|is to|are to|plans? to|scheduled|slated|expected|upcoming)"
JOINTS: Final = Joints(
    prefilter=re.compile(rf"[0-9]{{4}}|day|morrow|week|month|year|morning|afternoon|night|evening|hour|\bago\b|earlier|{_MONTH}|{_SEASON}"),
    to=re.compile(r"\s*(?:-|–|—|to|until|till|through|and)\s*"),
    listed=re.compile(r"\s*(?:,|and|or)\s*"),
    between=NEVER,
    apposed=re.compile(",? "),
    bracket=re.compile(r",? ?\("),
    since_before=re.compile(r"\b[Ss]ince\s+(?:the\s+)?$"),
    since_after=NEVER,
    since_later=NEVER,
    from_before=NEVER,
    until_before=re.compile(r"\b(?:[Bb]y|[Uu]ntil|[Tt]ill|[Tt]hrough|no later than)\s+(?:the\s+)?$"),
    until_after=NEVER,
    before_before=re.compile(r"\b[Bb]efore\s+(?:the\s+)?$"),
    starting_after=NEVER,
    ahead_before=re.compile(rf"\b{_WILL}\b(?:(?!\b(?:said|says|told|announced)\b)[^.;])*$"),
    ahead_after=re.compile(rf",?\s+{_WILL}\b"),
    dateline_before=re.compile(r"[A-Z][A-Z .,'/\-]{2,40}(?:\([A-Z][A-Za-z ]+\)\s*)?,?\s+(?:\([A-Z][A-Za-z ]+\)\s*)?"),
    dateline_after=re.compile(r"\s*(?:\([A-Z][A-Za-z ]+\))?\s*(?:[-—–]+\s)"),
)


@cache
def rule(name: str) -> re.Pattern[str]:
    """The pattern of one rule, with its groups."""
    return re.compile(RULES[name])


@cache
def expressions() -> re.Pattern[str]:
    """All rules as one pattern; ``lastgroup`` of a match is the rule that found it."""
    return re.compile("|".join(f"(?P<{name}>{re.sub(r'[?]P<[a-z0-9_]+>', '?:', source)})" for name, source in RULES.items()))
