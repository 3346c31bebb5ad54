"""Subjects and properties in, concepts out; whatever is impossible is an error that names the subject."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import cast, get_args

from kg.errors import OntologyError
from kg.model import MODALITIES, ActorKind
from kg.vocabulary.concepts import Action, Actor, Frame, Labels, Naming, Roles, SourceConcept, Tenure
from kg.vocabulary.reading import GK, Properties

Subjects = Mapping[str, Properties]

ACTOR_KINDS: dict[str, ActorKind] = {
    "State": "state",
    "Territory": "territory",
    "Organisation": "organisation",
    "Body": "body",
    "Person": "person",
    "ArmedGroup": "group",
    "Party": "party",
    "People": "people",
}
MEMBERSHIP = "http://www.w3.org/ns/org#Membership"
SOURCE_KINDS = {"Agency": "agency", "Outlet": "outlet", "OfficialSource": "official", "AnonymousSource": "anonymous"}


def _types(properties: Properties) -> set[str]:
    return {t.removeprefix(GK) for t in properties.get("rdf:type", ())}


def _labels(properties: Properties, name: str = "skos:prefLabel") -> Labels:
    return tuple(sorted((v.language, str(v)) for v in properties.get(name, ())))


def _texts(properties: Properties, name: str) -> tuple[str, ...]:
    return tuple(sorted(set(map(str, properties.get(name, ())))))


def _one(properties: Properties, name: str) -> str | None:
    values = _texts(properties, name)
    return values[0] if values else None


def actors(subjects: Subjects) -> dict[str, Actor]:
    """Every subject of an actor class, by IRI."""
    found: dict[str, Actor] = {}
    for iri, properties in sorted(subjects.items()):
        kinds = [kind for name, kind in ACTOR_KINDS.items() if name in _types(properties)]
        if not kinds:
            continue
        found[iri] = Actor(
            iri,
            kinds[0],
            _labels(properties),
            _texts(properties, "skos:altLabel"),
            _one(properties, "gk:code"),
            _one(properties, "gk:actsFor"),
            _one(properties, "gk:bodyType"),
            _texts(properties, "gk:initial"),
            _texts(properties, "gk:adjective"),
            _texts(properties, "gk:demonym"),
            _texts(properties, "gk:metonym"),
            _texts(properties, "gk:shortName"),
        )
    for actor in found.values():
        if actor.acts_for and actor.acts_for not in found:
            raise OntologyError(actor.iri, f"acts for {actor.acts_for}, which is no actor", "define it or mend the IRI")
    return found


def namings(subjects: Subjects, kind: str) -> dict[str, Naming]:
    """Kinds of office (gk:Role) or of body (gk:BodyType), by IRI."""
    wanted = GK + kind.removeprefix("gk:")
    return {
        iri: Naming(iri, _labels(p), tuple(sorted({*_texts(p, "skos:prefLabel"), *_texts(p, "skos:altLabel")})))
        for iri, p in sorted(subjects.items())
        if wanted in p.get("rdf:type", ())
    }


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


def tenures(subjects: Subjects) -> tuple[Tenure, ...]:
    """Who held which office from when to when, by IRI."""
    found = []
    for iri, p in sorted(subjects.items()):
        if MEMBERSHIP not in p.get("rdf:type", ()) or not {"gk:post", "gk:role"} & p.keys():
            continue  # without an office it is a state's membership of an organisation: see membership.py
        person, organization, post = _one(p, "org:member"), _one(p, "org:organization"), _one(p, "gk:post")
        role = _one(p, "gk:role") or (_one(subjects.get(post, {}), "gk:role") if post else None)
        start = _one(p, "gk:from")
        if not (person and organization and role and start):
            raise OntologyError(iri, "needs org:member, org:organization, gk:post with a gk:role, gk:from", "add what is missing")
        until = _one(p, "gk:until")
        tenure = Tenure(iri, person, organization, role, day_of(start, iri), day_of(until, iri, last=True) if until else None)
        if tenure.end is not None and tenure.end < tenure.start:
            raise OntologyError(iri, "ends before it starts", "mend gk:from or gk:until")
        found.append(tenure)
    return tuple(found)


def sources(subjects: Subjects) -> dict[str, SourceConcept]:
    """Outlets, agencies, official and anonymous sources, by IRI."""
    found: dict[str, SourceConcept] = {}
    for iri, p in sorted(subjects.items()):
        kinds = [kind for name, kind in SOURCE_KINDS.items() if name in _types(p)]
        if kinds:
            names = tuple(sorted({*_texts(p, "skos:prefLabel"), *_texts(p, "skos:altLabel"), *_texts(p, "skos:notation")}))
            hosts = tuple(h.lower() for h in _texts(p, "gk:host"))
            kind = kinds[0]
            found[iri] = SourceConcept(iri, kind, _labels(p), names, _one(p, "skos:notation"), _one(p, "gk:code"), hosts)  # type: ignore[arg-type]
    return found


def actions(subjects: Subjects) -> tuple[dict[str, Action], dict[str, Labels]]:
    """The action types by code, and the labels of their modes by local name."""
    types: dict[str, Action] = {}
    modes: dict[str, Labels] = {}
    for iri, p in sorted(subjects.items()):
        local = iri.rsplit("/", 1)[-1]
        if "Action" in _types(p):
            quad, score = _one(p, "gk:quad"), _one(p, "gk:score")
            if quad is None or score is None:
                raise OntologyError(iri, "an action needs gk:quad and gk:score", "add them")
            types[local] = Action(iri, local, _labels(p), _labels(p, "skos:definition"), quad.removeprefix(GK), float(score))
        elif "Mode" in _types(p):
            modes[local] = _labels(p)
    return types, modes


def frames(subjects: Subjects) -> tuple[Frame, ...]:
    """The ways in which the languages say the actions, by IRI and pattern."""
    found = []
    for iri, p in sorted(subjects.items()):
        if "Frame" not in _types(p):
            continue
        action, roles = _one(p, "gk:action"), _one(p, "gk:roles") or "active"
        modality = next((m for m in MODALITIES if m == _one(p, "gk:modality")), None)
        if action is None or roles not in get_args(Roles) or (modality is None and "gk:modality" in p):
            raise OntologyError(
                iri,
                f"a frame needs gk:action; gk:roles is one of {', '.join(get_args(Roles))}; gk:modality one of {', '.join(MODALITIES)}",
                "mend it",
            )
        mode = _one(p, "gk:mode")
        for pattern in p.get("gk:pattern", ()):
            found.append(
                Frame(
                    iri,
                    str(pattern),
                    "en" if pattern.language == "en" else "zh",
                    action.rsplit("/", 1)[-1],
                    mode.rsplit("/", 1)[-1].partition("-")[2] if mode else None,
                    cast("Roles", roles),
                    _one(p, "gk:nominal") == "true",
                    _one(p, "gk:weak") == "true",
                    modality,
                    float(_one(p, "gk:precision") or 0.5),
                    _texts(p, "gk:unless"),
                    int(_one(p, "gk:seen") or 0),
                    int(_one(p, "gk:right") or 0),
                    int(_one(p, "gk:read") or 0),
                    int(_one(p, "gk:readRight") or 0),
                )
            )
    return tuple(found)


def affixes(subjects: Subjects) -> dict[str, tuple[str, ...]]:
    """Words around names (政府, 前, 对), by what they make of the name; keys are the affixes' local names."""
    return {iri.rsplit("/", 1)[-1]: _texts(p, "gk:text") for iri, p in sorted(subjects.items()) if "Affix" in _types(p)}
