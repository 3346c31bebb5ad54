"""The values that pass between the stages, each named by the stage that makes it.

read -> Article · segment -> Sentence · extract -> Claim · link -> Report · merge -> Event · network -> Network

Offsets are counted in Unicode code points from the start of ``Article.text``; ``end`` is exclusive.
Days are ``datetime.date``; codes of countries are ISO 3166-1 alpha-3 or one of the organisations' codes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Precision = Literal["second", "minute", "day", "month", "year"]
Language = Literal["zh-Hans", "zh-Hant", "en"]
BlockKind = Literal["headline", "heading", "paragraph", "caption"]
Modality = Literal["asserted", "planned", "possible", "denied"]
MODALITIES: tuple[Modality, ...] = ("asserted", "planned", "possible", "denied")

# Where the F1 of the rules is highest on the annotated articles: less sure events are left out unless a user asks for them
MIN_CONFIDENCE = 0.2
# who decides on Chinese events unless a user asks for another
DEFAULT_EXTRACTOR: Literal["rules", "learned"] = "learned"


@dataclass(frozen=True, slots=True)
class Published:
    """When an article says it appeared, no more precise than it says it."""

    value: str  # ISO 8601: "2024-03-25T12:45:03+00:00", "2024-03-25T13:42", "2024-03-25"
    precision: Precision
    zone: str | None  # "UTC", "+08:00"; None where the source names none
    origin: Literal["epoch", "metadata", "markup", "dateline", "url"]

    @property
    def day(self) -> date:
        """The day as printed, in the zone that the source used; the first of a bare month or year."""
        parts = [*map(int, self.value[:10].split("-")), 1, 1]
        return date(parts[0], parts[1], parts[2])


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading or caption of an article's text."""

    start: int
    end: int
    kind: BlockKind


