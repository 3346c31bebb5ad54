"""Judgements in, the triples of their graph out, and back. One judgement a pair: a second one takes the first one's place."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date
from typing import cast, get_args

import pyoxigraph as ox

from kg.model import Judgement, Verdict
from kg.store.graph import Triples, literal, typed
from kg.store.names import DCTERMS, GK, RDF, RDFS, gk, node
from kg.store.rows import by_subject


def judgement_iri(a: str, b: str, base: str) -> str:
    """Of the judgement about a pair, whatever it says and in whatever order they are named."""
    return f"{base}judgement/" + hashlib.sha256("\n".join(sorted((a, b))).encode()).hexdigest()[:16]


def judgement_triples(judgement: Judgement, base: str) -> Triples:
    """All that is kept of a judgement."""
    this = ox.NamedNode(judgement_iri(judgement.a, judgement.b, base))
    yield ox.Triple(this, node(RDF + "type"), gk("Judgement"))
    for one in (judgement.a, judgement.b):
        yield ox.Triple(this, gk("judged"), ox.NamedNode(one))
    yield ox.Triple(this, gk("verdict"), literal(judgement.verdict))
    yield ox.Triple(this, node(DCTERMS + "creator"), literal(judgement.author))
    yield ox.Triple(this, node(DCTERMS + "created"), typed(judgement.day.isoformat(), "date"))
    if judgement.note:
        yield ox.Triple(this, node(RDFS + "comment"), literal(judgement.note))


def read_judgements(quads: Iterable[ox.Quad]) -> Iterator[Judgement]:
    """The judgements of their graph, by the pair; what is none is passed over."""
    found = []
    for properties in by_subject(quads).values():
        pair = sorted(value.value for value in properties.get(GK + "judged", ()))
        verdict, author, day, note = (
            next((value.value for value in properties.get(name, ())), "")
            for name in (GK + "verdict", DCTERMS + "creator", DCTERMS + "created", RDFS + "comment")
        )
        if len(pair) == 2 and verdict in get_args(Verdict) and day:
            found.append(Judgement(pair[0], pair[1], cast("Verdict", verdict), author, date.fromisoformat(day), note))
    yield from sorted(found, key=lambda j: (j.a, j.b))
