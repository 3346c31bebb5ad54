"""The files of an ontology in, all that is wrong with them out, each with its file and line: what ``kg check`` says.

What loading refuses is found here too, but all of it and not only the first; what takes longer to find is found here alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
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


@dataclass(slots=True)
class _Read:
    """Files that have been read."""

    contents: list[tuple[Path, bytes]] = field(default_factory=list)
    triples: list[ox.Triple] = field(default_factory=list)
    files: dict[str, list[Path]] = field(default_factory=lambda: defaultdict(list))  # subject -> files that have it


def check_ontology(folder: Path | None = None) -> Iterator[Finding]:
    """What is wrong with the shipped ontology, or with a user's own in ``folder``; errors first, nothing where all is well.

    A user's own is checked together with the shipped one, which it adds to; what it has nothing to do with is not told again.
    Raises OntologyError where there is no such folder.
    """
    ours = list(ontology_files(shipped("ontology")))
    theirs = [] if folder is None or folder.resolve() == shipped("ontology").resolve() else list(own_files(folder))
    below, above, lost = _Read(), _Read(), []
    for read, files in ((below, ours), (above, theirs)):
        lost += [problem for file in files if (problem := _read(file, read)) is not None]
    if lost:  # half an ontology would be full of errors that are none
        yield from lost
        return
    shipped_subjects, own_subjects = subjects_of(below.contents), subjects_of(above.contents)
    known = layer(shipped_subjects, own_subjects)
    told = own_subjects if theirs else shipped_subjects
    problems = [*_problems({iri: known[iri] for iri in told if iri in known}, known), *withdrawal_problems(own_subjects, shipped_subjects)]
    problems += _against_shapes([*below.triples, *above.triples], known, told, problems)
    found = {iri: [*below.files.get(iri, ()), *above.files.get(iri, ())] for iri in {p.subject for p in problems}}
    yield from sorted((_placed(problem, found[problem.subject]) for problem in problems), key=lambda finding: finding.order)


def _read(file: Path, into: _Read) -> Finding | None:
    try:
        content = read_bytes(file)
        triples = [quad.triple for quad in triples_of(file, content)]
    except OntologyError as error:
        name, _, line = str(error.object).removeprefix(str(file)).partition(":")
        place = Place(file, int(line)) if not name and line.isdigit() else Place(file, 1)
        return Finding(Problem("no Turtle", "", error.problem, error.remedy), place)
    into.contents.append((file, content))
    into.triples += triples
    for iri in {t.subject.value for t in triples if isinstance(t.subject, ox.NamedNode)}:
        into.files[iri].append(file)
    return None


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
    standing = [t for t in triples if _stands(t, known)]
    said = {(p.subject, p.name) for p in before if p.kind != "impossible"}
    for breach in breaches(standing, compiled(shipped("ontology") / "shapes.ttl", "ontology")):
        name = _short(breach.path)
        if (breach.node in subjects or not breach.node.startswith("urn:")) and (breach.node, name) not in said:
            said.add((breach.node, name))
            yield Problem("shape", breach.node, breach.message, f"mend {name}" if name else "give it an IRI", name)


def _stands(triple: ox.Triple, known: Subjects) -> bool:
    """Whether a triple is still said where a user's own ontology lies over it."""
    if not isinstance(triple.subject, ox.NamedNode):
        return True
    values = known.get(triple.subject.value, {}).get(_short(triple.predicate.value), ())
    return str(getattr(triple.object, "value", triple.object)) in set(values)


def _short(iri: str) -> str:
    return next((f"{prefix}:{iri[len(space) :]}" for space, prefix in PREFIXES.items() if iri.startswith(space)), iri)


def _placed(problem: Problem, files: Sequence[Path]) -> Finding:
    return Finding(problem, find_place(problem.subject, files, problem.name, problem.value))
