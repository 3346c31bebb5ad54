"""Subjects and properties in, concepts out; whatever is impossible is an error that names the subject."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Literal, TypeVar, cast, get_args

from kg.errors import OntologyError
from kg.model import MODALITIES, ActorKind
from kg.vocabulary.concepts import Action, Actor, Frame, Labels, Naming, Roles, SourceConcept, Tenure
from kg.vocabulary.reading import GK, Properties, Subjects, Value
from kg.vocabulary.script import fold
from kg.vocabulary.terms import MEMBERSHIP, short_iri

T = TypeVar("T")
Report = Callable[[OntologyError], None]  # what is done with an error: the concept is left out if it returns

ACTOR_KINDS: dict[str, ActorKind] = {
    "State": "state",
    "Territory": "territory",
    "Organisation": "organisation",
    "Body": "body",
    "Person": "person",
    "ArmedGroup": "group",
    "Party": "party",
    "People": "people",
    "Collective": "people",  # 西方国家: acts and is acted upon as peoples are, and belongs to no state
}
SOURCE_KINDS: dict[str, Literal["agency", "outlet", "official", "anonymous"]] = {
    "Agency": "agency",
    "Outlet": "outlet",
    "OfficialSource": "official",
    "AnonymousSource": "anonymous",
}


def refuse(error: OntologyError) -> None:
    """What loading does with an error: nothing is loaded at all."""
    raise error


def _labels(properties: Properties, name: str = "skos:prefLabel") -> Labels:
    return tuple(sorted((v.language, str(v)) for v in properties.get(name, ())))


def _texts(properties: Properties, name: str) -> tuple[str, ...]:
    return tuple(sorted(set(map(str, properties.get(name, ())))))


def _one(properties: Properties, name: str) -> str | None:
    values = properties.get(name)
    return str(min(values)) if values else None


def _number(properties: Properties, name: str, iri: str) -> float | None:
    text = _one(properties, name)
    try:
        return None if text is None else float(text)
    except ValueError as error:
        raise OntologyError(iri, f"{name} is {text!r}, which is no number", "write it as 0.5") from error


def made(subjects: Subjects, classes: Iterable[str], make: Callable[[str, Properties, str], T], report: Report) -> Iterator[tuple[str, T]]:
    """Each subject of one of ``classes`` with what ``make`` gives for it, its properties and the first of its classes, by IRI."""
    full = [GK + name if ":" not in name else name for name in classes]
    for iri, properties in sorted(subjects.items()):
        types = properties.get("rdf:type", ())
        class_ = next((name for name in full if name in types), None)
        if class_ is not None:
            try:
                yield iri, make(iri, properties, class_.removeprefix(GK))
            except OntologyError as error:
                report(error)


def actors(subjects: Subjects, report: Report = refuse) -> dict[str, Actor]:
    """Every subject of an actor class, by IRI."""
    found = dict(made(subjects, ACTOR_KINDS, _actor, report))
    for actor in found.values():
        if actor.acts_for and actor.acts_for not in found:
            problem = f"acts for {short_iri(actor.acts_for)}, which is no actor or was withdrawn"
            report(OntologyError(actor.iri, problem, "define it, mend the IRI, or withdraw this one too"))
    return found


def _actor(iri: str, properties: Properties, class_: str) -> Actor:
    return Actor(
        iri,
        ACTOR_KINDS[class_],
        _labels(properties),
        tuple(sorted({*_texts(properties, "skos:altLabel"), *_texts(properties, "skos:hiddenLabel")})),  # a misspelling is found too
        _one(properties, "gk:code"),
        _one(properties, "gk:actsFor"),
        _one(properties, "gk:bodyType"),
        _texts(properties, "gk:initial"),
        _texts(properties, "gk:adjective"),
        _texts(properties, "gk:demonym"),
        _texts(properties, "gk:metonym"),
        _texts(properties, "gk:shortName"),
        _texts(properties, "gk:together"),
    )


def called(actors: Iterable[Actor]) -> dict[str, tuple[str, ...]]:
    """The actors that have each name, by the name as names are compared."""
    names: dict[str, list[str]] = defaultdict(list)
    for actor in actors:
        for name in {fold(n) for n in (*(text for _, text in actor.labels), *actor.aliases, *actor.metonyms, *actor.short_names)}:
            names[name].append(actor.iri)
    return {name: tuple(iris) for name, iris in sorted(names.items())}


def namings(subjects: Subjects, kind: str) -> dict[str, Naming]:
    """Kinds of office (gk:Role) or of body (gk:BodyType), by IRI."""
    return dict(made(subjects, [kind.removeprefix("gk:")], _naming, refuse))


def _naming(iri: str, p: Properties, class_: str) -> Naming:
    return Naming(iri, _labels(p), tuple(sorted({*_texts(p, "skos:prefLabel"), *_texts(p, "skos:altLabel")})))


def day_of(text: str, iri: str, *, last: bool = False) -> date:
    """A day from xsd:date, gYearMonth or gYear; an end that is only a month counts to its last day."""
    try:
        parts = [int(p) for p in text[:10].split("-")]
        if len(parts) == 3:
            return date(*parts)
        year, month = parts[0], parts[1] if len(parts) == 2 else (12 if last else 1)
        first = date(year, month, 1)
        return date.fromordinal(date(year + month // 12, month % 12 + 1, 1).toordinal() - 1) if last else first
    except (ValueError, IndexError) as error:
        raise OntologyError(iri, f"{text!r} is no day, month or year", "write 2021-10-04 or 2021-10") from error


def tenures(subjects: Subjects, report: Report = refuse) -> tuple[Tenure, ...]:
    """Who held which office from when to when, by IRI."""
    # without an office it is a state's membership of an organisation: see membership.py
    offices = {iri: p for iri, p in subjects.items() if {"gk:post", "gk:role"} & p.keys()}

    def tenure(iri: str, p: Properties, class_: str) -> Tenure:
        person, organization, post = _one(p, "org:member"), _one(p, "org:organization"), _one(p, "gk:post")
        role = _one(p, "gk:role") or (_one(subjects.get(post, {}), "gk:role") if post else None)
        start, until = _one(p, "gk:from"), _one(p, "gk:until")
        if not (person and organization and role and start):
            raise OntologyError(iri, "needs org:member, org:organization, gk:post with a gk:role, gk:from", "add what is missing")
        found = Tenure(iri, person, organization, role, day_of(start, iri), day_of(until, iri, last=True) if until else None)
        if found.end is not None and found.end < found.start:
            raise OntologyError(iri, "ends before it starts", "mend gk:from or gk:until")
        return found

    return tuple(t for _, t in made(offices, [MEMBERSHIP], tenure, report))


def sources(subjects: Subjects) -> dict[str, SourceConcept]:
    """Outlets, agencies, official and anonymous sources, by IRI."""
    return dict(made(subjects, SOURCE_KINDS, _source, refuse))


def _source(iri: str, p: Properties, class_: str) -> SourceConcept:
    names = tuple(sorted({*_texts(p, "skos:prefLabel"), *_texts(p, "skos:altLabel"), *_texts(p, "skos:notation")}))
    hosts = tuple(h.lower() for h in _texts(p, "gk:host"))
    return SourceConcept(iri, SOURCE_KINDS[class_], _labels(p), names, _one(p, "skos:notation"), _one(p, "gk:code"), hosts)


def actions(subjects: Subjects, report: Report = refuse) -> tuple[dict[str, Action], dict[str, Labels]]:
    """The action types by code, and the labels of their modes by local name."""
    types = {_local(iri): action for iri, action in made(subjects, ["Action"], _action, report)}
    modes = {_local(iri): labels for iri, labels in made(subjects, ["Mode"], lambda iri, p, class_: _labels(p), report)}
    return types, modes


def _local(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]


def _action(iri: str, p: Properties, class_: str) -> Action:
    quad, score = _one(p, "gk:quad"), _number(p, "gk:score", iri)
    if quad is None or score is None:
        raise OntologyError(iri, "an action needs gk:quad and gk:score", "add them")
    return Action(iri, _local(iri), _labels(p), _labels(p, "skos:definition"), quad.removeprefix(GK), score)


def frames(subjects: Subjects, types: Mapping[str, Action], modes: Mapping[str, Labels], report: Report = refuse) -> tuple[Frame, ...]:
    """The ways in which the languages say the actions, by IRI and pattern."""

    def ways(iri: str, p: Properties, class_: str) -> tuple[Frame, ...]:
        action, mode = _one(p, "gk:action"), _one(p, "gk:mode")
        if action is None or _local(action) not in types:
            raise OntologyError(
                iri, f"says the action {short_iri(action or 'none')}, which is not defined", f"use {', '.join(sorted(types))}"
            )
        if mode is not None and _local(mode) not in modes:
            raise OntologyError(iri, f"says the mode {short_iri(mode)}, which is not defined", "mend gk:mode or leave it out")
        return tuple(_frame(iri, p, pattern, action, mode) for pattern in p.get("gk:pattern", ()))

    return tuple(frame for _, found in made(subjects, ["Frame"], ways, report) for frame in found)


def _frame(iri: str, p: Properties, pattern: Value, action: str, mode: str | None) -> Frame:
    roles, modality = _one(p, "gk:roles") or "active", _one(p, "gk:modality")
    if roles not in get_args(Roles):
        raise OntologyError(iri, f"gk:roles is {roles!r}", f"use one of {', '.join(get_args(Roles))}")
    if modality is not None and modality not in MODALITIES:
        raise OntologyError(iri, f"gk:modality is {modality!r}", f"use one of {', '.join(MODALITIES)}")
    precision = _number(p, "gk:precision", iri)
    seen, right, read, read_right = (int(_number(p, "gk:" + n, iri) or 0) for n in ("seen", "right", "read", "readRight"))
    return Frame(
        iri,
        str(pattern),
        "en" if pattern.language == "en" else "zh",
        _local(action),
        _local(mode).partition("-")[2] if mode else None,
        cast("Roles", roles),
        _one(p, "gk:nominal") == "true",
        _one(p, "gk:weak") == "true",
        modality,
        0.5 if precision is None else precision,
        _texts(p, "gk:unless"),
        seen,
        right,
        read,
        read_right,
    )


def affixes(subjects: Subjects) -> dict[str, tuple[str, ...]]:
    """Words around names (政府, 前, 对), by what they make of the name; keys are the affixes' local names."""
    return {_local(iri): words for iri, words in made(subjects, ["Affix"], lambda iri, p, class_: _texts(p, "gk:text"), refuse)}
