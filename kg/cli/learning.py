"""The command that learns from annotated articles: train."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from kg.cli.options import Jobs, Ontology, app, complaints
from kg.errors import KgError


@app.command()
def train(
    files: Annotated[
        list[Path], typer.Argument(metavar="ARTICLES GOLD [ARTICLES GOLD]…", help="Annotated articles and their annotations, in pairs.")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="WEIGHTS.npz", help="The file of weights to write.")],
    text: Annotated[
        list[str] | None, typer.Option("--text", metavar="PATH", help="Unlabelled articles for new word clusters; repeat it.")
    ] = None,
    leave_out: Annotated[
        list[str] | None, typer.Option("--leave-out", metavar="PATH", help="Articles to learn nothing of, nor of near copies; repeat it.")
    ] = None,
    report: Annotated[Path | None, typer.Option("--report", metavar="PAGE.html", help="Write a page on the training, too.")] = None,
    curve: Annotated[bool, typer.Option("--curve", help="Also learn from fewer articles, to see what more would bring.")] = False,
    ontology: Ontology = None,
    jobs: Jobs = None,
) -> None:
    """Learn from annotated articles; prints what the cross-validation found. The same data give the same file.

    Can be interrupted: the same command goes on with what WEIGHTS.npz.part keeps until the file is written.

    Needs the extra geokg[train]. Use the weights with --extractor WEIGHTS.npz.

    Examples:

      kg train my.articles.jsonl my.gold.jsonl -o my.npz
      kg train my.articles.jsonl my.gold.jsonl more.articles.jsonl more.gold.jsonl -o my.npz --report my.html
    """
    from kg.train.extras import needed
    from kg.train.run import Source, run_training

    if len(files) % 2:
        raise KgError("kg train", "needs articles and annotations in pairs", "write ARTICLES.jsonl GOLD.jsonl")
    for module in ("scipy", "sklearn"):
        needed(module)
    sources = [Source(articles, gold) for articles, gold in zip(files[::2], files[1::2], strict=True)]
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=complaints, transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("", total=None)
        try:
            figures = run_training(
                sources,
                output,
                text=text or (),
                leave_out=leave_out or (),
                report=report,
                curve=curve,
                ontology=ontology,
                jobs=jobs or len(os.sched_getaffinity(0)),
                progress=lambda what: bar.update(task, description=what),
            )
        except KeyboardInterrupt:
            complaints.print(f"what was learned so far is kept in {output}.part: the same command goes on from there")
            raise
    sys.stdout.write(figures + "\n")
    complaints.print(f"wrote {output}")
