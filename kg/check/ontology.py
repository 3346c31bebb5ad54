"""The files of an ontology in, all that is wrong with them out, each with its file and line: what ``kg check`` says.

What loading refuses is found here too, but all of it and not only the first; what takes longer to find is found here alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from kg.check.conforming import breaches
from kg.check.finding import Finding
from kg.check.frames import frame_problems
from kg.check.labels import label_problems, withdrawal_problems
from kg.check.names import name_problems
from kg.check.shapes import compiled
from kg.check.tenures import tenure_problems
from kg.errors import OntologyError
from kg.shipped import shipped
from kg.vocabulary.layering import layer
from kg.vocabulary.loading import build_vocabulary, own_files
from kg.vocabulary.places import Place, find_place
from kg.vocabulary.reading import PREFIXES, Subjects, ontology_files, read_bytes, subjects_of, triples_of
from kg.vocabulary.strictness import Problem, term_problems

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


@dataclass(frozen=True, slots=True)
class _Read:
    """What some files say, and what is wrong with them as files."""

    subjects: Subjects
    triples: list[ox.Triple]
    files: dict[str, list[Path]]  # subject -> files that have it
    lost: list[Finding]


def check_ontology(folder: Path | None = None) -> Iterator[Finding]:
    """What is wrong with the shipped ontology, or with a user's own in ``folder``; errors first, nothing where all is well.

    A user's own is checked together with the shipped one, which it adds to; what it has nothing to do with is not told again.
    Raises OntologyError where there is no such folder.
    """
    theirs = [] if folder is None or folder.resolve() == shipped("ontology").resolve() else list(own_files(folder))
    below, above = _shipped(), _read(theirs)
    if lost := [*below.lost, *above.lost]:  # half an ontology would be full of errors that are none
        yield from lost
        return
    shipped_subjects, own_subjects = below.subjects, above.subjects
    known = layer(shipped_subjects, own_subjects)
    told = own_subjects if theirs else shipped_subjects
    problems = [*_problems({iri: known[iri] for iri in told if iri in known}, known), *withdrawal_problems(own_subjects, shipped_subjects)]
    problems += _against_shapes([*below.triples, *above.triples], known, told, problems)
    # what loading refuses is mostly told better above
    told_of = {p.subject for p in problems if p.kind != "impossible" and not p.warning}
    problems = [p for p in problems if p.kind != "impossible" or p.subject not in told_of]
    found = {iri: [*below.files.get(iri, ()), *above.files.get(iri, ())] for iri in {p.subject for p in problems}}
    yield from sorted((_placed(problem, found[problem.subject]) for problem in problems), key=lambda finding: finding.order)


@cache
def _shipped() -> _Read:
    return _read(ontology_files(shipped("ontology")))


def _read(files: Iterable[Path]) -> _Read:
    triples: list[ox.Triple] = []
    places: dict[str, list[Path]] = defaultdict(list)
    lost, contents = [], []
    for file in files:
        try:
            content = read_bytes(file)
            said = [quad.triple for quad in triples_of(file, content)]
        except OntologyError as error:
            name, _, line = str(error.object).removeprefix(str(file)).partition(":")
            place = Place(file, int(line)) if not name and line.isdigit() else Place(file, 1)
            lost.append(Finding(Problem("no Turtle", "", error.problem, error.remedy), place))
            continue
        if any(isinstance(term, ox.BlankNode) for t in said for term in (t.subject, t.object)):
            problem = Problem("blank node", "", "has a node without an IRI", "give it one: there are no blank nodes here")
            lost.append(Finding(problem, Place(file, 1)))
        contents.append((file, content))
        triples += said
        for iri in {_node(t) for t in said}:
            places[iri].append(file)
    return _Read(subjects_of(contents), triples, dict(places), lost)


def _problems(subjects: Subjects, known: Subjects) -> Iterator[Problem]:
    yield from term_problems(subjects, known)
    yield from label_problems(subjects, known)
    yield from tenure_problems(subjects, known)
    impossible: list[OntologyError] = []
    vocabulary = build_vocabulary(known, report=impossible.append)
    yield from name_problems(vocabulary, subjects)
    yield from frame_problems(vocabulary, known, subjects)
    for error in impossible:
        if str(error.object) in subjects:
            yield Problem("impossible", str(error.object), error.problem, error.remedy)


def _against_shapes(triples: Sequence[ox.Triple], known: Subjects, told: Iterable[str], before: Sequence[Problem]) -> Iterator[Problem]:
    """Breaches of the shapes that are not told already; and of what cannot be loaded, only what nothing else tells."""
    subjects = set(told)
    # of the others only their classes matter here
    standing = [t for t in triples if (_stands(t, known) if _node(t) in subjects else t.predicate.value == RDF_TYPE)]
    said = {(p.subject, p.name) for p in before if p.kind != "impossible"}
    for breach in breaches(standing, compiled(shipped("ontology") / "shapes.ttl", "ontology")):
        name = _short(breach.path)
        if breach.node in subjects and (breach.node, name) not in said:
            said.add((breach.node, name))
            yield Problem("shape", breach.node, breach.message, f"mend {name}", name)


def _node(triple: ox.Triple) -> str:
    return triple.subject.value if isinstance(triple.subject, ox.NamedNode) else ""


def _stands(triple: ox.Triple, known: Subjects) -> bool:
    """Whether a triple is still said where a user's own ontology lies over it."""
    values = known.get(_node(triple), {}).get(_short(triple.predicate.value), ())
    return str(getattr(triple.object, "value", triple.object)) in set(values)


def _short(iri: str) -> str:
    return next((f"{prefix}:{iri[len(space) :]}" for space, prefix in PREFIXES.items() if iri.startswith(space)), iri)


def _placed(problem: Problem, files: Sequence[Path]) -> Finding:
    return Finding(problem, find_place(problem.subject, files, problem.name, problem.value))
