"""Files of named questions in, what they ask and which parameters they take out.

A file is SPARQL that any editor can read. Its first comment line is its help; what it is about and its parameters are declared
in the lines after it, and other lines of comment there explain its columns:

    # topic Events
    # dated: how many of the events have a date of their own
    # param actor actor "whose events"                    required
    # param since date optional "first day"
    # param min-origins integer = 2 "at least so many"    has a default

``$since`` stands for the value ($min_origins where the name has a hyphen), and a line that ends in ``#? since`` belongs to the
query only where the parameter is given.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

from kg.errors import QueryError
from kg.shipped import shipped

Kind = Literal[
    "actor", "state", "speaker", "action", "modality", "outlet", "date", "period", "integer", "decimal", "language", "iri", "text"
]
_PARAMETER = re.compile(r'#\s*param\s+(?P<name>[a-z][a-z-]*)\s+(?P<kind>[a-z]+)\s*(?P<mark>optional|=\s*\S+)?\s+"(?P<help>[^"]*)"\s*')
PERIODS = ("month", "quarter", "year")
_TAKES: dict[Kind, str] = {
    **dict.fromkeys(("actor", "state", "speaker", "outlet"), "NAME"),
    "action": "ACTION",
    "modality": "MODALITY",
    "date": "YYYY-MM-DD",
    "period": "PERIOD",
    "integer": "N",
    "decimal": "NUMBER",
    "language": "LANGUAGE",
    "iri": "IRI",
    "text": "TEXT",
}
_COLUMNS = re.compile(r"^SELECT\s+(?:DISTINCT\s+)?((?:\?\w+\s+)+)(?:WHERE\s*)?\{", re.MULTILINE)
_TOPIC = re.compile(r"#\s*topic\s+(\S.*?)\s*")
TOPICS = ("Events", "Pairs", "Actors", "Evidence", "Networks")  # in the order in which questions are listed; others follow
_CONDITION = re.compile(r"#\?\s*([a-z][a-z-]*)\s*$")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that a question takes: ``--min-origins 3``."""

    name: str
    kind: Kind
    help: str
    default: str | None = None
    required: bool = False

    @property
    def variable(self) -> str:
        return self.name.replace("-", "_")

    @property
    def takes(self) -> str:
        """What to write for it: NAME, YYYY-MM-DD, month|quarter|year."""
        return _TAKES[self.kind]


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A question with its parameters; ``topic`` is what it is about, empty where its file does not say."""

    name: str
    help: str
    parameters: tuple[Parameter, ...]
    text: str
    topic: str = ""
    notes: tuple[str, ...] = ()  # further lines of help

    def parameter(self, name: str) -> Parameter:
        """Raises QueryError on a name that the question does not take, with those that it does."""
        for parameter in self.parameters:
            if name in (parameter.name, parameter.variable):
                return parameter
        known = ", ".join(p.name for p in self.parameters) or "none"
        raise QueryError(name, f"is no parameter of {self.name}", f"it takes: {known}")

    @property
    def columns(self) -> tuple[str, ...]:
        """Of a SELECT with a list of variables; empty for any other query."""
        found = _COLUMNS.search(self.text)
        return tuple(re.findall(r"\?(\w+)", found[1])) if found else ()

    def text_for(self, given: set[str]) -> str:
        """The SPARQL for the case that the parameters ``given`` have a value."""
        lines = ((line, _CONDITION.search(line)) for line in self.text.splitlines())
        return "\n".join(line for line, condition in lines if condition is None or condition[1] in given)


def named_queries(extra: Path | None = None) -> dict[str, NamedQuery]:
    """The shipped questions by name, and those in ``extra``/queries. Raises QueryError on a file that declares nonsense."""
    folders = [shipped("ontology") / "queries", *([extra / "queries"] if extra else [])]
    files = {file.stem: file for folder in folders for file in sorted(folder.glob("*.rq"))}
    return {name: read_query(name, file.read_text(encoding="utf-8")) for name, file in sorted(files.items())}


def read_query(name: str, text: str) -> NamedQuery:
    """A query's text with what its head declares; a text without comments has no help and no parameters."""
    help_, topic = "", ""
    notes: list[str] = []
    parameters: list[Parameter] = []
    for number, line in enumerate(text.splitlines()):
        if not line.startswith("#"):
            break
        if re.match(r"#\s*param\b", line):
            parameters.append(_parameter(name, line))
        elif about := _TOPIC.fullmatch(line):
            topic = about[1]
        elif number == 0:
            help_ = line.lstrip("# ").strip()
        else:
            notes.append(line.lstrip("# ").strip())
    query = NamedQuery(name, help_, tuple(parameters), text, topic, tuple(notes))
    for line in text.splitlines():
        if condition := _CONDITION.search(line):
            query.parameter(condition[1])
    return query


def _parameter(query: str, line: str) -> Parameter:
    match = _PARAMETER.fullmatch(line)
    if match is None or match["kind"] not in get_args(Kind):
        raise QueryError(query, f"declares a parameter that cannot be read: {line}", '# param NAME KIND [optional|= DEFAULT] "help"')
    mark = match["mark"] or ""
    default = mark.removeprefix("=").strip() if mark.startswith("=") else None
    return Parameter(match["name"], cast("Kind", match["kind"]), match["help"], default, required=not mark)
