"""The shipped subjects and a user's own in, one table out: what the user says adds to the shipped, overrides it or withdraws it.

* a property of which a subject has one value (gk:actsFor, gk:precision, its class, …: ``terms.SINGLE``) takes the user's value;
* a preferred label or definition takes the user's in each language that the user gives; the shipped label stays a name by which the
  concept is found;
* of anything else there may be several values, and the user's are added;
* ``gk:withdrawn true`` takes a concept away, with the tenures of a person and the frames of an action that hang on it;
* ``gk:notLabel "华府"`` takes one name away, in whatever script and as whatever kind of name; with a language tag in that language alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.vocabulary.reading import Properties, Subjects, Value
from kg.vocabulary.script import fold
from kg.vocabulary.terms import HANGING, PER_LANGUAGE, SINGLE, WORDS


def layer(shipped: Subjects, own: Subjects) -> Subjects:
    """The table that both make, with what is withdrawn taken out of it."""
    together = {**shipped, **{iri: _over(shipped[iri], properties) if iri in shipped else properties for iri, properties in own.items()}}
    return _without_withdrawn({iri: _without_names(p) if "gk:notLabel" in p else p for iri, p in together.items()})


def _over(below: Properties, above: Properties) -> Properties:
    """One subject's properties with a user's laid over them."""
    out: dict[str, list[Value]] = {name: list(values) for name, values in below.items()}
    for name, values in above.items():
        if name in SINGLE:
            out[name] = values
        elif name in PER_LANGUAGE:
            tags = {v.language for v in values}
            out[name] = [*values, *(v for v in below.get(name, ()) if v.language not in tags)]
        else:
            out[name] = _with(out.get(name, []), values)
    replaced = [v for v in below.get("skos:prefLabel", ()) if v.language in {a.language for a in above.get("skos:prefLabel", ())}]
    if replaced:
        out["skos:altLabel"] = _with(out.get("skos:altLabel", []), replaced)
    return out


def _with(values: list[Value], more: Iterable[Value]) -> list[Value]:
    known = {(str(v), v.language) for v in values}
    return [*values, *(v for v in more if (str(v), v.language) not in known)]


def _without_names(properties: Properties) -> Properties:
    unwanted = {(fold(v), v.language) for v in properties["gk:notLabel"]}

    def stays(value: Value) -> bool:
        return not {(fold(value), value.language), (fold(value), "")} & unwanted

    kept = {name: [v for v in values if stays(v)] if name in WORDS else values for name, values in properties.items()}
    return {name: values for name, values in kept.items() if values}


def _without_withdrawn(subjects: Mapping[str, Properties]) -> Subjects:
    gone = {iri for iri, p in subjects.items() if "true" in p.get("gk:withdrawn", ())}
    if not gone:
        return subjects
    while more := {iri for iri, p in subjects.items() if iri not in gone and any(set(p.get(name, ())) & gone for name in HANGING)}:
        gone |= more
    rest = {iri: p for iri, p in subjects.items() if iri not in gone}
    # a frame may lose its mode and be none the worse
    return {iri: {n: v for n, v in p.items() if n != "gk:mode" or not set(v) & gone} for iri, p in rest.items()}
