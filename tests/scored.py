"""Events as the benchmark sees them, written in short for tests: ``event("JPN ACCUSE RUS", "日本谴责俄罗斯。")``."""

from __future__ import annotations

from typing import Any

from kg.evaluate import ScoredEvent, ScoredParty

NAMES = {"JPN": "日本", "USA": "美国", "RUS": "俄罗斯", "CHN": "中国", "PHL": "菲律宾", "FRA": "法国"}


def event(dyad: str, sentence: str, **fields: Any) -> ScoredEvent:
    """An event from "ACTORS ACTION TARGETS", parties as codes joined by +, "?" of unknown country, and "-" for none."""
    actors, action, targets = dyad.split()
    values: dict[str, Any] = {"date": None, "modality": "asserted", "sources": (), **fields}
    return ScoredEvent(sentence, _parties(actors), action, _parties(targets), **values)


def _parties(codes: str) -> tuple[ScoredParty, ...]:
    return tuple(ScoredParty(NAMES.get(c, "某方"), None if c == "?" else c) for c in codes.split("+") if c != "-")
