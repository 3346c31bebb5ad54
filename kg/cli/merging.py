"""The commands about what is one event and what changed: merge, why, remove, diff."""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import Ontology, StoreDir, app, complaints, day
from kg.errors import KgError
from kg.plural import counted

if TYPE_CHECKING:
    from kg.model import Event, Verdict
    from kg.telling import Doubtful

merging = typer.Typer(rich_markup_mode=None, invoke_without_command=True, help="Say what is one event, or one actor, and what is not.")
app.add_typer(merging, name="merge")

By = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who judges; default: the name you are logged in by.")]
Note = Annotated[str, typer.Option("--note", help="Why, in a few words; kept with the judgement.")]
One = Annotated[str, typer.Argument(metavar="A", help="An event, a report or an actor: IRI, last part of it, or an actor's name.")]
Other = Annotated[str, typer.Argument(metavar="B", help="Another one of its kind.")]


@merging.callback()
def merge(
    context: typer.Context,
    reports: Annotated[
        Path | None, typer.Option("--reports", metavar="REPORTS.jsonl", help="Merge these reports and print one event a line.")
    ] = None,
    articles: Annotated[
        Path | None, typer.Option("--articles", metavar="ARTICLES.jsonl", help="Their articles; default: beside the reports.")
    ] = None,
    ontology: Ontology = None,
) -> None:
    """Say what is one event, or one actor, and what is not; or merge a file of reports, as the benchmark has them.

    A judgement overrides what geokg decides by itself, survives every rebuilding, and can be taken back.

    Examples:

      kg merge --reports data/merge.reports.jsonl
      kg merge review --store out/store
      kg merge same 8f7e6d5c4b3a2918 1a2b3c4d5e6f7081 --store out/store --note "one phone call"
      kg merge different 0a1b2c3d4e5f6071 9f8e7d6c5b4a3928 --store out/store
      kg merge forget 0a1b2c3d4e5f6071 9f8e7d6c5b4a3928 --store out/store
    """
    if context.invoked_subcommand is not None:
        return
    if reports is None:
        raise KgError("kg merge", "needs a command or --reports FILE", "kg merge --help lists what it can do")
    from kg.merge import event_line, merge_claims, read_reports_file
    from kg.vocabulary import load_vocabulary

    beside = articles or reports.with_name(reports.name.replace(".reports.", ".articles."))
    for file in (reports, beside):
        if not file.is_file():
            raise KgError(file, "is no file", "name the reports, and with --articles the articles that they come from")
    for event in merge_claims(read_reports_file(reports, beside, vocabulary=load_vocabulary(ontology))):
        sys.stdout.write(event_line(event) + "\n")


@merging.command()
def same(a: One, b: Other, store: StoreDir, by: By = None, note: Note = "", ontology: Ontology = None) -> None:
    """Two are one: they are merged, whatever speaks against it."""
    _judge([(a, b, "same", note)], store, by, ontology)


@merging.command()
def different(a: One, b: Other, store: StoreDir, by: By = None, note: Note = "", ontology: Ontology = None) -> None:
    """Two are not one: they stay apart. To part an event name two of its reports."""
    _judge([(a, b, "different", note)], store, by, ontology)


@merging.command()
def undecided(a: One, b: Other, store: StoreDir, by: By = None, note: Note = "", ontology: Ontology = None) -> None:
    """Nobody can say yet: geokg decides as before, and review does not ask again."""
    _judge([(a, b, "undecided", note)], store, by, ontology)


@merging.command()
def forget(a: One, b: Other, store: StoreDir, ontology: Ontology = None) -> None:
    """Take a judgement back: geokg decides by itself again."""
    from kg.judging import forget as run
    from kg.vocabulary import load_vocabulary

    taken = run(store, a, b, load_vocabulary(ontology))
    complaints.print(f"forgot that {taken.a} and {taken.b} are {taken.verdict}, judged by {taken.author} on {taken.day}")


@merging.command("list")
def list_(store: StoreDir) -> None:
    """Print what has been judged, a JSON object a line, as ``kg merge file`` reads it."""
    from kg.store import open_store
    from kg.telling import judgement_row

    with open_store(store) as published:
        for judgement in published.judgements():
            sys.stdout.write(json.dumps(judgement_row(judgement), ensure_ascii=False) + "\n")


@merging.command("file")
def file_(
    file: Annotated[Path, typer.Argument(metavar="VERDICTS.jsonl", help="What review printed, with verdicts written to it.")],
    store: StoreDir,
    by: By = None,
    ontology: Ontology = None,
) -> None:
    """Judge many pairs at once, from JSON lines {"a", "b", "verdict", "note"}; lines without a verdict are passed over."""
    from kg.judging import read_verdicts

    _judge(read_verdicts(file), store, by, ontology)


