"""The figures of a training run in, one page that says what the weights were made from and how far they can be trusted out.

The page is a single file: no script, no request, no date and no folder in it, so that the same figures give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kg.evaluate import Interval
from kg.train import plots
from kg.train.figures import (
    Accuracy,
    CalibrationBin,
    ConfusionMatrix,
    Evidence,
    LearningPoint,
    OperatingPoint,
    Scores,
    TrainingReport,
    expected_calibration_error,
    frequent_confusions,
)

_CURVE_ROWS = 12  # of a precision–recall curve in its table; the plot shows every point
_CONFUSIONS = 12  # the most frequent ones, in words


def write_report(file: Path, report: TrainingReport) -> None:
    """Write the page, UTF-8 with ``\\n`` on every platform. Raises OSError where the file cannot be written."""
    file.write_bytes(render_report(report).encode("utf-8"))


def render_report(report: TrainingReport) -> str:
    """The page as text: whatever a name or a sentence holds is shown, never obeyed."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=lambda value: plots.plain(value) if isinstance(value, str) and not isinstance(value, Markup) else value,
    )
    environment.filters.update(share=_share, count=_count, file_name=_file_name, inline_bar=_inline_bars)
    page = environment.get_template("report.html.j2")
    return page.render(
        report=report,
        drawn={name: Markup(svg) for name, svg in _plots(report)},  # noqa: S704 — plots escape every label themselves
        curve_rows=list(_thinned(report.curve)),
        calibration_error=expected_calibration_error(report.calibration),
        confusions=frequent_confusions(report.confusion)[:_CONFUSIONS] if report.confusion else [],
    )


def _plots(report: TrainingReport) -> Iterator[tuple[str, str]]:
    """The name and the SVG of each plot that the report has figures for."""
    for name, title, rows in (
        ("levels", "Cross-validated F1 by level of detail", report.levels),
        ("by-action", "Dyad F1 by action", report.by_action),
        ("by-outlet", "Dyad F1 by outlet", report.by_outlet),
        ("by-script", "Dyad F1 by script", report.by_script),
    ):
        if rows:
            yield name, plots.horizontal_bars(list(map(_scored, rows)), name=name, title=title, description=_extremes(rows))
    for name, title, choices in (
        ("attributes", "Accuracy of attributes on matched dyads", report.attributes),
        ("stages", "Accuracy of each stage given the ones before", report.stages),
    ):
        if choices:
            description = "; ".join(f"{c.name} {_share(c.accuracy)}" for c in choices)
            yield name, plots.horizontal_bars(list(map(_chosen, choices)), name=name, title=title, description=description)
    if report.curve:
        yield "curve", _precision_recall(report)
    if report.learning_curve:
        yield "learning", _learning(report.learning_curve)
    if any(b.count for b in report.calibration):
        yield "calibration", _reliability([b for b in report.calibration if b.count])
    if report.confusion is not None:
        yield "confusion", _heat_map(report.confusion)


def _scored(row: Scores) -> plots.Bar:
    return plots.Bar(row.name, row.f1, *_bounds(row.f1_interval))


def _chosen(choice: Accuracy) -> plots.Bar:
    low, high = _bounds(choice.interval)
    return plots.Bar(choice.name, choice.accuracy, low, high, choice.baseline)


def _bounds(interval: Interval | None) -> tuple[float | None, float | None]:
    return (interval.low, interval.high) if interval else (None, None)


def _extremes(rows: Sequence[Scores]) -> str:
    best, worst = max(rows, key=lambda r: r.f1), min(rows, key=lambda r: r.f1)
    return (
        f"{len(rows)} bars, from {worst.name} with {_share(worst.f1)} to {best.name} with {_share(best.f1)}. The table holds every value."
    )


def _precision_recall(report: TrainingReport) -> str:
    named = "; ".join(f"{p.name}: precision {_share(p.precision)} at recall {_share(p.recall)}" for p in report.operating_points)
    marks = [plots.Point(p.recall, p.precision, label=f"{p.name} ≥ {p.threshold:.2f}") for p in report.operating_points]
    return plots.line_plot(
        [plots.Point(p.recall, p.precision) for p in report.curve],
        name="curve",
        title="Precision against recall of dyads over the threshold of confidence",
        description=named or f"A line through {len(report.curve)} thresholds.",
        labels=("recall", "precision"),
        x=(0, 1),
        y=(0, 1),
        marks=marks,
    )


def _learning(points: Sequence[LearningPoint]) -> str:
    last = points[-1]
    highest = max(p.interval.high if p.interval else p.f1 for p in points)
    shown = [plots.Point(p.articles, p.f1, *_bounds(p.interval)) for p in points]
    return plots.line_plot(
        shown,
        name="learning",
        title="Dyad F1 by number of training articles",
        description=f"From {_share(points[0].f1)} with {points[0].articles} articles to {_share(last.f1)} with {last.articles}.",
        labels=("articles in training", "dyad F1"),
        x=(0, plots.ceiling(max(1, *(p.articles for p in points)))),
        y=(0, plots.ceiling(max(highest, 0.1))),
        marks=[plots.Point(last.articles, last.f1, label=_share(last.f1))],
    )


def _reliability(bins: Sequence[CalibrationBin]) -> str:
    shown = [plots.Bin(b.mean_predicted, b.observed, b.interval.low, b.interval.high, b.count) for b in bins]
    error = expected_calibration_error(bins)
    return plots.reliability_diagram(
        shown,
        name="calibration",
        title="Predicted probability against the share that came true",
        description=f"{len(bins)} bins with {sum(b.count for b in bins)} predictions; expected calibration error {_share(error)}.",
        labels=("predicted probability, and how many have it", "share that was right"),
    )


def _heat_map(matrix: ConfusionMatrix) -> str:
    first = "; ".join(f"{gold} read as {predicted} {count} times" for gold, predicted, count, _ in frequent_confusions(matrix)[:5])
    return plots.confusion_heat_map(
        matrix.labels,
        matrix.counts,
        name="confusion",
        title="Gold action against predicted action of sentences",
        description=f"Most frequent confusions: {first}." if first else "No confusion.",
        labels=("predicted", "gold"),
    )


def _thinned(points: Sequence[OperatingPoint]) -> Iterable[OperatingPoint]:
    """Evenly chosen points with the first and the last, as many as a table can show."""
    if len(points) <= _CURVE_ROWS:
        return points
    return [points[round(n * (len(points) - 1) / (_CURVE_ROWS - 1))] for n in range(_CURVE_ROWS)]


def _inline_bars(evidence: Sequence[Evidence]) -> list[tuple[Evidence, Markup]]:
    most = max((abs(e.weight) for e in evidence), default=0.0) or 1.0
    return [(e, Markup(plots.inline_bar(e.weight / most))) for e in evidence]  # noqa: S704 — coordinates alone


def _share(value: float) -> str:
    return f"{value:.3f}"


def _count(value: int) -> str:
    """12345 -> 12 345, with the narrow space that does not break (ISO 80000-1)."""
    return f"{value:,}".replace(",", "\u202f")


def _file_name(path: str) -> str:
    return path.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
