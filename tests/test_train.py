"""Training on articles of our own: the same data give the same file, bad input is named, and what was learned is what is evaluated."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from kg.engine import report_article
from kg.errors import KgError
from kg.evaluate import ScoredEvent, ScoredParty, read_gold, score, scored_events
from kg.extract.learned.weights import read_weights
from kg.read import read_articles
from kg.train import crossing
from kg.train.fitting import Rows, fit_choice, fit_pick, rows_of, softmax
from kg.train.forest import calibrate, fit_trees
from kg.train.measuring import confusion
from kg.train.run import Source, run_training
from tests.conftest import ROOT
from tests.extraction import vocabulary

GOLD = ROOT / "data" / "gold"
SAMPLE = Source(GOLD / "sample.articles.jsonl", GOLD / "sample.gold.jsonl")


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("trained")
    run_training([SAMPLE], folder / "weights.npz", report=folder / "report.html")
    return folder


def test_the_same_data_give_the_same_file(trained: Path, tmp_path: Path) -> None:
    run_training([SAMPLE], tmp_path / "again.npz", jobs=2)
    assert (tmp_path / "again.npz").read_bytes() == (trained / "weights.npz").read_bytes()


class _Stopped(Exception):
    pass


def _stop_at(what: str) -> Callable[[str], None]:
    def progress(done: str) -> None:
        if done.startswith(what):
            raise _Stopped

    return progress


def test_a_training_goes_on_where_it_was_stopped(trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    weights, part = tmp_path / "again.npz", tmp_path / "again.npz.part"
    with pytest.raises(_Stopped):
        run_training([SAMPLE], weights, progress=_stop_at("fold 3"))
    kept = sorted(file.name for file in part.glob("*.npz"))
    assert kept == ["fold-0.npz", "fold-1.npz", "fold-2.npz"]
    assert not weights.exists()
    (part / "fold-1.npz").write_bytes((part / "fold-1.npz").read_bytes()[:1000])  # as if the machine had gone down
    learned = []
    fit = crossing.fit_stages
    monkeypatch.setattr(crossing, "fit_stages", lambda *given: learned.append(1) or fit(*given))
    run_training([SAMPLE], weights)
    assert len(learned) == 3  # the broken one and the two that were not there
    assert weights.read_bytes() == (trained / "weights.npz").read_bytes()
    assert not part.exists()


def test_what_another_training_left_is_not_taken(trained: Path, tmp_path: Path) -> None:
    part = tmp_path / "again.npz.part"
    part.mkdir()
    (part / "learned-from").write_text("something else", "utf-8")
    (part / "fold-0.npz").write_bytes((trained / "weights.npz").read_bytes())
    (part / "mine.txt").write_text("not of a training", "utf-8")
    run_training([SAMPLE], tmp_path / "again.npz")
    assert (tmp_path / "again.npz").read_bytes() == (trained / "weights.npz").read_bytes()
    assert [file.name for file in part.iterdir()] == ["mine.txt"]


def test_what_is_learned_on_the_way_needs_a_place(tmp_path: Path) -> None:
    (tmp_path / "again.npz.part").write_text("a file", "utf-8")
    with pytest.raises(KgError, match=r"again\.npz\.part"):
        run_training([SAMPLE], tmp_path / "again.npz")


def test_what_it_was_taught_it_knows(trained: Path) -> None:
    """On its own training articles it must beat the rules by far; that says nothing of others."""
    gold = read_gold(SAMPLE.gold)
    articles = list(read_articles([str(SAMPLE.articles)], vocabulary=vocabulary()))

    def f1(extractor: str) -> float:
        reports = [r for a in articles for r in report_article(a, vocabulary=vocabulary(), extractor=extractor)]
        return score(gold, scored_events(reports)).dyad.f1

    assert f1(str(trained / "weights.npz")) > f1("rules") + 0.1


def test_the_report_tells_what_was_measured(trained: Path) -> None:
    page = (trained / "report.html").read_text("utf-8")
    weights = read_weights(trained / "weights.npz")
    assert str(weights.about["events"]) in page
    assert "not within each fold" in page
    assert str(trained) not in page


def test_the_report_shows_confusions_stages_and_words(trained: Path) -> None:
    page = (trained / "report.html").read_text("utf-8")
    for words in ("Gold action against predicted action", "actor, given the trigger", "target, given trigger and actor", "the word "):
        assert words in page


def test_confusions_are_counted_by_sentence() -> None:
    def event(sentence: str, action: str) -> ScoredEvent:
        return ScoredEvent(sentence, (ScoredParty("甲国", "CHN"),), action, (ScoredParty("乙国", "USA"),), None, "asserted", ())

    gold = {"a": [event("甲国谴责乙国。", "ACCUSE"), event("甲国制裁乙国。", "SANCTION")]}
    matrix = confusion(gold, {"a": [event("甲国谴责乙国。", "ACCUSE"), event("甲国制裁乙国。", "COERCE"), event("乙国。", "AID")]})
    cell = {(g, p): n for g, row in zip(matrix.labels, matrix.counts, strict=True) for p, n in zip(matrix.labels, row, strict=True)}
    assert {key: n for key, n in cell.items() if n} == {("ACCUSE", "ACCUSE"): 1, ("SANCTION", "COERCE"): 1, ("none", "AID"): 1}
    assert cell["none", "none"] is None


def test_bad_input_is_named(tmp_path: Path) -> None:
    few = tmp_path / "few.gold.jsonl"
    few.write_text("".join(SAMPLE.gold.read_text("utf-8").splitlines(keepends=True)[:5]), encoding="utf-8")
    with pytest.raises(KgError, match="hold 5 annotated articles"):
        run_training([Source(SAMPLE.articles, few)], tmp_path / "w.npz")
    other = tmp_path / "other.gold.jsonl"
    other.write_text(json.dumps({"id": "nobody", "events": []}) + "\n", encoding="utf-8")
    with pytest.raises(KgError, match=r"other\.gold\.jsonl.*does not hold.*nobody"):
        run_training([Source(SAMPLE.articles, other)], tmp_path / "w.npz")
    with pytest.raises(KgError, match=r"nowhere.*cannot be written"):
        run_training([SAMPLE], tmp_path / "nowhere" / "w.npz")
    with pytest.raises(KgError, match="earlier file annotates"):
        run_training([SAMPLE, SAMPLE], tmp_path / "w.npz")
    assert not (tmp_path / "w.npz").exists()


def test_trees_answer_as_the_library_does() -> None:
    from sklearn.ensemble import HistGradientBoostingClassifier

    draw = np.random.Generator(np.random.PCG64(7))
    rows = draw.normal(size=(600, 5)).astype(np.float32).astype(np.float64)
    answers = (rows[:, 0] * rows[:, 1] + draw.normal(size=600) * 0.3 > 0).astype(np.float64)
    ours = fit_trees(rows, answers)
    theirs = HistGradientBoostingClassifier(
        learning_rate=0.03,
        max_iter=400,
        max_leaf_nodes=15,
        min_samples_leaf=30,
        l2_regularization=5.0,
        max_features=0.5,
        random_state=1,
        early_stopping=False,
    ).fit(rows, answers)
    np.testing.assert_allclose(ours.scores(rows), theirs.decision_function(rows), atol=2e-2)
    assert np.mean((ours.scores(rows) > 0) == answers) > 0.85


def test_calibration_finds_the_line() -> None:
    draw = np.random.Generator(np.random.PCG64(3))
    scores = draw.normal(size=20_000) * 2
    answers = (draw.random(20_000) < 1 / (1 + np.exp(-(0.5 * scores - 1)))).astype(np.float64)
    found = calibrate(scores, answers)
    assert found.slope == pytest.approx(0.5, abs=0.05)
    assert found.offset == pytest.approx(-1, abs=0.06)


def test_a_choice_is_learned_from_its_evidence() -> None:
    keys = np.array([[1, 1, 1, 1, 2, 2, 2, 2]], np.uint32)
    rows = rows_of(keys, np.array([0, 4]), np.array([9, 9], np.uint32))
    table, intercepts = fit_choice(rows, np.array([0, 0, 0, 0, 1, 1, 1, 1]), 2, least=1, keep=10)
    shares = softmax(table.sums(keys) + intercepts)
    assert (shares[:4, 0] > 0.7).all()
    assert (shares[4:, 1] > 0.7).all()


def test_a_pick_is_learned_from_its_evidence() -> None:
    # three sets of two rows: the one with key 3 is right
    rows = Rows(np.array([3, 4, 4, 3, 3, 5], np.uint32), np.arange(7))
    table = fit_pick(rows, np.array([0, 2, 4, 6]), np.array([0, 3, 4]), least=1, keep=10)
    scores = table.sums(np.array([[3, 4, 5]], np.uint32))[:, 0]
    assert scores[0] > max(scores[1:])
