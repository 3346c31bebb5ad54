"""The command that takes a graph in: import."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import Ontology, app, complaints, counting


@app.command(name="import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE.nq|FILE.trig", help="A graph that kg export has written.")],
    store: Annotated[str, typer.Option("--store", "-o", metavar="DIR", help="Folder of the store to take it into.")],
    replace: Annotated[bool, typer.Option("--replace", help="Let its articles replace those that are there in another state.")] = False,
    ontology: Ontology = None,
) -> None:
    """Take a graph that was exported earlier, or by somebody else, into a store.

    Its articles come in whole or not at all, each checked before anything is written; events are derived anew. A store made of an export
    gives the same exports. What an imported article says is believed as if it had been read here.

    Examples:

      kg import graph.nq -o out/store
      kg import theirs.trig -o out/store --replace
    """
    from kg.load import load_graph

    with counting("articles") as progress:
        loaded = load_graph(file, store, replace=replace, ontology=ontology, progress=progress)
    sys.stdout.write(f"imported {loaded.new} new articles, {loaded.replaced} replaced, {loaded.unchanged} unchanged\n")
    for name, count in (("articles", loaded.articles), ("reports", loaded.reports), ("events", loaded.events)):
        sys.stdout.write(f"{name:10s} {count:6d}\n")
    if not loaded.same_ontology:
        complaints.print("kg: the file was written with another ontology: give its maker's with --ontology to have the same graph")
