"""What the commands share: their application, the options that several take, the counter on a terminal, and how failures are told."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, cast

import typer
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from kg.errors import KgError

app = typer.Typer(
    name="kg",
    help="Open knowledge-graph builder for geopolitical reporting: who did what to whom, when, and who says so.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
complaints = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)

Paths = Annotated[list[str], typer.Argument(metavar="PATH…", help="Files, folders, globs, or - for standard input.")]
# text, since a Path would make http:/ of http://
StoreDir = Annotated[str, typer.Option("--store", metavar="DIR|URL", help="Folder of the store, or the address of a SPARQL server.")]
StoreDirOrNone = Annotated[
    str | None, typer.Option("--store", metavar="DIR|URL", help="Folder of the store, or the address of a SPARQL server.")
]
Ontology = Annotated[
    Path | None, typer.Option("--ontology", metavar="DIR", help="Folder of Turtle files that add to the shipped ontology.")
]
Jobs = Annotated[int | None, typer.Option("--jobs", min=1, help="Processes; default: one for each core.")]
Confidence = Annotated[
    str | None,
    typer.Option("--min-confidence", metavar="0…1|high", help="Leave out events less sure than this; high: only the surest."),
]
Extractor = Annotated[
    str,
    typer.Option("--extractor", metavar="learned|rules|FILE.npz", help="Who decides: the shipped weights, the rules, weights of your own."),
]
Least = float | Literal["high"] | None
Language = Annotated[str, typer.Option("--language", help="Language of labels: zh-Hans, zh-Hant or en.")]


@contextmanager
def counting(what: str) -> Iterator[Callable[[int], None]]:
    """A counter on a terminal; nothing where the output goes elsewhere."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=complaints, transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done: bar.update(task, completed=done)


class Failures:
    """Counts what went wrong and says it at once."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, error: KgError) -> None:
        self.count += 1
        complaints.print(f"kg: {error}")

    def finish(self) -> None:
        """Leave with an error where anything failed."""
        if self.count:
            complaints.print(f"kg: {self.count} could not be read or stored as they are; the rest was done")
            raise typer.Exit(1)


def confidence(text: str | None) -> Least:
    """What --min-confidence says. Raises KgError where it is neither a share of 1 nor ``high``."""
    if text is None or text == "high":
        return cast("Least", text)
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        raise KgError(f"--min-confidence {text}", "is no confidence", "write a number from 0 to 1, or high")
    return number


def day(option: str, text: str) -> date:
    """The day that an option names. Raises KgError where it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise KgError(f"{option} {text}", "is no day", "write it as 2024-03-01") from error
