"""Subjects and properties in, memberships of states in organisations out; whatever is impossible is an error that names the subject.

A membership is an ``org:Membership`` without a post: the United Kingdom in the European Union until 2020-01-31. With a post it is a
tenure, somebody in an office, which ``building.tenures`` reads.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from kg.errors import OntologyError
from kg.vocabulary.building import Report, day_of, made, refuse
from kg.vocabulary.concepts import Membership
from kg.vocabulary.reading import GK, Properties, Subjects
from kg.vocabulary.terms import MEMBERSHIP, short_iri

_MEMBERS = {GK + name for name in ("State", "Territory", "Organisation")}  # the European Union is a member of the G20
_ORGANISATIONS = {GK + name for name in ("Organisation", "Body")}  # the Security Council is a body


def memberships(subjects: Subjects, report: Report = refuse) -> tuple[Membership, ...]:
    """Which state was in which organisation from when to when, by IRI."""
    held = {iri: p for iri, p in subjects.items() if not {"gk:post", "gk:role"} & p.keys()}
    return tuple(m for _, m in made(held, [MEMBERSHIP], lambda iri, p, class_: _membership(iri, p, subjects), report))


def _membership(iri: str, properties: Properties, subjects: Subjects) -> Membership:
    member, organization, start, until = (
        next(iter(properties.get(name, ())), None) for name in ("org:member", "org:organization", "gk:from", "gk:until")
    )
    if not (member and organization and start):
        raise OntologyError(iri, "needs org:member, org:organization, gk:from (and gk:post, if it is an office)", "add what is missing")
    for actor, classes in ((member, _MEMBERS), (organization, _ORGANISATIONS)):
        if not classes & set(subjects.get(actor, {}).get("rdf:type", ())):
            raise OntologyError(iri, f"{short_iri(actor)} is no state or organisation", "mend it, or give a person's office its gk:post")
    found = Membership(iri, str(member), str(organization), day_of(start, iri), day_of(until, iri, last=True) if until else None)
    if found.end is not None and found.end < found.start:
        raise OntologyError(iri, "ends before it starts", "mend gk:from or gk:until")
    return found


def members_on(held: Iterable[Membership], day: date | None) -> tuple[str, ...]:
    """The IRIs of those who were members on a day, sorted; of all who ever were where ``day`` is None."""
    return tuple(sorted({m.member for m in held if day is None or (m.start <= day and (m.end is None or day <= m.end))}))
