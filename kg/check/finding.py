"""A problem and where it stands, as it is told to whoever has to mend it."""

from __future__ import annotations

from dataclasses import dataclass

from kg.vocabulary.places import Place
from kg.vocabulary.strictness import Problem
from kg.vocabulary.terms import short_iri


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that ``kg check`` says of an ontology: an error, or a warning."""

    problem: Problem
    place: Place | None  # None where no file has the subject

    @property
    def warning(self) -> bool:
        return self.problem.warning

    @property
    def order(self) -> tuple[bool, str, int, str]:
        """Errors before warnings, then file by file."""
        file, line = (str(self.place.file), self.place.line) if self.place else ("", 0)
        return self.warning, file, line, str(self)

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        subject = f"{short_iri(self.problem.subject)}: " if self.problem.subject else ""
        remedy = f" — {self.problem.remedy}" if self.problem.remedy else ""
        return f"{where}{'warning' if self.warning else 'error'}: {subject}{self.problem.problem}{remedy}"
