"""The command that shows articles to an annotator and keeps the corrections: annotate."""

from __future__ import annotations

import os
import sys
import threading
import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import Failures, Jobs, Ontology, Paths, app, complaints, counting


@app.command()
def annotate(
    paths: Paths,
    gold: Annotated[Path, typer.Option("--gold", metavar="MY.gold.jsonl", help="The file of annotations; made where there is none.")],
    articles: Annotated[
        Path | None,
        typer.Option("--articles", metavar="MY.articles.jsonl", help="The file of annotated articles; default: beside the annotations."),
    ] = None,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port on this machine; 0 takes a free one.")] = 0,
    order: Annotated[
        str, typer.Option("--order", help="uncertain: those that teach the extractor most first; given: as read.")
    ] = "uncertain",
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Only print the page's address.")] = False,
    ontology: Ontology = None,
    jobs: Jobs = None,
) -> None:
    """Correct what the extractor suggests, on a page on this machine, and keep it as annotations to train and to score on.

    Each article is saved as soon as it is done; running the command again goes on with those that are not. The two files are what
    'kg train' and 'kg evaluate' take. Ctrl-C ends it.

    Examples:

      kg annotate news/ --gold my.gold.jsonl
      kg annotate archive.jsonl.gz --gold my.gold.jsonl --order given --no-browser
    """
    from kg.annotate import open_session, serve

    failures = Failures()
    with counting("articles") as progress:
        session = open_session(
            paths, gold=gold, articles=articles, order=order, ontology=ontology, jobs=jobs, failures=failures, progress=progress
        )
    with serve(session, port=port) as address:
        sys.stdout.write(f"{address}\n")
        sys.stdout.flush()
        complaints.print(f"{session.done:,} of {len(session.entries):,} articles are annotated; Ctrl-C ends it")
        if not no_browser and _has_screen():
            webbrowser.open(address)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            complaints.print()
    if session.gold.exists():
        complaints.print(f"{session.done:,} of {len(session.entries):,} articles are annotated: {session.gold}, {session.articles}")
    else:
        complaints.print("no article was annotated")


def _has_screen() -> bool:
    """Whether a browser can have a window: one in the terminal would hold the terminal."""
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