@dataclass(frozen=True, slots=True)
class Article:
    """One article, cleaned: no footers, no promotion, no repeated lead, no agency line."""

    iri: str
    id: str
    path: str  # where it was read from; relative as given by the user, "-" for standard input
    title: str
    url: str | None  # canonical
    published: Published | None
    dateline: date | None  # the day printed in the text's dateline (25/03/2024 - 13:42, 路透北京7月23日电)
    outlet: str | None
    agency: str | None  # whose line （法新社孟买15日电） was cut from the text
    lang: Language
    text: str  # blocks joined by "\n"
    blocks: tuple[Block, ...]
    content_hash: str  # sha256 of what the article says (title, url, published, outlet, text), hex

    @property
    def anchor(self) -> date | None:
        """The day from which 今天 counts: the dateline's, else that of publication."""
        return self.dateline or (self.published.day if self.published else None)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an article: ``article.text[start:end] == text``."""

    index: int
    start: int
    end: int
    text: str
    simplified: str  # the same length as text, in simplified script: offsets hold in both
    kind: BlockKind
    paragraph: int  # index of its block


MentionKind = Literal["state", "organisation", "body", "person", "group", "people", "pair", "pronoun", "generic", "source", "unknown"]


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of the text that name, or point to, an actor."""

    start: int
    end: int
    text: str  # as written
    kind: MentionKind
    candidates: tuple[str, ...] = ()  # actor IRIs, best first; several where only context decides
    name: str | None = None  # the person's own name, where a title stands before it: 岸田文雄
    title: str | None = None  # 首相, 外长
    country: str | None = None  # IRI of the state that the words around it name: 日本(首相岸田文雄)
    metonym: bool = False  # 华盛顿, 白宫: a place or a government, as context has it


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """First and last day of what a time expression names."""

    start: date
    end: date

    @property
    def precision(self) -> Literal["day", "month", "year", "span"]:
        """What the span is as a calendar unit, for readers who need to know how exact a date is."""
        first, last = self.start, self.end
        if first == last:
            return "day"
        begins, ends = (first.month, first.day), (last.month, last.day)
        if first.year == last.year and begins == (1, 1) and ends == (12, 31):
            return "year"
        following = date(last.year + last.month // 12, last.month % 12 + 1, 1) if last.year < 9999 else last
        same_month = (first.year, first.month) == (last.year, last.month)
        return "month" if same_month and first.day == 1 and (following - last).days == 1 else "span"


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words that carry an action."""

    start: int
    end: int
    text: str
    action: str  # AGREE, CONSULT, …
    mode: str | None  # visit, phone, …
    frame: str  # IRI of the frame in the ontology, or "learned"
    precision: float  # how often this frame is right, 0 to 1


@dataclass(frozen=True, slots=True)
class Credit:
    """A source as the text names it: 路透社, 林芳正, 消息人士."""

    start: int
    end: int
    text: str
    label: str
    iri: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """What one sentence says that somebody did to somebody; parties are still words."""

    sentence: Sentence
    trigger: Trigger
    actors: tuple[Mention, ...]
    targets: tuple[Mention, ...]
    date: TimeSpan | None
    modality: Modality
    sources: tuple[Credit, ...]
    place: Mention | None
    confidence: float
    rule: str  # which rule found the parties; "learned"
    reasons: tuple[str, ...] = ()  # what decided, in words, where it was asked for


@dataclass(frozen=True, slots=True)
class Party:
    """An actor in a role. ``iri`` is empty for an agent that the text leaves unnamed."""

    label: str  # as fully as the article names it, in the article's language
    country: str | None
    iri: str


@dataclass(frozen=True, slots=True)
class Source:
    """Whom an article credits."""

    label: str
    iri: str


@dataclass(frozen=True, slots=True)
class ArticleRef:
    """What a report needs to know of its article."""

    iri: str
    id: str
    title: str
    url: str | None
    published: str | None  # Published.value
    outlet: str | None
    agency: str | None
    lang: Language


@dataclass(frozen=True, slots=True)
class Report:
    """A claim whose parties are known actors, with its evidence; immutable."""

    iri: str
    article: ArticleRef
    sentence: str
    start: int  # of the sentence in the article's text
    end: int
    trigger: str
    trigger_start: int
    trigger_end: int
    action: str
    mode: str | None
    actors: tuple[Party, ...]
    targets: tuple[Party, ...]
    date: TimeSpan | None
    modality: Modality
    sources: tuple[Source, ...]
    place: Party | None
    confidence: float
    rule: str
    reasons: tuple[str, ...] = ()  # of the claim; not stored

    @property
    def chain(self) -> tuple[str, ...]:
        """Who says that who says so: the outlet, the agency that it took the article from, those whom the sentence credits."""
        return tuple(dict.fromkeys(filter(None, (self.article.outlet, self.article.agency, *(s.label for s in self.sources)))))

    @property
    def origin(self) -> str:
        """Where it comes from: the last link of outlet -> agency -> credited source."""
        return self.sources[-1].label if self.sources else self.article.agency or self.article.outlet or self.article.iri


ConflictKind = Literal["denied", "dates", "numbers"]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two reports of one event that cannot both be right."""

    kind: ConflictKind
    a: str  # IRI of the earlier report
    b: str
    says_a: str  # "asserted", "2024-04-10", "dead 12"
    says_b: str


@dataclass(frozen=True, slots=True)
class Event:
    """A happening, derived from the reports that speak of it."""

    iri: str
    action: str
    mode: str | None
    actors: tuple[Party, ...]
    targets: tuple[Party, ...]
    date: TimeSpan | None
    place: Party | None
    reports: tuple[Report, ...]  # sorted by (published, iri)
    confidence: float = 0.0  # that it is rightly read; see kg.merge.conflict.confidence
    conflicts: tuple[Conflict, ...] = ()

    @property
    def origins(self) -> tuple[str, ...]:
        """The distinct origins, sorted: what corroboration counts."""
        return tuple(sorted({r.origin for r in self.reports}))


Verdict = Literal["same", "different", "undecided"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person says of two reports, or of two actors: it overrides what merging would decide, and survives every rebuilding."""

    a: str  # IRI, the one that sorts first
    b: str
    verdict: Verdict
    author: str
    day: date
    note: str = ""


ActorKind = Literal["state", "territory", "organisation", "body", "person", "group", "people", "party", "unknown"]


@dataclass(frozen=True, slots=True)
class NetworkActor:
    """A node of the actor network."""

    iri: str
    labels: tuple[tuple[str, str], ...]  # (language, label), sorted by language
    kind: ActorKind
    country: str | None  # code
    state: str | None  # IRI of the state it belongs to or acts for; None for a state itself
    events: int
    aliases: tuple[str, ...] = ()
    verified: bool = True


@dataclass(frozen=True, slots=True)
class NetworkEdge:
    """All that one actor is reported to have done to another on one side (cooperation or conflict)."""

    source: str  # actor IRI
    target: str
    side: Literal["cooperation", "conflict"]
    events: tuple[str, ...]  # event IRIs


@dataclass(frozen=True, slots=True)
class Network:
    """The actor network with the events that each edge stands for."""

    actors: tuple[NetworkActor, ...]
    edges: tuple[NetworkEdge, ...]
    events: tuple[Event, ...] = field(default=())
