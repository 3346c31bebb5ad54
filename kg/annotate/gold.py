"""The file of annotations: read as it was written, one article's line put in it after the other.

What is in it is always something that ``read_gold`` reads, and what it held of other articles stays byte by byte.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.annotate.lines import line_of, locked, put, read_lines, with_line
from kg.errors import KgError
from kg.evaluate import read_gold

Event = dict[str, Any]  # JSON, as GUIDELINES.md says


class Stale(KgError):
    """An article was annotated elsewhere since it was opened here."""


@dataclass(frozen=True, slots=True)
class Annotated:
    """What the file says of one article: ``version`` changes with every word of it, and is empty where it says nothing."""

    events: tuple[Event, ...]
    version: str


def read_annotations(path: Path) -> dict[str, Annotated]:
    """The annotations by article id; none where there is no file yet. Raises KgError naming the file, the line and what is wrong."""
    raw = read_lines(path)
    if raw:
        _check(path, path)
    rows = (line.strip() for line in raw.splitlines())
    return {json.loads(row)["id"]: _annotated(row) for row in rows if row}


def save_annotation(path: Path, article: str, events: Sequence[Mapping[str, Any]], *, version: str) -> Annotated:
    """Put one article's events in the file, in place of those that had this ``version``.

    Raises Stale where the file says something else by now (that it says the same already is no harm), and KgError where ``read_gold``
    would not read it; then nothing is written.
    """
    with locked(path):
        raw = read_lines(path)
        if raw:
            _check(path, path)
        old = line_of(raw, article)
        before = _annotated(old) if old is not None else Annotated((), "")
        # the same once more is no conflict: the answer to the first may have been lost
        if version != before.version and before.events != tuple(events):
            raise Stale(
                f"article {article}", "was annotated elsewhere since it was opened here", "open it again: your other events are saved"
            )
        # what else a line holds (a note, the annotator's name) stays
        row = (json.loads(old) if old is not None else {"id": article}) | {"events": list(events)}
        line = json.dumps(row, ensure_ascii=False).encode("utf-8")
        put(path, with_line(raw, article, line), lambda written: _check(written, path))
        return _annotated(line)


def _annotated(line: bytes) -> Annotated:
    return Annotated(tuple(json.loads(line)["events"]), hashlib.sha256(line).hexdigest()[:16])


def _check(written: Path, path: Path) -> None:
    """Whether all of a file can be read, said of the file that the user knows."""
    try:
        read_gold(written)
    except KgError as error:
        raise type(error)(str(error.object).replace(str(written), str(path)), error.problem, error.remedy) from error
