"""The command line: composes the stages, shows progress on a terminal, and says what could not be done."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from kg.errors import KgError
from kg.model import MIN_CONFIDENCE, Report

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
Ontology = Annotated[
    Path | None, typer.Option("--ontology", metavar="DIR", help="Folder of Turtle files that add to the shipped ontology.")
]
Jobs = Annotated[int | None, typer.Option("--jobs", min=1, help="Processes; default: one for each core.")]
Confidence = Annotated[float, typer.Option("--min-confidence", min=0, max=1, help="Leave out events less sure than this, 0 to 1.")]
Language = Annotated[str, typer.Option("--language", help="Language of labels: zh-Hans, zh-Hant or en.")]


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
    min_confidence: Confidence = MIN_CONFIDENCE,
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
    base: Annotated[str | None, typer.Option("--base", metavar="IRI", help="Namespace of the data; default urn:geokg:")] = None,
    ontology: Ontology = None,
    jobs: Jobs = None,
    min_confidence: Confidence = MIN_CONFIDENCE,
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
    from kg.vocabulary import load_vocabulary

    failures = _Failures()
    with _counting("articles") as progress:
        built = run(
            paths, store, base=base, ontology=ontology, jobs=jobs, min_confidence=min_confidence, failures=failures, progress=progress
        )
    for line in summary(built, load_vocabulary(ontology)):
        sys.stdout.write(line + "\n")
    failures.finish()


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def query(
    context: typer.Context,
    question: Annotated[
        str | None, typer.Argument(metavar="NAME|SPARQL|FILE.rq", help="A named question, a query, or a file of one.")
    ] = None,
    store: Annotated[Path | None, typer.Option("--store", metavar="DIR", help="Folder of the store.")] = None,
    format: Annotated[str, typer.Option("--format", help="table, csv, tsv, json, xml; ttl for triples.")] = "table",
    timeout: Annotated[float, typer.Option("--timeout", min=0.1, help="Seconds after which a query is given up.")] = 60.0,
    list_: Annotated[bool, typer.Option("--list", help="List the named questions with their parameters.")] = False,
    ontology: Ontology = None,
) -> None:
    """Ask a store: a named question with its parameters, or any SPARQL 1.1 query.

    Examples:

      kg query --list
      kg query timeline --actor 日本 --since 2024-03-01 --store out/store
      kg query summit --actor 美国 --other 菲律宾 --language en --store out/store
      kg query 'SELECT ?e WHERE { ?e a gk:Event } LIMIT 3' --store out/store --format json
    """
    from kg.query import format_result, named_queries, run_query

    if list_:
        for name, named in named_queries(ontology).items():
            sys.stdout.write(f"{name:14s} {named.help}\n")
            for parameter in named.parameters:
                default = f" (default {parameter.default})" if parameter.default else ""
                sys.stdout.write(f"    --{parameter.name:12s} {parameter.help}{default}\n")
        return
    if question is None or store is None:
        raise KgError("kg query", "needs a question and --store DIR", "kg query --list names the questions")
    result = run_query(store, question, _parameters(context.args), timeout=timeout, ontology=ontology)
    sys.stdout.write(format_result(result, format))


def _parameters(words: list[str]) -> dict[str, str]:
    """--actor 日本 --since=2024-03-01 as a question's parameters."""
    parameters: dict[str, str] = {}
    rest = iter(words)
    for word in rest:
        name, equals, value = word.partition("=")
        if not name.startswith("--"):
            raise KgError(word, "is not understood here", "write a parameter as --actor 日本")
        given = value if equals else next(rest, None)
        if given is None:
            raise KgError(name, "has no value", f"write {name} VALUE")
        parameters[name.removeprefix("--")] = given
    return parameters


@app.command()
def check(
    store: Annotated[Path | None, typer.Option("--store", metavar="DIR", help="Check this store too.")] = None,
    ontology: Ontology = None,
) -> None:
    """Check the ontology, and a store if one is named: all that is wrong with them, and where. Ends with status 1 where there are errors.

    With --ontology the files of that folder are checked as what they add to the shipped ontology, override or withdraw of it.

    Examples:

      kg check
      kg check --store out/store
      kg check --ontology my-ontology
    """
    from kg.check import check_ontology, check_store

    counts = {True: 0, False: 0}  # warnings, errors
    for finding in check_ontology(ontology):
        counts[finding.warning] += 1
        sys.stdout.write(f"{finding}\n")
    failures = _Failures()
    for violation in check_store(store) if store else ():
        failures(violation)
    warned = f"; {_counted(counts[True], 'warning')}" if counts[True] else ""
    errors = counts[False] + failures.count
    sys.stdout.write((_counted(errors, "error") if errors else "conforms") + warned + "\n")
    if errors:
        raise typer.Exit(1)


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


@app.command()
def export(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Its suffix names the format: .ttl .trig .nq .jsonld .graphml .gexf .csv .jsonl")
    ],
    store: StoreDir,
    ontology: Ontology = None,
    bom: Annotated[bool, typer.Option("--bom", help="Begin a .csv with a byte order mark, by which Excel knows it is UTF-8.")] = False,
) -> None:
    """Write what a store holds to a file. The same store gives the same bytes.

    Examples:

      kg export graph.ttl --store out/store
      kg export events.csv --store out/store --bom
      kg export network.gexf --store out/store
    """
    from kg.export import export as write
    from kg.network import build_network
    from kg.store import open_store
    from kg.vocabulary import load_vocabulary

    with open_store(store) as published:
        write(published, file, vocabulary=load_vocabulary(ontology), base=published.base, network=build_network, bom=bom)
    _complaints.print(f"wrote {file}")


