"""The commands that measure the ontology and check it: check, coverage."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import Failures, Jobs, Ontology, Paths, app, counting
from kg.plural import counted


@app.command()
def check(
    store: Annotated[str | None, typer.Option("--store", metavar="DIR|URL", help="Check this store too.")] = None,
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
    failures = Failures()
    for violation in check_store(store) if store else ():
        failures(violation)
    warned = f"; {counted(counts[True], 'warning')}" if counts[True] else ""
    errors = counts[False] + failures.count
    sys.stdout.write((counted(errors, "error") if errors else "conforms") + warned + "\n")
    if errors:
        raise typer.Exit(1)


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

    failures = Failures()
    with counting("articles") as progress:
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
