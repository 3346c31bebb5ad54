"""The vocabulary for RDF users: every term is defined, aligned and shown, and the reference page is what its sources say."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from pathlib import Path
from types import ModuleType

import pyoxigraph as ox
import pytest

from kg.store.names import PREFIXES
from kg.vocabulary.reading import GK, Subjects, read_subjects
from tests.conftest import ROOT

ONTOLOGY = ROOT / "ontology"
BOTH = {"zh-Hans", "en"}
NAMESPACES = {
    "skos": ("http://www.w3.org/2004/02/skos/core#", {"Concept", "broader", "closeMatch"}),
    "prov": ("http://www.w3.org/ns/prov#", {"Agent", "Attribution", "Entity", "Person", "actedOnBehalfOf", "qualifiedAttribution"}),
    "org": (
        "http://www.w3.org/ns/org#",
        {"Membership", "Organization", "Post", "Role", "classification", "holds", "memberDuring", "role"},
    ),
    "sem": (
        "http://semanticweb.cs.vu.nl/2009/11/sem/",
        {"Actor", "Event", "EventType", "Role", "eventType", "hasActor", "hasBeginTimeStamp", "hasEndTimeStamp", "hasPlace"},
    ),
    "time": ("http://www.w3.org/2006/time#", {"hasBeginning", "hasEnd", "unitType"}),
    "oa": ("http://www.w3.org/ns/oa#", {"SpecificResource", "exact", "hasTarget"}),
}


@pytest.fixture(scope="module")
def writing() -> ModuleType:
    spec = importlib.util.spec_from_file_location("write_reference", ONTOLOGY / "write_reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def model() -> Subjects:
    return read_subjects([ONTOLOGY / "model.ttl"])


@pytest.fixture(scope="module")
def actions() -> Subjects:
    return read_subjects([ONTOLOGY / "actions.ttl"])


def of_ours(subjects: Subjects) -> dict[str, str]:
    """Local name -> IRI of the terms in our namespace."""
    return {iri.removeprefix(GK): iri for iri in subjects if iri.startswith(GK) and iri != GK}


def used_terms() -> dict[str, set[str]]:
    """Every term of ours that the ontology, the questions, the program and the documents use, with the files that do."""
    used: dict[str, set[str]] = {}
    for file in sorted(ONTOLOGY.rglob("*.ttl")):
        for triple in ox.parse(path=str(file), format=ox.RdfFormat.TURTLE):
            for term in (triple.subject, triple.predicate, triple.object):
                if isinstance(term, ox.NamedNode) and term.value.startswith(GK) and term.value != GK:
                    used.setdefault(term.value.removeprefix(GK), set()).add(file.name)
    programs = [*sorted((ROOT / "kg").rglob("*.py")), *sorted((ROOT / "viz").rglob("*.py"))]
    for file in [*programs, *sorted(ONTOLOGY.rglob("*.rq")), ROOT / "README.md", ONTOLOGY / "POLICY.md"]:
        # the README shows what is said of a misspelt term
        text = re.sub(r"gk:\w+ is no property", "", file.read_text(encoding="utf-8"))
        for names in re.findall(r'\bgk:(\w+)|\bgk\("(\w+)"\)|urn:geokg:vocab:(\w+)', text):
            for name in filter(None, names):
                used.setdefault(name, set()).add(file.name)
    return used


def test_every_term_is_defined_with_a_label_and_a_comment_in_both_languages(model: Subjects, actions: Subjects) -> None:
    def told(name: str, label: str, comment: str) -> bool:
        properties = {**actions.get(GK + name, {}), **model.get(GK + name, {})}
        return all({v.language for v in properties.get(p, ())} >= BOTH for p in (label, comment))

    missing = {
        name: sorted(files)
        for name, files in used_terms().items()
        # the quad classes are concepts of the actions' scheme
        if not told(name, "rdfs:label", "rdfs:comment") and not told(name, "skos:prefLabel", "skos:definition")
    }
    assert missing == {}


def test_nothing_is_defined_that_nobody_uses() -> None:
    idle = {name for name, files in used_terms().items() if files == {"model.ttl"}}
    # the classes above those that are used, and the concepts that its own table of classes points to
    assert idle <= {"Actor", "Happening", "Source", "Modality", "QuadClass", "UnverifiedActor", "UnverifiedSource"}


def test_every_property_says_what_it_is_of_or_what_it_takes(model: Subjects) -> None:
    anywhere = ("label", "party", "notLabel")  # of parties and sources, and of any concept
    for name, iri in of_ours(model).items():
        if any(str(kind).endswith(("ObjectProperty", "DatatypeProperty")) for kind in model[iri]["rdf:type"]):
            assert {"rdfs:domain", "rdfs:range"} & model[iri].keys() or name in anywhere, name


def test_domains_ranges_and_parents_are_defined(model: Subjects) -> None:
    for name, iri in of_ours(model).items():
        for relation in ("rdfs:domain", "rdfs:range", "rdfs:subClassOf", "rdfs:subPropertyOf"):
            for value in model[iri].get(relation, ()):
                assert not value.startswith(GK) or value in model, (name, relation, str(value))


def test_terms_of_others_are_terms_of_theirs(model: Subjects) -> None:
    """A misspelt sem:hasActors would agree with nothing."""
    for namespace, known in NAMESPACES.values():
        met = {
            value.removeprefix(namespace)
            for properties in model.values()
            for name, values in properties.items()
            for value in values
            if name != "skos:example" and value.startswith(namespace)
        }
        assert met
        assert met <= known


def test_every_term_has_an_example_that_uses_it(model: Subjects, writing: ModuleType) -> None:
    prefixes = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in writing.PREFIXES.items())
    terms = of_ours(model)
    for name, iri in terms.items():
        (example,) = model[iri]["skos:example"]
        triples = list(ox.parse(input=prefixes + example, format=ox.RdfFormat.TURTLE))
        met = {t.value for triple in triples for t in (triple.subject, triple.predicate, triple.object)}
        assert iri in met, name
        ours = {t.removeprefix(GK) for t in met if t.startswith(GK)}
        assert ours <= {*terms, "VerbalCooperation"}, name


def test_prefixes_are_those_of_the_store(writing: ModuleType) -> None:
    assert {prefix: iri for prefix, iri in writing.PREFIXES.items() if prefix in PREFIXES} == {
        prefix: iri for prefix, iri in PREFIXES.items() if prefix in writing.PREFIXES
    }


# the page


def test_the_committed_page_is_what_the_script_writes(writing: ModuleType) -> None:
    assert (ONTOLOGY / "REFERENCE.md").read_text(encoding="utf-8") == writing.page(), "run python ontology/write_reference.py"


def test_the_page_lists_every_term_action_mode_and_context(model: Subjects, actions: Subjects, writing: ModuleType) -> None:
    page = writing.page()
    for name in of_ours(model):
        assert page.count(f"### gk:{name}\n") == 1, name
    for iri, properties in actions.items():
        kinds = {kind.removeprefix(GK) for kind in properties.get("rdf:type", ())}
        if "Action" in kinds:
            assert page.count(f"### {writing.short(iri)}\n") == 1, iri
        elif kinds & {"Mode", "Context", "QuadClass"}:
            assert page.count(f"| `{writing.short(iri)}` |") == 1, iri
        if kinds & {"Action", "Mode", "Context", "QuadClass"}:
            assert all(str(v) in page for v in (*properties["skos:prefLabel"], *properties["skos:definition"])), iri


# the scheme


@pytest.mark.shared
def test_types_modes_scores_and_contexts_are_plovers(actions: Subjects, shared: Path) -> None:
    plover = json.loads((shared / "design" / "plover.json").read_text(encoding="utf-8"))
    moved = {"RETREAT-release": "CONCEDE", "RETREAT-resign": "CONCEDE", "SANCTION-convict": "COERCE", "PROTEST-boycott": "SANCTION"}
    wanted: dict[str, float | None] = {}
    for type_, entry in plover["events"].items():
        wanted[type_] = entry["score"]
        for mode, score in entry["modes"].items():
            wanted[f"{moved.get(f'{type_}-{mode}', type_)}-{mode}"] = score
    given = {
        iri.removeprefix("urn:geokg:action/"): float(p["gk:score"][0]) if "gk:score" in p else None
        for iri, p in actions.items()
        if {GK + "Action", GK + "Mode"} & set(p.get("rdf:type", ()))
    }
    assert given == wanted
    scheme = actions["urn:geokg:context/"]
    contexts = {v.removeprefix("urn:geokg:context/") for v in scheme["skos:hasTopConcept"]}
    assert contexts == {name.replace("_", "-") for name in plover["contexts"]}
    assert all(actions["urn:geokg:context/" + c]["skos:inScheme"] == ["urn:geokg:context/"] for c in contexts)
