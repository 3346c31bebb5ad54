"""``ontology/*.ttl`` in, lookup tables out; the only reader of the ontology.

A user's own folder of Turtle adds to the shipped one, overrides it or withdraws of it: ``load_vocabulary(Path("my-ontology"))``.
"""

from __future__ import annotations

from kg.vocabulary.concepts import Action, Actor, Frame, Naming, SourceConcept, Tenure
from kg.vocabulary.loading import derived, load_vocabulary
from kg.vocabulary.script import fold, simplify
from kg.vocabulary.vocabulary import ACTOR, Vocabulary

__all__ = [
    "ACTOR",
    "Action",
    "Actor",
    "Frame",
    "Naming",
    "SourceConcept",
    "Tenure",
    "Vocabulary",
    "derived",
    "fold",
    "load_vocabulary",
    "simplify",
]
