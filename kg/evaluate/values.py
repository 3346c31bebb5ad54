"""The values that scoring passes on: events as the benchmark sees them, dyads, figures and their intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

MUTUAL = frozenset({"CONSULT", "COOPERATE"})  # scored without direction
PAIRING = MUTUAL | {"AGREE", "SUPPORT"}  # several actors without a target pair with each other
QUADS = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "CONCEDE"), "verbal-cooperation"),
    **dict.fromkeys(("COOPERATE", "AID", "RETREAT"), "material-cooperation"),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), "verbal-conflict"),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), "material-conflict"),
}
LEVELS = ("dyad", "document", "quad", "sentence_action")
ACTIONS = tuple(sorted(QUADS))
ATTRIBUTES = (
    "actor_name",
    "date",
    "date_where_dated",
    "modality",
    "modality_where_not_asserted",
    "source",
    "source_where_credited",
)


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
    trigger: str = ""  # the words that carry the action; no figure looks at it


@dataclass(frozen=True, slots=True)
class Dyad:
    """One scored dyad; ``target`` is "-" where there is none, which is not the same as an unknown country (None)."""

    article: str
    sentence: str  # folded
    actor: str | None
    action: str
    target: str | None


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
class Interval:
    """Between what a figure lies with 95 % confidence."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class LevelIntervals:
    """The intervals of one level's figures; None where no resampling differs from another, as where nothing is hit."""

    precision: Interval | None
    recall: Interval | None
    f1: Interval | None


@dataclass(frozen=True, slots=True)
class ScoreIntervals:
    """The intervals of the benchmark's figures, from ``articles`` articles."""

    articles: int
    levels: Mapping[str, LevelIntervals]  # by LEVELS and ACTIONS
    attributes: Mapping[str, Interval | None]  # by ATTRIBUTES; one that was never compared is absent


Found = tuple[ScoredEvent, ScoredParty | None, ScoredParty | None]  # what a dyad came from: the event, its actor, its target
Events = Mapping[str, Sequence[ScoredEvent]]  # by article
