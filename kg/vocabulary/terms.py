"""What the ontology's own properties take: data that reading, overriding and checking share.

The properties and classes themselves are defined in ``ontology/model.ttl``; which of them there are, ``known_terms`` reads from it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from kg.shipped import shipped
from kg.vocabulary.reading import GK, Subjects, read_subjects

OWL, ORG = "http://www.w3.org/2002/07/owl#", "http://www.w3.org/ns/org#"
MEMBERSHIP, POST = ORG + "Membership", ORG + "Post"
STATES = ("State", "Territory")
ACTORS = ("State", "Territory", "Organisation", "Body", "Person", "ArmedGroup", "Party", "People", "Collective")
SOURCES = ("Agency", "Outlet", "OfficialSource", "AnonymousSource")

# a subject has one value of these: a user's own replaces the shipped one
SINGLE = frozenset(
    (
        *("rdf:type", "gk:actsFor", "gk:code", "gk:bodyType", "gk:sector", "gk:quad", "gk:score", "skos:broader", "skos:notation"),
        *("gk:action", "gk:mode", "gk:roles", "gk:modality", "gk:nominal", "gk:weak", "gk:precision", "gk:estimated", "gk:example"),
        *("gk:seen", "gk:right", "gk:read", "gk:readRight", "gk:post", "gk:role", "gk:from", "gk:until", "gk:shared", "gk:acting"),
        *("org:member", "org:organization", "org:postIn", "gk:withdrawn"),
    )
)
SEVERAL_ALL_THE_SAME = frozenset(("rdf:type",))  # actor:company-huawei a gk:Body, gk:Company: one statement with two values
# one value in each language
PER_LANGUAGE = frozenset(("skos:prefLabel", "skos:definition"))
# the words by which a concept is found in a text, or a site by its host: what gk:notLabel takes away
WORDS = (
    *(
        "skos:prefLabel",
        "skos:altLabel",
        "skos:hiddenLabel",
        "skos:notation",
        "gk:together",
        "gk:shortName",
        "gk:initial",
        "gk:adjective",
        "gk:demonym",
        "gk:metonym",
    ),
    *("gk:text", "gk:pattern", "gk:unless", "gk:host"),
)
TRUTHS = frozenset(("gk:nominal", "gk:weak", "gk:estimated", "gk:shared", "gk:acting", "gk:withdrawn"))
NUMBERS = frozenset(("gk:precision", "gk:score", "gk:seen", "gk:right", "gk:read", "gk:readRight"))
# what a property points to: a concept of one of these classes
REFERENCES: dict[str, tuple[str, ...]] = {
    "gk:actsFor": tuple(GK + name for name in ACTORS),
    "gk:bodyType": (GK + "BodyType",),
    "gk:action": (GK + "Action",),
    "gk:mode": (GK + "Mode",),
    "gk:quad": (GK + "QuadClass",),
    "gk:role": (GK + "Role",),
    "gk:post": (POST,),
    "org:member": tuple(GK + name for name in ACTORS),
    "org:organization": tuple(GK + name for name in ACTORS),
    "org:postIn": tuple(GK + name for name in ACTORS),
}
# a subject that points to a withdrawn concept by one of these goes with it: the tenures of a person, the frames of an action
HANGING = ("org:member", "org:organization", "gk:post", "org:postIn", "gk:action", "skos:broader")


@dataclass(frozen=True, slots=True)
class Terms:
    """The local names of what model.ttl defines in our namespace."""

    properties: frozenset[str]
    classes: frozenset[str]


@cache
def known_terms() -> Terms:
    """The properties and classes of the shipped model."""
    model = read_subjects([shipped("ontology") / "model.ttl"])
    kinds = {OWL + "ObjectProperty", OWL + "DatatypeProperty", "http://www.w3.org/1999/02/22-rdf-syntax-ns#Property"}
    return Terms(_of_kinds(model, kinds), _of_kinds(model, {OWL + "Class"}))


def _of_kinds(model: Subjects, kinds: Iterable[str]) -> frozenset[str]:
    wanted = set(kinds)
    return frozenset(iri.removeprefix(GK) for iri, p in model.items() if iri.startswith(GK) and wanted & set(p.get("rdf:type", ())))


def short_iri(iri: str) -> str:
    """An IRI as the Turtle files write it: actor:JPN."""
    kind, slash, local = iri.removeprefix("urn:geokg:").partition("/")
    if iri.startswith(GK):
        return "gk:" + iri.removeprefix(GK)
    return f"{kind}:{local}" if slash and iri.startswith("urn:geokg:") else iri
