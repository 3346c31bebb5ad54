"""The Turtle files of the ontology in, the vocabulary out; or out of the user's cache, where the same files were read before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TypeVar

from kg.errors import OntologyError
from kg.shipped import shipped
from kg.vocabulary.building import Report, actions, actors, affixes, called, frames, namings, refuse, sources, tenures
from kg.vocabulary.cache import code_key, content_key, kept
from kg.vocabulary.layering import layer
from kg.vocabulary.membership import memberships
from kg.vocabulary.places import find_place, placed
from kg.vocabulary.plain import from_plain, to_plain
from kg.vocabulary.reading import Subjects, ontology_files, read_bytes, subjects_of
from kg.vocabulary.strictness import term_problems
from kg.vocabulary.terms import short_iri
from kg.vocabulary.vocabulary import Vocabulary

T = TypeVar("T")
Contents = Sequence[tuple[Path, bytes]]


def own_files(folder: Path) -> Iterator[Path]:
    """The Turtle files of a user's ontology. Raises OntologyError where there is no such folder."""
    if not folder.is_dir():
        raise OntologyError(folder, "is no folder", "name a folder of Turtle files (.ttl)")
    yield from ontology_files(folder)


@cache
def load_vocabulary(extra: Path | None = None) -> Vocabulary:
    """The shipped ontology, with what the Turtle files of ``extra`` add to it, override or withdraw (``layering`` says how).

    What was made of the same files before is taken from the user's cache. Raises OntologyError naming the file and line, or the
    subject, that says something impossible.
    """
    ours = [(file, read_bytes(file)) for file in ontology_files(shipped("ontology"))]
    theirs = [(file, read_bytes(file)) for file in own_files(extra)] if extra else []
    sign = content_key(*(content for _, content in ours), b"", *(content for _, content in theirs))
    found: Vocabulary = kept(
        "vocabulary",
        content_key(sign.encode(), code_key().encode()),
        make=lambda: _made(ours, theirs, sign[:12]),
        write=to_plain,
        read=partial(from_plain, Vocabulary),
    )
    return found


def _made(ours: Contents, theirs: Contents, sign: str) -> Vocabulary:
    files = [file for file, _ in (*ours, *theirs)]
    own = subjects_of(theirs)
    subjects = layer(subjects_of(ours), own)
    try:
        for problem in term_problems({iri: subjects[iri] for iri in own if iri in subjects}, subjects) if own else ():
            place = find_place(problem.subject, files, problem.name, problem.value)
            raise OntologyError(f"{place}: {short_iri(problem.subject)}", problem.problem, problem.remedy)
        return build_vocabulary(subjects, sign)
    except OntologyError as error:
        raise placed(error, files) from error


def build_vocabulary(subjects: Subjects, fingerprint: str = "", report: Report = refuse) -> Vocabulary:
    """The vocabulary that a table of subjects makes; what is impossible goes to ``report``, and is left out if that returns."""
    types, modes = actions(subjects, report)
    known = actors(subjects, report)
    return Vocabulary(
        known,
        namings(subjects, "gk:Role"),
        namings(subjects, "gk:BodyType"),
        tenures(subjects, report),
        sources(subjects),
        types,
        modes,
        frames(subjects, types, modes, report),
        affixes(subjects),
        fingerprint,
        memberships(subjects, report),
        called(known.values()),
    )


def derived(vocabulary: Vocabulary, kind: str, type_: type[T], make: Callable[[Vocabulary], T], *, code: str) -> T:
    """What ``make`` gives for a vocabulary, kept in the user's cache like the vocabulary itself.

    ``type_`` is a dataclass of tuples, dicts and strings; ``code`` the ``__file__`` of what makes it. One that was not loaded from files
    has no fingerprint, and nothing of it is kept.
    """
    if not vocabulary.fingerprint:
        return make(vocabulary)
    key = content_key(vocabulary.fingerprint.encode(), code_key(code).encode())
    found: T = kept(kind, key, make=lambda: make(vocabulary), write=to_plain, read=partial(from_plain, type_))
    return found
