"""The page on a training run: whole without a network, the same at each run, and its plots say what the figures say."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from lxml import html

from kg.evaluate import Interval
from kg.train import plots
from kg.train.figures import (
    Accuracy,
    ActionEvidence,
    ArraySize,
    CalibrationBin,
    ConfusionMatrix,
    Evidence,
    Exclusion,
    LearningPoint,
    OperatingPoint,
    Scores,
    ScriptCount,
    TrainingReport,
    TrainingSet,
    expected_calibration_error,
    frequent_confusions,
    wilson_interval,
)
from kg.train.report import render_report, write_report

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "</text></svg><script>alert(1)</script>\"' onload=x {{ 7*7 }} \u202e\x00\ud800&amp;"
BARE = TrainingReport(TrainingSet(3, 5, 1, (), "ab" * 32, "cd" * 32), folds=3, resamples=100)
SECTIONS = {
    "levels": "figures",
    "attributes": "figures",
    "curve": "thresholds",
    "operating_points": "thresholds",
    "learning_curve": "learning-curve",
    "by_action": "actions",
    "by_outlet": "outlets",
    "by_script": "scripts",
    "calibration": "reliability",
    "confusion": "confusions",
    "stages": "by-stage",
    "evidence": "strongest",
    "sizes": "size",
    "weights_size": "size",
}


def full(name: str = "dyad") -> TrainingReport:
    """A report with every section, in which every text is ``name``."""
    scores = (Scores(name, 40, 50, 18, f1_interval=Interval(0.3, 0.5), articles=4),)
    accuracy = (Accuracy(name, 3, 4, Interval(0.5, 0.9), 0.25),)
    return TrainingReport(
        TrainingSet(3, 5, 1, (ScriptCount(name, 3),), name, name, (name,), (Exclusion(name, (name, name)),)),
        folds=3,
        resamples=1234,
        caveats=(name,),
        levels=scores,
        attributes=accuracy,
        curve=(OperatingPoint(0.1, 0.4, 0.6), OperatingPoint(0.5, 0.8, 0.2)),
        operating_points=(OperatingPoint(0.5, 0.8, 0.2, name),),
        learning_curve=(LearningPoint(20, 0.2), LearningPoint(40, 0.3, Interval(0.2, 0.4))),
        by_action=scores,
        by_outlet=scores,
        by_script=scores,
        calibration=(CalibrationBin(0, 0.5, 0.0, 0, 0), CalibrationBin(0.5, 1, 0.75, 3, 5)),
        confusion=ConfusionMatrix((name, "none"), ((3, 1), (2, None))),
        stages=accuracy,
        evidence=(ActionEvidence(name, (Evidence(name, 1.5), Evidence(name, -0.5))),),
        sizes=(ArraySize(name, 10, 20),),
        weights_size=1234567,
    )


def svgs(page: str) -> list[ElementTree.Element]:
    return [ElementTree.fromstring(svg) for svg in re.findall(r"<svg.*?</svg>", page, re.DOTALL)]


def only(svg: str, tag: str, kind: str) -> list[dict[str, str]]:
    """The attributes of the elements with a class, in their order."""
    root = ElementTree.fromstring(svg)
    return [e.attrib for e in root.iter(SVG + tag) if kind in e.get("class", "").split()]


def section_ids(page: str) -> set[str]:
    return {str(i) for i in html.fromstring(page.encode(), parser=html.HTMLParser(encoding="utf-8")).xpath("//main/section/@id")}


def test_whatever_a_name_holds_stays_text() -> None:
    page = render_report(full(HOSTILE))
    tree = html.fromstring(page.encode(), parser=html.HTMLParser(encoding="utf-8"))
    assert tree.xpath("//script | //@onload | //@onerror") == []
    assert "49" not in "".join(tree.xpath("//main//bdi//text()")), "a text was taken for a template"
    assert not re.search("[\x00\u202e\ud800]", page)
    # what was written is what is read, but for the characters that are not seen
    shown = plots.plain(HOSTILE)
    assert tree.xpath("//ul[@class='caveats']/li/bdi/text()") == [shown]
    assert tree.xpath("//h3/bdi/text()") == [shown]
    assert all(title.text for svg in svgs(page) for title in svg.iter(SVG + "title"))


def test_every_plot_is_well_formed_and_is_described_or_hidden() -> None:
    page = render_report(full(HOSTILE))
    drawn = svgs(page)
    described = [svg for svg in drawn if svg.get("role") == "img"]
    assert len(described) == 10
    for svg in described:
        texts = {e.get("id"): e.text for e in svg if e.tag in (SVG + "title", SVG + "desc")}
        assert texts[svg.get("aria-labelledby")]
        assert texts[svg.get("aria-describedby")]
    assert all(svg.get("aria-hidden") == "true" for svg in drawn if svg not in described)
    ids = re.findall(r'\bid="([^"]*)"', page)
    assert len(ids) == len(set(ids))


def test_the_page_asks_for_nothing() -> None:
    page = render_report(full())
    tree = html.fromstring(page.encode(), parser=html.HTMLParser(encoding="utf-8"))
    assert tree.xpath("//script | //link | //img | //iframe | //object | //form | //@src | //@srcset") == []
    assert all(str(href).startswith("#") for href in tree.xpath("//@href"))
    assert "url(" not in page
    assert "@import" not in page
    assert {str(h)[1:] for h in tree.xpath("//nav//@href")} == section_ids(page)


def test_the_same_figures_give_the_same_bytes(tmp_path: Path) -> None:
    files = [tmp_path / "a.html", tmp_path / "folder" / "b.html"]
    files[1].parent.mkdir()
    for file in files:
        write_report(file, full())
    first, second = (file.read_bytes() for file in files)
    assert first == second
    assert b"\r" not in first


def test_files_are_named_without_their_folders() -> None:
    files = ("/home/someone/train.articles.jsonl", "C:\\Users\\someone\\gold.jsonl")
    page = render_report(replace(BARE, training_set=replace(BARE.training_set, files=files)))
    assert "someone" not in page
    assert "train.articles.jsonl" in page
    assert "gold.jsonl" in page


def test_a_report_without_figures_shows_the_data_alone() -> None:
    page = render_report(BARE)
    assert section_ids(page) == {"data"}
    assert svgs(page) == []


@pytest.mark.parametrize("name", sorted(SECTIONS))
def test_each_section_stands_alone(name: str) -> None:
    page = render_report(replace(BARE, **{name: getattr(full(), name)}))
    assert section_ids(page) == {"data", SECTIONS[name]}


def test_every_field_that_can_be_left_out_has_its_section() -> None:
    optional = {f.name for f in fields(TrainingReport)} - {"training_set", "folds", "resamples", "caveats"}
    assert optional == set(SECTIONS)


def test_bins_without_predictions_are_listed_and_not_drawn() -> None:
    page = render_report(replace(BARE, calibration=(CalibrationBin(0, 1, 0, 0, 0),)))
    assert "0.00–1.00" in page
    assert svgs(page) == []


def test_figures_follow_from_their_counts() -> None:
    row = Scores("dyad", gold=40, predicted=50, matched=18)
    assert (row.precision, row.recall, row.f1) == (0.36, 0.45, 0.4)
    assert Scores("rare", 3, 0, 0).precision == 0
    point = OperatingPoint(0.5, precision=0.75, recall=0.25)
    assert point.f1 == 0.375
    page = render_report(replace(BARE, levels=(row,), weights_size=1234567))
    assert "1\u202f234\u202f567 bytes" in page
    assert re.search(r"<td class=\"n\">0\.360.*0\.450.*<b>0\.400</b>", page)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Scores("dyad", 10, 5, 6),
        lambda: Accuracy("date", 5, 4),
        lambda: CalibrationBin(0, 0.1, 0.05, 2, 1),
        lambda: ConfusionMatrix(("A", "B"), ((1, 2),)),
        lambda: ConfusionMatrix(("A", "B"), ((1, 2), (3,))),
    ],
)
def test_impossible_counts_are_refused(make: object) -> None:
    assert callable(make)
    with pytest.raises(ValueError, match=r"of|need"):
        make()


def test_calibration_error_weighs_the_bins_by_their_counts() -> None:
    # |3/4 - 0.5| of four, |1/1 - 0.9| of one: (4 * 0.25 + 1 * 0.1) / 5
    bins = (CalibrationBin(0.4, 0.6, 0.5, 3, 4), CalibrationBin(0.6, 0.8, 0.0, 0, 0), CalibrationBin(0.8, 1, 0.9, 1, 1))
    assert expected_calibration_error(bins) == pytest.approx(0.22)
    assert expected_calibration_error(()) == 0


def test_wilson_interval_as_published() -> None:
    # Newcombe 1998 (Statistics in Medicine 17), table I, method 3
    for positives, count, low, high in (
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ):
        found = wilson_interval(positives, count)
        assert found.low == pytest.approx(low, abs=5e-5)
        assert found.high == pytest.approx(high, abs=5e-5)


def test_confusions_come_the_most_frequent_first_and_without_the_diagonal() -> None:
    matrix = ConfusionMatrix(("AID", "ACCUSE", "none"), ((9, 1, 0), (0, 4, 4), (1, 2, None)))
    assert frequent_confusions(matrix) == [
        ("ACCUSE", "none", 4, 0.5),
        ("none", "ACCUSE", 2, pytest.approx(2 / 3)),
        ("AID", "ACCUSE", 1, 0.1),
        ("none", "AID", 1, pytest.approx(1 / 3)),
    ]


def test_a_line_goes_through_its_points() -> None:
    # the plane is 48..444 across and 276..12 up: 396 and 264 pixels
    points = [plots.Point(0, 0, 0, 0.5), plots.Point(250, 0.5, 0.25, 1), plots.Point(500, 1)]
    svg = plots.line_plot(
        points, name="p", title="t", description="d", labels=("x", "y"), x=(0, 500), y=(0, 1), marks=[plots.Point(125, 0.25, label="m")]
    )
    assert only(svg, "polyline", "line")[0]["points"] == "48,276 246,144 444,12"
    assert only(svg, "polygon", "band")[0]["points"] == "48,144 246,12 246,210 48,276"
    assert [(c["cx"], c["cy"]) for c in only(svg, "circle", "mark")] == [("147", "210")]
    ticks = {e.text: e.attrib for e in ElementTree.fromstring(svg).iter(SVG + "text") if e.get("class") == "tick"}
    assert ticks["500"]["x"] == "444"
    assert ticks["0.2"]["y"] == "227.2"  # 276 - 0.2 * 264, and 4 down to the middle of the digits


def test_a_bar_is_as_long_as_its_value() -> None:
    # the track is 188..412: 224 pixels
    svg = plots.horizontal_bars(
        [plots.Bar("a", 0.5, 0.25, 0.75, 0.375), plots.Bar("a label that is much longer than the room for it", 0)],
        name="b",
        title="t",
        description="d",
    )
    assert [(r["x"], r["width"]) for r in only(svg, "rect", "bar")] == [("188", "112"), ("188", "0")]
    assert [(w["x1"], w["x2"], w["y1"]) for w in only(svg, "line", "whisker")] == [("244", "356", "12")]
    assert [b["x1"] for b in only(svg, "line", "baseline")] == ["272"]
    texts = [e.text for e in ElementTree.fromstring(svg).iter() if e.text]
    assert "0.500" in texts
    assert "a label that is much longer than the room for it" in texts, "what is cut can still be read"
    assert "a label that is much longer…" in texts


def test_a_reliability_diagram_shows_share_interval_and_count() -> None:
    svg = plots.reliability_diagram(
        [plots.Bin(0.25, 0.5, 0.25, 0.75, 10), plots.Bin(0.75, 1, 0.5, 1, 40)], name="r", title="t", description="d", labels=("x", "y")
    )
    assert [(c["cx"], c["cy"]) for c in only(svg, "circle", "dot")] == [("147", "144"), ("345", "12")]
    assert [(w["y1"], w["y2"]) for w in only(svg, "line", "whisker")] == [("210", "78"), ("144", "12")]
    ideal = only(svg, "line", "ideal")[0]
    assert (ideal["x1"], ideal["y1"], ideal["x2"], ideal["y2"]) == ("48", "276", "444", "12")
    few, many = (float(r["height"]) for r in only(svg, "rect", "count"))
    assert many == 4 * few > 0


def test_a_cell_is_shaded_by_its_share_of_the_row() -> None:
    svg = plots.confusion_heat_map(("A", "none"), ((3, 1), (0, None)), name="c", title="t", description="d", labels=("predicted", "gold"))
    cells = only(svg, "rect", "cell")
    assert [c["fill-opacity"] for c in cells] == ["0.750", "0.250", "0.000", "0.000"]
    assert (cells[1]["x"], cells[1]["y"]) == ("130.5", "92.5"), "gold in rows, predicted in columns"
    titles = [e.text for e in ElementTree.fromstring(svg).iter(SVG + "title")]
    assert titles[1:] == ["A → A: 3 of 4", "A → none: 1 of 4", "none → A: 0 of 0", "none → none: not counted"]


def test_inline_bars_go_to_either_side_of_nothing() -> None:
    against, towards = plots.inline_bar(-0.5), plots.inline_bar(1)
    assert [(r["x"], r["width"]) for r in only(against, "rect", "against")] == [("20", "20")]
    assert [(r["x"], r["width"]) for r in only(towards, "rect", "bar")] == [("40", "40")]


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_is_not_drawn_in_silence(value: float) -> None:
    with pytest.raises(ValueError, match="no place on an axis"):
        plots.horizontal_bars([plots.Bar("a", value)], name="b", title="t", description="d")


@pytest.mark.parametrize(("highest", "end"), [(511, 600), (0.47, 0.5), (0.5, 0.5), (1, 1), (20, 20), (0.61, 0.8)])
def test_an_axis_ends_at_a_round_number_that_holds_all(highest: float, end: float) -> None:
    assert plots.ceiling(highest) == pytest.approx(end)
