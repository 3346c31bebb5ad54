"""Subjects in, the labels that are missing or in a language that nobody reads out."""

from __future__ import annotations

from collections.abc import Iterator

from kg.vocabulary.reading import GK, Properties, Subjects
from kg.vocabulary.strictness import Problem
from kg.vocabulary.terms import ACTORS, POST, SOURCES, short_iri

_LABELLED = {GK + name for name in (*ACTORS, *SOURCES, "Role", "BodyType", "Action", "Mode", "QuadClass", "Context", "Affix")} | {POST}
# whose names the press of Taiwan and Hong Kong writes in its own way: 紐西蘭, 普丁
_IN_BOTH_SCRIPTS = {GK + name for name in ("State", "Territory", "Person")}
_NAMES = ("skos:prefLabel", "skos:altLabel", "gk:shortName", "gk:demonym", "gk:metonym")
_MEANT = {"zh": "zh-Hans or zh-Hant", "zh-CN": "zh-Hans", "zh-cn": "zh-Hans", "zh-tw": "zh-Hant", "zh-hk": "zh-Hant", "": "a language"}


def label_problems(subjects: Subjects, known: Subjects) -> Iterator[Problem]:
    """What is wrong with the labels of ``subjects``; ``known`` is the whole table."""
    for iri in sorted(subjects.keys() & known.keys()):
        classes = set(known[iri].get("rdf:type", ()))
        if classes & _LABELLED:
            yield from _missing(iri, known[iri], both_scripts=bool(classes & _IN_BOTH_SCRIPTS))
            yield from _languages(iri, known[iri])


def _missing(iri: str, properties: Properties, *, both_scripts: bool) -> Iterator[Problem]:
    tags = {v.language for v in properties.get("skos:prefLabel", ())}
    for tag in ("zh-Hans", "zh-Hant", "en") if both_scripts else ("zh-Hans", "en"):
        if tag not in tags:
            yield Problem("missing label", iri, f"has no label in {tag}", f'add skos:prefLabel "…"@{tag}', "skos:prefLabel")


def _languages(iri: str, properties: Properties) -> Iterator[Problem]:
    for name in _NAMES:
        for value in properties.get(name, ()):
            if value.language in _MEANT:
                kind, tag = "label's language", f"@{value.language}" if value.language else "no language"
                remedy = f"tag it with {_MEANT[value.language]}"
                yield Problem(kind, iri, f"{name} {str(value)!r} has {tag}", remedy, name, value, warning=name != "skos:prefLabel")
    texts = [v for v in properties.get("skos:prefLabel", ()) if not v.strip()]
    for value in texts:
        yield Problem("missing label", iri, f"its label in {value.language} is empty", "write one", "skos:prefLabel", value)
    for value in properties.get("gk:notLabel", ()):
        if value == "":
            yield Problem("wrong value", iri, "gk:notLabel is empty", "name what is withdrawn", "gk:notLabel")


def withdrawal_problems(own: Subjects, below: Subjects) -> Iterator[Problem]:
    """Withdrawals that take nothing away: ``below`` is the shipped table."""
    from kg.vocabulary.script import fold
    from kg.vocabulary.terms import WORDS

    for iri, properties in sorted(own.items()):
        if "true" in properties.get("gk:withdrawn", ()) and iri not in below:
            yield Problem("idle withdrawal", iri, "is withdrawn and was never there", "mend the IRI", "gk:withdrawn", warning=True)
        words = {fold(v) for p in (properties, below.get(iri, {})) for name in WORDS for v in p.get(name, ())}
        for value in properties.get("gk:notLabel", ()):
            if fold(value) not in words:
                problem = f"gk:notLabel {str(value)!r} is no name of {short_iri(iri)}"
                yield Problem("idle withdrawal", iri, problem, "mend it or drop it", "gk:notLabel", value, warning=True)