@app.command()
def view(
    file: Annotated[Path, typer.Argument(metavar="FILE.html", help="The page to write.")],
    store: StoreDir,
    actor: Annotated[str | None, typer.Option("--actor", help="Open at this actor's neighbourhood; any of its names.")] = None,
    between: Annotated[list[str] | None, typer.Option("--between", help="Open at what these actors do to one another; repeat it.")] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DAY", help="First day, as 2024-03-01.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DAY", help="Last day.")] = None,
    level: Annotated[str, typer.Option("--level", help="state: states only; body: bodies too; person: people too.")] = "person",
    language: Annotated[str, typer.Option("--language", help="Language to open in: zh or en.")] = "zh",
    top: Annotated[int, typer.Option("--top", min=2, help="How many of the strongest actors to show at first.")] = 150,
    summit: Annotated[str | None, typer.Option("--summit", metavar="DAY|IRI", help="Open the card of this meeting.")] = None,
    ontology: Ontology = None,
) -> None:
    """Write the actor network as one self-contained page that opens from disk.

    The options choose what the page shows when it opens; it holds everything, and makes no request.

    Examples:

      kg view network.html --store out/store
      kg view summit.html --store out/store --between 美国 --between 日本 --between 菲律宾 --summit 2024-04-11
    """
    from kg.network import build_network
    from kg.store import open_store
    from kg.vocabulary import load_vocabulary
    from viz import write_page

    levels, languages = ("state", "body", "person"), ("zh", "en")
    if level not in levels or language not in languages:
        raise KgError(
            f"--level {level} --language {language}", "is not known", f"levels: {', '.join(levels)}; languages: {', '.join(languages)}"
        )
    vocabulary = load_vocabulary(ontology)
    with open_store(store) as published:
        network = build_network(published.events(), vocabulary)
    write_page(
        file,
        network,
        vocabulary=vocabulary,
        language=language,
        actor=actor,
        between=tuple(between or ()),
        since=_day("--since", since),
        until=_day("--until", until),
        level=level,
        top=top,
        summit=summit,
    )
    _complaints.print(f"wrote {file}")


def _day(option: str, text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise KgError(f"{option} {text}", "is no day", "write it as 2024-03-01") from error


@app.command()
def evaluate(
    articles: Annotated[Path, typer.Argument(metavar="ARTICLES.jsonl", help="The annotated articles.")],
    gold: Annotated[Path, typer.Option("--gold", metavar="GOLD.jsonl", help="Their annotations.")],
    ontology: Ontology = None,
    jobs: Jobs = None,
    min_confidence: Confidence = MIN_CONFIDENCE,
) -> None:
    """Score the extractor against annotated articles, as the benchmark's guidelines define it.

    Example:

      kg evaluate --gold data/gold/sample.gold.jsonl data/gold/sample.articles.jsonl
    """
    from kg.engine import run_tasks
    from kg.evaluate import format_scores, read_gold, score, scored_events
    from kg.read import find_sources
    from kg.rows import reports_of

    failures = _Failures()
    wanted = read_gold(gold)
    found: list[Report] = []
    for done in run_tasks(find_sources([str(articles)]), partial(reports_of, min_confidence=min_confidence), ontology=ontology, jobs=jobs):
        for error in done.failures:
            failures(error)
        found.extend(report for reports in done.results for report in reports)
    sys.stdout.write(format_scores(score(wanted, scored_events(found))) + "\n")
    failures.finish()


@app.command()
def coverage(
    paths: Paths,
    gold: Annotated[
        Path | None, typer.Option("--gold", metavar="GOLD.jsonl", help="Annotations of these articles: measure how much of them is known.")
    ] = None,
    top: Annotated[int, typer.Option("--top", min=0, help="How many unknown verbs and names to show.")] = 40,
    least: Annotated[int, typer.Option("--least", min=1, help="Leave out words met in fewer articles.")] = 2,
    frames: Annotated[bool, typer.Option("--frames", help="Show how often each frame is met, too.")] = False,
    format: Annotated[str, typer.Option("--format", help="table, or json: all words and all frames.")] = "table",
    sample: Annotated[
        int | None, typer.Option("--sample", min=1, help="Only so many articles, drawn evenly: always the same ones.")
    ] = None,
    ontology: Ontology = None,
    jobs: Jobs = None,
) -> None:
    """List what the ontology does not know of a corpus: its most frequent uncovered verbs and names, and each frame's hits.

    Examples:

      kg coverage news/ --top 60
      kg coverage news/ --frames --ontology my-field/
      kg coverage data/gold/sample.articles.jsonl --gold data/gold/sample.gold.jsonl
    """
    from kg.coverage import run_coverage

    failures = _Failures()
    with _counting("articles") as progress:
        lines = run_coverage(
            paths,
            gold=gold,
            top=top,
            least=least,
            with_frames=frames,
            format=format,
            sample=sample,
            ontology=ontology,
            jobs=jobs,
            failures=failures,
            progress=progress,
        )
        text = "\n".join(lines)
    sys.stdout.write(text + "\n")
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
