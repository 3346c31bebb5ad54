"""The ontology's graph in, what its concepts are elsewhere out: items of Wikidata, CAMEO's codes, the scores of modes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox

from kg.store.names import ACTION, GK

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_WIKIDATA, _CAMEO = "http://www.wikidata.org/entity/", "urn:geokg:cameo/"
_WANTED = frozenset({_SKOS + "exactMatch", _SKOS + "closeMatch", GK + "score"})


@dataclass(frozen=True, slots=True)
class Matches:
    """Empty where a store has no ontology."""

    wikidata: dict[str, str] = field(default_factory=dict)  # IRI of an actor -> Q17
    cameo: dict[str, str] = field(default_factory=dict)  # CONSULT -> 04
    scores: dict[str, float] = field(default_factory=dict)  # CONSULT-visit -> 4.0


def read_matches(quads: Iterable[ox.Quad]) -> Matches:
    """Of several matches the first in their order counts."""
    found = Matches()
    for predicate, subject, value in sorted(_telling(quads)):
        if predicate == _SKOS + "exactMatch" and value.startswith(_WIKIDATA):
            found.wikidata.setdefault(subject, value.removeprefix(_WIKIDATA))
        elif predicate == _SKOS + "closeMatch" and value.startswith(_CAMEO):
            found.cameo.setdefault(subject.removeprefix(ACTION), value.removeprefix(_CAMEO))
        elif predicate == GK + "score" and subject.startswith(ACTION):
            found.scores.setdefault(subject.removeprefix(ACTION), float(value))
    return found


def _telling(quads: Iterable[ox.Quad]) -> Iterator[tuple[str, str, str]]:
    for subject, predicate, object_, _ in quads:
        if predicate.value in _WANTED and isinstance(subject, ox.NamedNode) and isinstance(object_, ox.NamedNode | ox.Literal):
            yield predicate.value, subject.value, object_.value
