"""One error for everything that a user can mend; each carries its object and says what to do."""

from __future__ import annotations


class KgError(Exception):
    """Something the user can mend: which object, what is wrong with it, what to do."""

    def __init__(self, object_: object, problem: str, remedy: str = "") -> None:
        self.object = object_
        self.problem = problem
        self.remedy = remedy
        super().__init__(f"{object_}: {problem}" + (f" — {remedy}" if remedy else ""))

    def __reduce__(self) -> tuple[type[KgError], tuple[str, str, str]]:
        # errors travel from worker processes, and what they are about need not be picklable
        return type(self), (str(self.object), self.problem, self.remedy)


class ReadError(KgError):
    """An article that cannot be read; the batch goes on without it."""


class OntologyError(KgError):
    """A file of the ontology that says something impossible."""


class StoreError(KgError):
    """A store that cannot be opened, is in use, or is not one."""


class QueryError(KgError):
    """A query that is not known, not valid, or lacks a parameter."""


class ShapeError(KgError):
    """Data that breaks a SHACL shape."""


class MissingExtra(KgError):
    """An optional dependency is not installed; ``remedy`` names the extra that brings it."""
