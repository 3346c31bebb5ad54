"""The command line: composes the stages, shows progress on a terminal, and says what could not be done."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Annotated, Optional

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
_complaints = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)

Paths = Annotated[list[str], typer.Argument(metavar="PATH…", help="Files, folders, globs, or - for standard input.")]
StoreDir = Annotated[Path, typer.Option("--store", metavar="DIR", help="Folder of the store.")]
Ontology = Annotated[Optional[Path], typer.Option("--ontology", metavar="DIR", help="Folder of Turtle files that add to the shipped ontology.")]
Jobs = Annotated[Optional[int], typer.Option("--jobs", min=1, help="Processes; default: one for each core.")]
Confidence = Annotated[float, typer.Option("--min-confidence", min=0, max=1, help="Leave out events less sure than this, 0 to 1.")]
Language = Annotated[str, typer.Option("--language", help="Language of labels: zh-Hans, zh-Hant or en.")]
_DEFAULT_CONFIDENCE = 0.3


@contextmanager
def _counting(what: str) -> Iterator[Callable[[int], None]]:
    """A counter on a terminal; nothing where the output goes elsewhere."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=_complaints, transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done: bar.update(task, completed=done)


class _Failures:
    """Counts what went wrong and says it at once."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, error: KgError) -> None:
        self.count += 1
        _complaints.print(f"kg: {error}")

    def finish(self) -> None:
        """Leave with an error where anything failed."""
        if self.count:
            _complaints.print(f"kg: {self.count} could not be read or stored as they are; the rest was done")
            raise typer.Exit(1)


@app.command()
def extract(
    paths: Paths,
    format: Annotated[str, typer.Option("--format", help="jsonl: an article with its events per line; table: an event per row.")] = "jsonl",
    ontology: Ontology = None,
    jobs: Jobs = None,
    min_confidence: Confidence = _DEFAULT_CONFIDENCE,
) -> None:
    """Print the events of each article, without a store.

    Examples:

      kg extract news/article.html
      kg extract news/ --format table
      kg extract 'archive/*.md' > events.jsonl
    """
    from kg.engine import run_tasks
    from kg.read import find_sources
    from kg.rows import article_row, event_table

    if format not in ("jsonl", "table"):
        raise KgError(format, "is no format of kg extract", "use jsonl or table")
    failures = _Failures()
    task = partial(article_row, min_confidence=min_confidence)
    with _counting("articles") as progress:
        count = 0
        for done in run_tasks(find_sources(paths, failures=failures), task, ontology=ontology, jobs=jobs):
            for error in done.failures:
                failures(error)
            for row in done.results:
                count += 1
                lines = (json.dumps(row, ensure_ascii=False),) if format == "jsonl" else event_table(row, header=count == 1)
                for line in lines:
                    sys.stdout.write(line + "\n")
            progress(count)
    failures.finish()


@app.command()
def build(
    paths: Paths,
    store: StoreDir,
    base: Annotated[Optional[str], typer.Option("--base", metavar="IRI", help="Namespace of the data; default urn:geokg:")] = None,
    ontology: Ontology = None,
    jobs: Jobs = None,
    min_confidence: Confidence = _DEFAULT_CONFIDENCE,
) -> None:
    """Read articles into a store, merge what they report, and publish it to readers.

    Running it again changes nothing; a changed article replaces what it said; new articles add. A build that was interrupted goes on
    where it stopped when it is run again.

    Examples:

      kg build news/ --store out/store
      kg build news/ more.jsonl feed.xml --store out/store
    """
    from kg.build import build as run
    from kg.summary import summary

    failures = _Failures()
    with _counting("articles") as progress:
        built = run(
            paths, store, base=base, ontology=ontology, jobs=jobs, min_confidence=min_confidence, failures=failures, progress=progress
        )
    for line in summary(built, store):
        sys.stdout.write(line + "\n")
    failures.finish()


def main() -> None:
    """The entry point: errors that a user can mend are one line, and end with status 1."""
    for stream in (sys.stdout, sys.stderr):
        # names and quotes in any script, whatever the terminal's locale
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app()
    except KgError as error:
        _complaints.print(f"kg: {error}")
        sys.exit(1)
    except BrokenPipeError:
        # the reader of our output has gone (kg extract … | head): nothing is wrong
        sys.stderr.close()
        sys.exit(0)
    except KeyboardInterrupt:
        _complaints.print("kg: interrupted; what was stored stays, and running the same command again goes on")
        sys.exit(130)
