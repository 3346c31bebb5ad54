"""Figures in, plots as SVG elements out: complete, without script, coloured by the classes of the page that holds them.

Every plot carries a title and a description for those who do not see it, and writes its coordinates to a hundredth of a
pixel, so that the same figures give the same bytes. Whatever a label says, it stays text.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 460, 320
LEFT, RIGHT, TOP, BOTTOM = 48, 16, 12, 44  # the margins of a plot with two axes
BAR_STEP, BAR_THICK, BAR_LABELS, BAR_VALUES = 24, 12, 188, 48
CELL, CELL_LABELS = 38, 92
_COUNTS_HEIGHT = 64  # the strip of counts under a reliability diagram

# what no XML may hold, and what turns round the text beside it
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]")

Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Scale:
    """A linear axis: the value ``low`` stands at pixel ``start``, ``high`` at ``end``."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """The pixel of a value. Raises ValueError for what is no finite number: a plot must not leave it out silently."""
        if not math.isfinite(value):
            raise ValueError(f"{value} has no place on an axis")
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def ticks(self, about: int = 5) -> list[float]:
        """Round values from ``low`` to ``high``, roughly ``about`` of them."""
        rough = (self.high - self.low) / about
        power = 10 ** math.floor(math.log10(rough))
        step = next(power * n for n in (1, 2, 5, 10) if power * n >= rough * 0.999)
        first, last = math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9)
        return [n * step for n in range(first, last + 1)]


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a line; ``low`` and ``high`` bound it, ``label`` is written beside it and gives it a dot."""

    x: float
    y: float
    low: float | None = None
    high: float | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A horizontal bar from 0 to ``value``, both as shares of 1; ``baseline`` is a mark to compare with."""

    label: str
    value: float
    low: float | None = None
    high: float | None = None
    baseline: float | None = None


@dataclass(frozen=True, slots=True)
class Bin:
    """A point of a reliability diagram: ``count`` answers with the mean probability ``predicted``, of which ``observed`` were right."""

    predicted: float
    observed: float
    low: float
    high: float
    count: int


def plain(text: str) -> str:
    """The text without characters that are not seen but act, and without what no page may hold."""
    return _UNSEEN.sub("\ufffd", text)


def ceiling(value: float, about: int = 5) -> float:
    """The round number at which an axis that must hold ``value`` ends: 511 -> 600, 0.47 -> 0.5."""
    step = Scale(0, value, 0, 1).ticks(about)[1]
    return math.ceil(value / step - 1e-9) * step


def line_plot(
    points: Sequence[Point],
    *,
    name: str,
    title: str,
    description: str,
    labels: tuple[str, str],
    x: Range,
    y: Range,
    marks: Sequence[Point] = (),
) -> str:
    """A line through ``points`` in their order, their interval as a band; ``marks`` are dots with a label beside the line."""
    across, up = _axes_scales(x, y)
    inner = [*_grid(across, up, labels), *_band(points, across, up)]
    inner.append(_tag("polyline", points=_path((across(p.x), up(p.y)) for p in points), class_="line", fill="none"))
    inner.extend(_dot(across(p.x), up(p.y)) for p in points if p.low is not None)
    for mark in [p for p in [*points, *marks] if p.label]:
        inner.extend(_mark(mark, across, up))
    return _svg(name, title, description, (WIDTH, HEIGHT), inner)


def reliability_diagram(bins: Sequence[Bin], *, name: str, title: str, description: str, labels: tuple[str, str]) -> str:
    """Predicted against observed share with their intervals, the line of perfect calibration, and the counts of the bins below."""
    across, up = _axes_scales((0, 1), (0, 1))
    inner = list(_grid(across, up, ("", labels[1])))
    inner.append(_line((across(0), up(0)), (across(1), up(1)), "ideal"))
    inner.append(_tag("polyline", points=_path((across(b.predicted), up(b.observed)) for b in bins), class_="line", fill="none"))
    for b in bins:
        at = across(b.predicted)
        inner += [_line((at, up(b.low)), (at, up(b.high)), "whisker"), _dot(at, up(b.observed))]
    inner.extend(_counts(bins, across))
    inner.append(_text(across(0.5), HEIGHT + _COUNTS_HEIGHT - 4, labels[0], "axis", "middle"))
    return _svg(name, title, description, (WIDTH, HEIGHT + _COUNTS_HEIGHT), inner)


def horizontal_bars(bars: Sequence[Bar], *, name: str, title: str, description: str) -> str:
    """Shares of 1 as bars from 0, the value at the right edge, interval as a whisker, baseline as a tick."""
    height = BAR_STEP * len(bars) + 24
    across = Scale(0, 1, BAR_LABELS, WIDTH - BAR_VALUES)
    inner = []
    for tick in across.ticks():
        inner.append(_line((across(tick), 0), (across(tick), height - 20), "grid"))
        inner.append(_text(across(tick), height - 6, _short(tick), "tick", "middle"))
    for n, bar in enumerate(bars):
        inner.extend(_bar(bar, BAR_STEP * n + BAR_STEP / 2, across))
    return _svg(name, title, description, (WIDTH, height), inner)


def confusion_heat_map(
    names: Sequence[str], counts: Sequence[Sequence[int | None]], *, name: str, title: str, description: str, labels: tuple[str, str]
) -> str:
    """Rows by columns, each cell with its count and shaded by its share of the row; a cell that is None is not counted.

    ``labels`` name what the columns and the rows are.
    """
    size = CELL_LABELS + CELL * len(names)
    inner = [_text(size, 12, f"{labels[0]} →", "axis", "end"), _text(CELL_LABELS - 8, CELL_LABELS - 6, f"{labels[1]} ↓", "axis", "end")]
    for n, label in enumerate(names):
        middle = CELL_LABELS + CELL * (n + 0.5)
        inner.append(_text(CELL_LABELS - 8, middle + 4, _fitting(label, 13), "label", "end"))
        inner.append(
            _tag("text", _fitting(label, 13), class_="label", transform=f"translate({_px(middle + 3)} {CELL_LABELS - 8}) rotate(-45)")
        )
    for row, shown in enumerate(counts):
        for column, count in enumerate(shown):
            inner.append(_cell(names, row, column, count, sum(c or 0 for c in shown)))
    return _svg(name, title, description, (size + 40, size), inner)  # the last slanted label leans over the edge


def inline_bar(share: float) -> str:
    """A bar of ``share`` of its width to stand in a table's cell, left of 0 where negative; the cell beside it says the number."""
    across = Scale(-1, 1, 0, 80)
    start, end = sorted((across(0), across(share)))
    kind = "bar against" if share < 0 else "bar"
    parts = [_tag("rect", x=_px(start), y="2", width=_px(end - start), height="8", class_=kind), _line((40, 0), (40, 12), "grid")]
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 12" width="80" height="12" aria-hidden="true">{"".join(parts)}</svg>'


