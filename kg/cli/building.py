"""The commands that make something of articles and of a store: extract, build, export, view."""

from __future__ import annotations

import json
import sys
from functools import partial
from pathlib import Path
from typing import Annotated, get_args

import typer

from kg.cli.options import (
    Confidence,
    Extractor,
    Failures,
    Jobs,
    Ontology,
    Paths,
    StoreDir,
    StoreDirOrNone,
    app,
    complaints,
    confidence,
    counting,
    day,
)
from kg.errors import KgError
from kg.model import DEFAULT_EXTRACTOR, Language


@app.command()
def extract(
    paths: Paths,
    format: Annotated[str, typer.Option("--format", help="jsonl: an article with its events per line; table: an event per row.")] = "jsonl",
    ontology: Ontology = None,
    jobs: Jobs = None,
    min_confidence: Confidence = None,
    extractor: Extractor = DEFAULT_EXTRACTOR,
    explain: Annotated[bool, typer.Option("--explain", help="Say with each event which evidence decided, in words.")] = False,
) -> None:
    """Print the events of each article, without a store.

    Examples:

      kg extract news/article.html
      kg extract news/ --format table
      kg extract news/article.html --format table --explain
      kg extract 'archive/*.md' > events.jsonl
    """
    from kg.engine import run_tasks
    from kg.extract import extractor_key
    from kg.read import find_sources
    from kg.rows import article_row, event_table

    if format not in ("jsonl", "table"):
        raise KgError(format, "is no format of kg extract", "use jsonl or table")
    extractor_key(extractor)  # a file of weights that is none is told once
    failures = Failures()
    task = partial(article_row, min_confidence=confidence(min_confidence), extractor=extractor, explain=explain)
    with counting("articles") as progress:
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
    min_confidence: Confidence = None,
    extractor: Extractor = DEFAULT_EXTRACTOR,
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

    failures = Failures()
    with counting("articles") as progress:
        built = run(
            paths,
            store,
            base=base,
            ontology=ontology,
            jobs=jobs,
            min_confidence=confidence(min_confidence),
            extractor=extractor,
            failures=failures,
            progress=progress,
        )
    for line in summary(built, load_vocabulary(ontology)):
        sys.stdout.write(line + "\n")
    failures.finish()


@app.command()
def export(
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE",
            help="Its end names the format: .ttl .trig .nq .rdf .jsonld .void.ttl .csv .plover.csv .csv-metadata.json .jsonl .ftm.json "
            ".graphml .gexf",
        ),
    ] = None,
    store: StoreDirOrNone = None,
    format: Annotated[str | None, typer.Option("--format", help="The format, where the end of FILE does not name it; see --list.")] = None,
    list_: Annotated[bool, typer.Option("--list", help="List the formats and what they hold.")] = False,
    ontology: Ontology = None,
    bom: Annotated[bool, typer.Option("--bom", help="Begin a table with a byte order mark, by which Excel knows it is UTF-8.")] = False,
    language: Annotated[str, typer.Option("--language", help="Labels of a network: en, zh-Hans or zh-Hant.")] = "en",
    licence: Annotated[str | None, typer.Option("--licence", metavar="IRI", help="Licence that a .void.ttl says your graph has.")] = None,
) -> None:
    """Write what a store holds to a file. The same store gives the same bytes.

    Examples:

      kg export --list

      kg export graph.ttl --store out/store
      kg export events.csv --store out/store --bom
      kg export events.plover.csv --store out/store
      kg export entities.json --format ftm --store out/store
      kg export network.gexf --store out/store --language zh-Hans
    """
    from kg.export import FORMATS
    from kg.export import export as write
    from kg.network import build_network
    from kg.store import open_store
    from kg.vocabulary import load_vocabulary

    if list_:
        for known in FORMATS:
            sys.stdout.write(f"{known.name:8s} {known.suffix:19s} {known.holds}\n")
        return
    if file is None or store is None:
        raise KgError("kg export", "needs FILE and --store DIR", "kg export --list names the formats")
    if language not in get_args(Language):
        raise KgError(f"--language {language}", "is not known", f"one of {', '.join(get_args(Language))}")
    with open_store(store) as published:
        write(
            published,
            file,
            vocabulary=load_vocabulary(ontology),
            base=published.base,
            network=build_network,
            bom=bom,
            format=format,
            language=language,
            licence=licence,
        )
    complaints.print(f"wrote {file}")


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
        since=day("--since", since) if since else None,
        until=day("--until", until) if until else None,
        level=level,
        top=top,
        summit=summit,
    )
    complaints.print(f"wrote {file}")
