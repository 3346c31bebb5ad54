"""What the ontology tells: frozen values, one class for each kind of concept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from kg.model import MIN_CONFIDENCE, ActorKind, Modality

Labels = tuple[tuple[str, str], ...]  # (language, text), sorted
Roles = Literal["active", "mutual", "intransitive", "passive"]


def label_in(labels: Labels, language: str) -> str | None:
    """The label in ``language`` ("zh" takes simplified first), else in another one of the same script family, else any."""
    wanted = {"zh": ("zh-Hans", "zh-Hant", "en"), "zh-Hans": ("zh-Hans", "zh-Hant", "en"), "zh-Hant": ("zh-Hant", "zh-Hans", "en")}
    by_language = dict(reversed(labels))
    for tag in wanted.get(language, (language, "en", "zh-Hans")):
        if tag in by_language:
            return by_language[tag]
    return labels[0][1] if labels else None


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts: a state, a body, a person, an organisation, a group, a people."""

    iri: str
    kind: ActorKind
    labels: Labels
    aliases: tuple[str, ...] = ()  # full names, safe by themselves
    code: str | None = None  # ISO 3166-1 alpha-3, or an organisation's code
    acts_for: str | None = None  # IRI of a state or organisation
    body_type: str | None = None
    initials: tuple[str, ...] = ()  # 美, one-letter forms
    adjectives: tuple[str, ...] = ()  # Japanese
    demonyms: tuple[str, ...] = ()  # 日本人
    metonyms: tuple[str, ...] = ()  # 东京, 白宫
    short_names: tuple[str, ...] = ()  # 岸田: ambiguous by themselves
    together: tuple[str, ...] = ()  # 两岸: names that several actors have as one


@dataclass(frozen=True, slots=True)
class Tenure:
    """Somebody held an office from one day to another."""

    iri: str
    person: str
    organization: str
    role: str
    start: date
    end: date | None  # None while it lasts, or where the end is not known


@dataclass(frozen=True, slots=True)
class Membership:
    """A state, or an organisation, belonged to an organisation from one day to another."""

    iri: str
    member: str
    organization: str
    start: date
    end: date | None  # None while it lasts


@dataclass(frozen=True, slots=True)
class Naming:
    """A kind of office or body (外交部长, 外交部) with all its names."""

    iri: str
    labels: Labels
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceConcept:
    """An outlet, an agency, an official source or a kind of anonymous one."""

    iri: str
    kind: Literal["agency", "outlet", "official", "anonymous"]
    labels: Labels
    names: tuple[str, ...]
    short: str | None  # RFI
    code: str | None
    hosts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Action:
    """One of PLOVER's sixteen types."""

    iri: str
    code: str  # CONSULT
    labels: Labels
    definitions: Labels
    quad: str  # VerbalCooperation, MaterialCooperation, VerbalConflict, MaterialConflict
    score: float

    @property
    def cooperative(self) -> bool:
        return self.quad.endswith("Cooperation")

    @property
    def material(self) -> bool:
        return self.quad.startswith("Material")


@dataclass(frozen=True, slots=True)
class Frame:
    """How a language says an action: 举行…会谈."""

    iri: str
    pattern: str
    language: Literal["zh", "en"]
    action: str  # code
    mode: str | None  # visit
    roles: Roles
    nominal: bool
    weak: bool
    modality: Modality | None
    precision: float
    unless: tuple[str, ...]
    seen: int = 0  # matches in the annotated articles; 0 where it never was met
    right: int = 0  # of those, how many an annotated event of its action meets
    read: int = 0  # matches in articles without annotations that a person has read
    read_right: int = 0  # of those, how many report an event of its action

    @property
    def faint(self) -> bool:
        """Whether it says too little to make an event by itself: 强调, 采取."""
        return self.precision < MIN_CONFIDENCE