def _axes_scales(x: Range, y: Range) -> tuple[Scale, Scale]:
    return Scale(*x, LEFT, WIDTH - RIGHT), Scale(*y, HEIGHT - BOTTOM, TOP)


def _grid(across: Scale, up: Scale, labels: tuple[str, str]) -> Iterator[str]:
    for tick in up.ticks():
        yield _line((across.start, up(tick)), (across.end, up(tick)), "grid")
        yield _text(across.start - 8, up(tick) + 4, _short(tick), "tick", "end")
    yield _line((across.start, up.start), (across.end, up.start), "base")
    for tick in across.ticks():
        yield _line((across(tick), up.start), (across(tick), up.start + 4), "base")
        yield _text(across(tick), up.start + 18, _short(tick), "tick", "middle")
    if labels[0]:
        yield _text((across.start + across.end) / 2, HEIGHT - 6, labels[0], "axis", "middle")
    middle = (up.start + up.end) / 2
    yield _tag("text", plain(labels[1]), class_="axis", text_anchor="middle", transform=f"translate(12 {_px(middle)}) rotate(-90)")


def _band(points: Sequence[Point], across: Scale, up: Scale) -> Iterator[str]:
    bounded = [(across(p.x), up(p.low), up(p.high)) for p in points if p.low is not None and p.high is not None]
    if bounded:
        around = [(x, high) for x, _, high in bounded] + [(x, low) for x, low, _ in reversed(bounded)]
        yield _tag("polygon", points=_path(around), class_="band", fill_opacity="0.2")


def _mark(mark: Point, across: Scale, up: Scale) -> Iterator[str]:
    x, y = across(mark.x), up(mark.y)
    yield _dot(x, y, "mark")
    roomy = x + 10 + 7 * len(mark.label) < WIDTH
    yield _text(x + 8 if roomy else x - 4, y - 8, mark.label, "note", "start" if roomy else "end")


