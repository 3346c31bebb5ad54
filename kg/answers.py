"""What a graph answers with: events, reports and rows, each a sequence that gives plain rows and pandas frames."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

import pyoxigraph as ox

from kg.errors import MissingExtra
from kg.export import Matches, plover_rows, report_rows
from kg.export.columns import PLOVER, REPORTS, Column
from kg.model import Event, Report
from kg.query.running import Cell, QueryResult
from kg.vocabulary import Vocabulary

if TYPE_CHECKING:
    import pandas

T = TypeVar("T")
Row = dict[str, Any]
_XSD = "http://www.w3.org/2001/XMLSchema#"


class _Sequence(Sequence[T], Generic[T]):
    """A tuple with more to it."""

    def __init__(self, items: Iterable[T]) -> None:
        self._items = tuple(items)

    def __len__(self) -> int:
        return len(self._items)

    @overload
    def __getitem__(self, index: int) -> T: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...

    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        return self._items[index]

    def __iter__(self) -> Iterator[T]:
        return iter(self._items)

    def __repr__(self) -> str:
        return f"<{len(self)} {type(self).__name__.lower()}>"


class Events(_Sequence[Event]):
    """Merged events (``kg.model.Event``), each with its reports."""

    def __init__(self, events: Iterable[Event], vocabulary: Vocabulary, matches: Callable[[], Matches]) -> None:
        super().__init__(events)
        self._vocabulary, self._matches = vocabulary, matches

    def to_dicts(self) -> list[Row]:
        """A row for each event and dyad, by the names of ``kg.export.columns.PLOVER``, which says what they mean; days as date."""
        return [_dated(row, PLOVER) for row in plover_rows(self, self._vocabulary, self._matches())]

    def to_pandas(self) -> pandas.DataFrame:
        """The same as a frame, days as timestamps. Raises MissingExtra where pandas is not installed."""
        return _frame(self.to_dicts(), PLOVER)


class Reports(_Sequence[Report]):
    """Reports (``kg.model.Report``): what single sentences say."""

    def __init__(self, reports: Iterable[Report], vocabulary: Vocabulary) -> None:
        super().__init__(reports)
        self._vocabulary = vocabulary

    def to_dicts(self) -> list[Row]:
        """A row for each report and dyad, by the names of ``kg.export.columns.REPORTS``, but for that of the event."""
        return [_dated(row, REPORTS) for row in report_rows(self, self._vocabulary)]

    def to_pandas(self) -> pandas.DataFrame:
        """The same as a frame, days as timestamps. Raises MissingExtra where pandas is not installed."""
        return _frame(self.to_dicts(), tuple(c for c in REPORTS if c.name != "event"))


@dataclass(frozen=True)
class Answer(Sequence[Row]):
    """The rows that a query gave, under ``columns``."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, index: int) -> Row: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Row, ...]: ...

    def __getitem__(self, index: int | slice) -> Row | tuple[Row, ...]:
        return self.rows[index]

    def to_pandas(self) -> pandas.DataFrame:
        """The rows as a frame. Raises MissingExtra where pandas is not installed."""
        return _pandas().DataFrame(list(self.rows), columns=list(self.columns))


def answer_of(result: QueryResult) -> Answer:
    """What a query gave as rows of Python's own values."""
    if result.kind == "boolean":
        return Answer(("answer",), ({"answer": result.boolean},))
    if result.kind == "triples":
        names = ("subject", "predicate", "object")
        triples = ((t.subject, t.predicate, t.object) for t in result.triples)
        return Answer(names, tuple(dict(zip(names, map(_value, triple), strict=True)) for triple in triples))
    return Answer(result.columns, tuple(dict(zip(result.columns, map(_value, row), strict=True)) for row in result.rows))


def _value(cell: Cell) -> Any:
    if cell is None or isinstance(cell, ox.Triple):
        return None if cell is None else str(cell)
    if isinstance(cell, ox.Literal) and cell.datatype.value.startswith(_XSD):
        make = _MADE.get(cell.datatype.value.removeprefix(_XSD), str)
        try:
            return make(cell.value)
        except ValueError:  # a day of a calendar that Python has not, INF
            return cell.value
    return cell.value


_MADE: dict[str, Any] = {
    "integer": int,
    "decimal": float,
    "double": float,
    "float": float,
    "boolean": lambda text: text in ("true", "1"),
    "date": date.fromisoformat,
}


def _dated(row: Row, columns: tuple[Column, ...]) -> Row:
    days = {c.name for c in columns if c.kind == "date"}
    return {name: date.fromisoformat(value) if value and name in days else value for name, value in row.items()}


def _frame(rows: list[Row], columns: tuple[Column, ...]) -> pandas.DataFrame:
    pandas = _pandas()
    frame = pandas.DataFrame(rows, columns=[c.name for c in columns])
    for column in columns:
        if column.kind == "date":
            # an event of the year 1600 is before the first day that pandas counts in nanoseconds
            frame[column.name] = pandas.to_datetime(frame[column.name], errors="coerce")
    return frame


def _pandas() -> Any:
    try:
        import pandas
    except ImportError as error:
        raise MissingExtra("pandas", "is not installed, and frames need it", 'pip install "geokg[pandas]"') from error
    return pandas
