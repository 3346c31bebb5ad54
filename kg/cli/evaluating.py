"""The command that scores the extractor, or what it found before, against annotated articles: evaluate."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Collection, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.options import Confidence, Extractor, Failures, Jobs, Least, Ontology, app, complaints, confidence, counting
from kg.errors import KgError
from kg.model import DEFAULT_EXTRACTOR

if TYPE_CHECKING:
    from kg.evaluate import Run

_GROUPINGS = ("outlet", "script", "action")
_LISTED = 20  # of each kind, where --kind is given without a number


@app.command()
def evaluate(
    context: typer.Context,
    gold: Annotated[Path, typer.Option("--gold", metavar="GOLD.jsonl", exists=True, dir_okay=False, help="The annotations.")],
    articles: Annotated[
        Path | None, typer.Argument(metavar="ARTICLES.jsonl", exists=True, dir_okay=False, help="The annotated articles, to extract from.")
    ] = None,
    predictions: Annotated[
        Path | None,
        typer.Option(
            "--predictions", metavar="RUN.jsonl", exists=True, dir_okay=False, help="Score these events instead, as kg extract prints them."
        ),
    ] = None,
    save: Annotated[
        Path | None, typer.Option("--save", metavar="RUN.jsonl", dir_okay=False, help="Keep what was extracted, as kg extract prints it.")
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option(
            "--against",
            metavar="RUN.jsonl",
            exists=True,
            dir_okay=False,
            help="Compare with an earlier run: what was gained, what was lost.",
        ),
    ] = None,
    by: Annotated[str | None, typer.Option("--by", help="Figures for each outlet, script or action, too.")] = None,
    errors: Annotated[
        int | None,
        typer.Option("--errors", min=0, help="Count the errors by kind, and list so many of each, drawn evenly, with their sentence."),
    ] = None,
    kind: Annotated[list[str] | None, typer.Option("--kind", help="List this kind of error alone; repeat it.")] = None,
    format: Annotated[str, typer.Option("--format", help="table or json.")] = "table",
    ontology: Ontology = None,
    jobs: Jobs = None,
    min_confidence: Confidence = None,
    extractor: Extractor = DEFAULT_EXTRACTOR,
) -> None:
    """Score the extractor against annotated articles, as the benchmark's guidelines define it.

    Figures carry 95 % intervals, found by resampling the articles. An error is one dyad (actor, action, target) of a sentence and has one
    kind: missed-trigger, missed-event, wrong-action, wrong-direction, wrong-actor, wrong-target, wrong-parties, spurious-trigger,
    spurious-event, wrong-date, wrong-modality, wrong-source or wrong-name.

    Examples:

      kg evaluate --gold data/gold/sample.gold.jsonl data/gold/sample.articles.jsonl
      kg evaluate --gold data/gold/sample.gold.jsonl data/gold/sample.articles.jsonl --errors 5 --kind wrong-actor
      kg evaluate --gold data/gold/sample.gold.jsonl data/gold/sample.articles.jsonl --save before.jsonl
      kg evaluate --gold data/gold/sample.gold.jsonl data/gold/sample.articles.jsonl --against before.jsonl
      kg evaluate --gold data/gold/sample.gold.jsonl --predictions before.jsonl --by outlet
    """
    from kg.evaluate import evaluate as run
    from kg.evaluate import evaluation_row, format_evaluation, read_gold, read_run

    _refuse(articles, predictions, save, by, kind or (), format)
    source = context.get_parameter_source("min_confidence")
    if predictions and source is not None and source.name == "COMMANDLINE":
        raise KgError("--min-confidence", "chooses what is extracted, and with --predictions nothing is", "extract anew with it")
    failures = Failures()
    wanted = read_gold(gold)
    if articles is not None:
        found = _extracted(
            articles, save, failures, ontology=ontology, jobs=jobs, min_confidence=confidence(min_confidence), extractor=extractor
        )
    else:
        assert predictions is not None
        found = read_run(predictions, ontology=ontology)
        _tell_missing(predictions, found, wanted)
    before = read_run(against, ontology=ontology) if against else None
    if against and before:
        _tell_missing(against, before, wanted)
    groups = {"outlet": found.outlets, "script": found.scripts}.get(by or "")
    evaluation = run(wanted, found.events, before=before.events if before else None, groups=groups, actions=by == "action")
    listed = _LISTED if errors is None and kind else errors
    if format == "json":
        text = json.dumps(evaluation_row(evaluation, errors=listed, kinds=kind or ()), ensure_ascii=False, indent=1)
    else:
        text = format_evaluation(evaluation, errors=listed, kinds=kind or (), by=by or "", against=str(against))
    sys.stdout.write(text + "\n")
    failures.finish()


def _refuse(
    articles: Path | None, predictions: Path | None, save: Path | None, by: str | None, kinds: Collection[str], format: str
) -> None:
    """Raise KgError for what cannot be meant."""
    from kg.evaluate import KINDS

    if (articles is None) == (predictions is None):
        raise KgError("kg evaluate", "needs articles to extract from, or --predictions", "give one of the two")
    if save and articles is None:
        raise KgError("--save", "keeps what is extracted, and with --predictions nothing is", "copy the file instead")
    if by is not None and by not in _GROUPINGS:
        raise KgError(f"--by {by}", "is not known", f"one of {', '.join(_GROUPINGS)}")
    if unknown := sorted(set(kinds) - set(KINDS)):
        raise KgError(f"--kind {unknown[0]}", "is no kind of error", f"one of {', '.join(KINDS)}")
    if format not in ("table", "json"):
        raise KgError(format, "is no format of kg evaluate", "use table or json")


def _extracted(
    articles: Path,
    save: Path | None,
    failures: Callable[[KgError], None],
    *,
    ontology: Path | None,
    jobs: int | None,
    min_confidence: Least,
    extractor: str,
) -> Run:
    """What the extractor finds in the articles, kept in ``save`` where that is given."""
    from kg.engine import run_tasks
    from kg.evaluate import run_of
    from kg.extract import extractor_key
    from kg.read import find_sources
    from kg.rows import article_row

    extractor_key(extractor)
    rows: list[tuple[str, Mapping[str, Any]]] = []
    task = partial(article_row, min_confidence=min_confidence, extractor=extractor)
    with counting("articles") as progress:
        for done in run_tasks(find_sources([str(articles)]), task, ontology=ontology, jobs=jobs):
            for error in done.failures:
                failures(error)
            rows.extend((f"{articles}: article {row['id']}", row) for row in done.results)
            progress(len(rows))
    if save:
        try:
            save.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for _, row in rows), encoding="utf-8")
        except OSError as error:
            raise KgError(save, f"cannot be written: {error.strerror}", "name a file in a folder that exists") from error
    return run_of(rows, ontology=ontology)


def _tell_missing(path: Path, run: Run, gold: Collection[str]) -> None:
    """Say how many articles a file lacks: they count as empty, which nobody should find out from the figures."""
    if missing := len(set(gold) - set(run.events)):
        complaints.print(f"kg: {path} holds {len(gold) - missing} of the {len(gold)} annotated articles; the others count as empty")