@merging.command()
def review(
    store: StoreDir,
    by: By = None,
    actors: Annotated[bool, typer.Option("--actors", help="Ask about names that may be one actor's, and not about events.")] = False,
    top: Annotated[int, typer.Option("--top", min=1, help="How many pairs.")] = 20,
    ontology: Ontology = None,
) -> None:
    """Go through the pairs that geokg is least sure of.

    On a terminal it asks of each: s same, d different, u undecided, Enter leave it, q quit. Elsewhere it prints them, a JSON object a line,
    for ``kg merge file``.
    """
    from itertools import islice

    from kg.merge import link_reports
    from kg.merge.review import doubtful_actors, doubtful_reports
    from kg.store import open_store
    from kg.telling import proposal

    with open_store(store) as published:
        judgements, events = tuple(published.judgements()), tuple(published.events())
    found: list[Doubtful] = []
    if actors:
        found += islice(doubtful_actors(events, judgements), top)
    else:
        links = link_reports((r for e in events for r in e.reports), judgements)
        found += islice(doubtful_reports(events, links, judgements), top)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        for pair in found:
            sys.stdout.write(json.dumps(proposal(pair), ensure_ascii=False) + "\n")
        return
    verdicts = [*_asked(found)]
    if verdicts:
        _judge(verdicts, store, by, ontology)


@app.command()
def why(
    event: Annotated[str, typer.Argument(metavar="EVENT", help="An event or one of its reports: IRI, or the last part of it.")],
    store: StoreDir,
    format: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
    ontology: Ontology = None,
) -> None:
    """Say why an event is one event: its reports, what joined them, with which score, and what nearly did.

    Examples:

      kg why 8f7e6d5c4b3a2918 --store out/store
    """
    from kg.judging import Subjects
    from kg.merge import link_reports
    from kg.merge.why import explain_event
    from kg.store import open_store
    from kg.telling import why_lines, why_row
    from kg.vocabulary import load_vocabulary

    if format not in ("text", "json"):
        raise KgError(format, "is no format of kg why", "use text or json")
    with open_store(store) as published:
        subjects = Subjects(published, load_vocabulary(ontology))
        judgements = tuple(published.judgements())
        found = subjects.event(event)
    links = link_reports(subjects.reports.values(), judgements, of=found.reports[0].iri)
    told = explain_event(found, subjects.events.values(), links, judgements)
    lines = [json.dumps(why_row(told), ensure_ascii=False)] if format == "json" else why_lines(told)
    sys.stdout.write("\n".join(lines) + "\n")


@app.command()
def remove(
    articles: Annotated[list[str], typer.Argument(metavar="ARTICLE…", help="IRIs, ids or URLs of articles.")],
    store: StoreDir,
    ontology: Ontology = None,
) -> None:
    """Take articles out of a store with all that they say; events that no other article reports vanish, the others are derived anew.

    Examples:

      kg remove https://example.org/news/1 --store out/store
    """
    from kg.judging import remove as run
    from kg.vocabulary import load_vocabulary

    done = run(store, articles, load_vocabulary(ontology))
    events = f"{counted(done.vanished, 'event')} gone, {done.touched} derived anew"
    sys.stdout.write(f"removed {counted(len(done.articles), 'article')}: {events}\n")


@app.command()
def diff(
    stores: Annotated[list[str], typer.Argument(metavar="OLD [NEW]", help="Two stores; or one, with --since.")],
    since: Annotated[
        str | None, typer.Option("--since", metavar="DAY", help="What the articles published from this day on have changed in the store.")
    ] = None,
    format: Annotated[str, typer.Option("--format", help="table, or json: one change a line.")] = "table",
    ontology: Ontology = None,
) -> None:
    """Show what is new, confirmed, contradicted, changed and withdrawn between two stores, or since a day.

    Examples:

      kg diff out/monday out/friday
      kg diff out/store --since 2024-04-01
    """
    from kg.history import changes
    from kg.merge import merge_claims
    from kg.store import open_store
    from kg.telling import change_line, change_row
    from kg.vocabulary import load_vocabulary

    if format not in ("table", "json"):
        raise KgError(format, "is no format of kg diff", "use table or json")
    if len(stores) != (1 if since else 2):
        raise KgError("kg diff", "compares two stores, or one store with what it was", "name OLD and NEW, or one store and --since DAY")
    states: list[tuple[Event, ...]] = []
    for folder in stores:
        with open_store(folder) as published:
            states.append(tuple(published.events()))
            judgements = tuple(published.judgements())
    if since:
        first = day("--since", since)
        earlier = (r for e in states[0] for r in e.reports if (r.article.published or "9999")[:10] < first.isoformat())
        states.insert(0, tuple(merge_claims(earlier, judgements)))
    vocabulary = load_vocabulary(ontology)
    for change in changes(*states):
        line = json.dumps(change_row(change), ensure_ascii=False) if format == "json" else change_line(change, vocabulary)
        sys.stdout.write(line + "\n")


def _judge(pairs: Iterable[tuple[str, str, Verdict, str]], store: Path | str, by: str | None, ontology: Path | None) -> None:
    from kg.judging import judge
    from kg.vocabulary import load_vocabulary

    made = judge(store, [*pairs], load_vocabulary(ontology), author=by or _login(), day=datetime.now(tz=UTC).date())
    for judgement in made:
        complaints.print(f"judged {judgement.verdict}: {judgement.a} and {judgement.b}")


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def _asked(pairs: Iterable[Doubtful]) -> Iterator[tuple[str, str, Verdict, str]]:
    """Show each pair and take the answers."""
    from kg.telling import proposal, shown

    answers: dict[str, Verdict] = {"s": "same", "d": "different", "u": "undecided"}
    for pair in pairs:
        for line in shown(pair):
            complaints.print(line)
        answer = typer.prompt("same, different, undecided, Enter, q", default="", show_default=False, err=True).strip().lower()[:1]
        if answer == "q":
            return
        if answer in answers:
            row = proposal(pair)
            yield row["a"], row["b"], answers[answer], ""
