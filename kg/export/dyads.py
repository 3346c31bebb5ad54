"""A report or an event in, who acts on whom in it out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from kg.model import Event, Party, Report

_MUTUAL = frozenset({"CONSULT", "COOPERATE", "AGREE", "SUPPORT"})
# where the parties act together though one of them is written as the target
_ALWAYS_MUTUAL = frozenset({"CONSULT", "COOPERATE"})
NOBODY = Party("", None, "")


def dyads(happening: Report | Event) -> Iterator[tuple[Party, Party]]:
    """As the benchmark counts them: each actor with each target, partners of a mutual action with each other, else alone."""
    if happening.targets:
        yield from ((a, t) for a in happening.actors or (NOBODY,) for t in happening.targets)
    elif len(happening.actors) > 1 and happening.action in _MUTUAL:
        yield from combinations(happening.actors, 2)
    else:
        yield from ((a, NOBODY) for a in happening.actors)


def is_mutual(happening: Report | Event) -> bool:
    """Whether the parties act together, so that their order means nothing."""
    together = _ALWAYS_MUTUAL if happening.targets else _MUTUAL
    return happening.action in together and len({p.iri for p in (*happening.actors, *happening.targets) if p.iri}) > 1