def _counts(bins: Sequence[Bin], across: Scale) -> Iterator[str]:
    floor = HEIGHT + _COUNTS_HEIGHT - 22
    most = max((b.count for b in bins), default=0) or 1
    tall = Scale(0, most, 0, _COUNTS_HEIGHT - 36)
    for b in bins:
        height = tall(b.count)
        yield _tag("rect", x=_px(across(b.predicted) - 6), y=_px(floor - height), width="12", height=_px(height), class_="count")
        yield _text(across(b.predicted), floor - height - 3, str(b.count), "tick", "middle")
    yield _line((across(0), floor), (across(1), floor), "base")


def _bar(bar: Bar, middle: float, across: Scale) -> Iterator[str]:
    top = middle - BAR_THICK / 2
    yield f"<g>{_tag('title', plain(bar.label))}{_text(BAR_LABELS - 8, middle + 4, _fitting(bar.label, 28), 'label', 'end')}</g>"
    yield _tag("rect", x=_px(across(0)), y=_px(top), width=_px(across(bar.value) - across(0)), height=str(BAR_THICK), class_="bar")
    if bar.low is not None and bar.high is not None:
        yield _line((across(bar.low), middle), (across(bar.high), middle), "whisker")
    if bar.baseline is not None:
        yield _line((across(bar.baseline), top - 3), (across(bar.baseline), top + BAR_THICK + 3), "baseline")
    yield _text(WIDTH - 4, middle + 4, f"{bar.value:.3f}", "value", "end")


def _cell(names: Sequence[str], row: int, column: int, count: int | None, of: int) -> str:
    x, y = CELL_LABELS + CELL * column, CELL_LABELS + CELL * row
    share = (count or 0) / of if of else 0.0
    kind = "cell right" if row == column else "cell"
    box = {"x": _px(x + 0.5), "y": _px(y + 0.5), "width": str(CELL - 1), "height": str(CELL - 1)}
    parts = [_tag("rect", **box, class_="frame", fill="none"), _tag("rect", **box, class_=kind, fill_opacity=f"{share:.3f}")]
    if count is None:
        parts.append(_text(x + CELL / 2, y + CELL / 2 + 4, "–", "count0", "middle"))
        hint = "not counted"
    else:
        shown = "count0" if count == 0 else "number"
        parts.append(_text(x + CELL / 2, y + CELL / 2 + 4, str(count), shown, "middle"))
        hint = f"{count} of {of}"
    return f"<g>{_tag('title', plain(f'{names[row]} → {names[column]}: {hint}'))}{''.join(parts)}</g>"


def _svg(name: str, title: str, description: str, size: tuple[float, float], inner: Iterable[str]) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" class="plot" role="img" viewBox="0 0 {_px(size[0])} {_px(size[1])}"'
    labelled = f'width="{_px(size[0])}" height="{_px(size[1])}" aria-labelledby="{name}-title" aria-describedby="{name}-desc"'
    texts = f"{_tag('title', plain(title), id=f'{name}-title')}{_tag('desc', plain(description), id=f'{name}-desc')}"
    return f"{head} {labelled}>{texts}{''.join(inner)}</svg>"


def _dot(x: float, y: float, kind: str = "dot") -> str:
    return _tag("circle", cx=_px(x), cy=_px(y), r="4.5" if kind == "mark" else "3", class_=kind)


def _line(start: tuple[float, float], end: tuple[float, float], kind: str) -> str:
    return _tag("line", x1=_px(start[0]), y1=_px(start[1]), x2=_px(end[0]), y2=_px(end[1]), class_=kind)


def _text(x: float, y: float, text: str, kind: str, anchor: str) -> str:
    return _tag("text", plain(text), x=_px(x), y=_px(y), class_=kind, text_anchor=anchor)


def _tag(element: str, text: str | None = None, **attributes: str) -> str:
    """``_tag("line", x1="0", class_="grid")``; the underscores are Python's need, not the format's."""
    written = "".join(f' {k.rstrip("_").replace("_", "-")}="{escape(v)}"' for k, v in attributes.items())
    return f"<{element}{written}/>" if text is None else f"<{element}{written}>{escape(text)}</{element}>"


def _path(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{_px(x)},{_px(y)}" for x, y in points)


def _px(value: float) -> str:
    written = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


def _short(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 10 else _px(value)


def _fitting(label: str, width: int) -> str:
    """A label of at most ``width`` narrow characters (德国之声 takes eight), cut with … where it is longer."""
    label = " ".join(plain(label).split())
    widths = [2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in label]
    if sum(widths) <= width:
        return label
    kept = max((n for n in range(len(label)) if sum(widths[:n]) < width), default=0)
    return label[:kept] + "…"
