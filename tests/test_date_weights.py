"""The weights by which an event's date is chosen: what they may weigh, and how they are made from annotated articles."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from kg.errors import KgError
from kg.extract.date_evidence import evidence_names
from kg.extract.date_weighing import WEIGHTS_FILE, read_weights, shipped_weights
from kg.extract.dates import DateCandidate, date_candidates, resolve_times
from kg.model import Sentence
from tests.conftest import ROOT

GOLD = ROOT / "data" / "gold"
ANCHOR = date(2024, 3, 27)  # a Wednesday
# what the sample's articles do not show: sentences, the trigger of the last in 【】
RARE = {
    "after: 2 clauses": "警方【逮捕】五人，搜查两处，公报于3月25日发布。",
    "bracketed": "两国【签署】协议（3月5日生效）。",
    "carried: quotation": "总统周一发表声明。“我们【谴责】袭击。”",
    "inside the trigger": "两国【于25日会谈】。",
    "kind: decade": "1980年代，两军【交火】。",
    "kind: since": "自2月初以来，两军【交火】。",
    "kind: weekend": "上周末，两军【交火】。",
    "outside the quotation": "他周一说：“军方【轰炸】了村庄。”",
}


@pytest.fixture(scope="module")
def script() -> Iterator[ModuleType]:
    spec = importlib.util.spec_from_file_location("fit_dates", GOLD / "fit_dates.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclasses look their module up
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


def _candidates(text: str, *, performative: bool) -> list[DateCandidate]:
    start, end = text.index("【"), text.index("】") - 1
    plain = text.replace("【", "").replace("】", "")
    cut = plain.rfind("。", 0, start) + 1
    parts = [part for part in (plain[:cut], plain[cut:]) if part]
    sentences = [Sentence(n, 0, len(part), part, part, "paragraph", 0) for n, part in enumerate(parts)]
    times = resolve_times(sentences, ANCHOR)[-1]
    return list(date_candidates(times, start - cut, end - cut, sentence=sentences[-1], performative=performative))


def _given(candidates: list[DateCandidate]) -> set[str]:
    return {name for candidate in candidates for name in candidate.evidence}


@pytest.mark.parametrize(("name", "text"), RARE.items())
def test_rare_evidence_is_given(name: str, text: str) -> None:
    assert name in _given(_candidates(text, performative=False))


def test_every_name_can_be_given_and_no_other(script: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    given = {n for text in RARE.values() for said in (False, True) for n in _given(_candidates(text, performative=said))}
    events = [e for line in (GOLD / "sample.gold.jsonl").read_text("utf-8").splitlines() for e in json.loads(line)["events"]]
    for said in (set(), {event["action"] for event in events}):
        monkeypatch.setattr(script, "PERFORMATIVE", said)
        for choice in script.read_choices(GOLD / "sample.articles.jsonl", GOLD / "sample.gold.jsonl"):
            given |= _given(choice.candidates)
    assert given == evidence_names()


def test_the_shipped_weights_are_of_todays_evidence() -> None:
    about = json.loads(WEIGHTS_FILE.read_text("utf-8"))["about"]
    assert set(about["evidence"]) == evidence_names(), "evidence has changed: fit the weights again"
    # what is left out weighs little; most of it must be in
    assert len(shipped_weights()) > 0.7 * len(evidence_names())
    assert about["events"] > 5000


def test_what_the_shipped_weights_say() -> None:
    weights = shipped_weights()
    assert weights["before: of a report"] < -1, "据…周一报道 dates the report"
    assert weights["before: speech between"] < 0 < weights["before: speech between"] + weights["before: speech between, said"]
    assert weights["before: no speech"] > 1
    assert weights["carried"] < 0 < weights["carried: same paragraph"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('{"weights": {"before: gap 0": 0.5, "before: full moon": 1.0}}', "before: full moon"),
        ('{"weights": {"before: gap 0": "much"}}', "no weights"),
        ('{"weights": ["before: gap 0"]}', "no weights"),
        ('{"about": {}}', "no weights"),
        ("[]", "no weights"),
        ("{", "no weights"),
    ],
)
def test_a_file_that_weighs_something_else_is_refused(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "weights.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KgError, match=problem) as caught:
        read_weights(path)
    assert str(path) in str(caught.value)
    assert "fit_dates.py" in caught.value.remedy


def _annotated(folder: Path) -> tuple[Path, Path]:
    """Eight short articles: each tells one event by its day, and one by the day of a report only."""
    articles, gold = [], []
    for day in range(11, 19):
        told, reported = f"外长{day}日会见了大使。", f"据通讯社{day}日报道，警方逮捕了示威者。"
        id_ = f"own-{day}"
        row = {"id": id_, "title": "外长会见大使", "url": f"https://own.example/{id_}", "published": f"2024-03-{day + 1}", "outlet": "own"}
        articles.append({**row, "lang": "zh-Hans", "content": f"<p>{told}</p><p>{reported}</p>"})
        when = f"2024-03-{day}"
        events = [
            {"sentence": told, "trigger": "会见", "action": "CONSULT", "date": {"start": when, "end": when}},
            {"sentence": reported, "trigger": "逮捕", "action": "COERCE", "date": None},
        ]
        gold.append({"id": id_, "events": events})
    paths = folder / "articles.jsonl", folder / "gold.jsonl"
    for path, rows in zip(paths, (articles, gold), strict=True):
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return paths


def test_weights_are_learnt_from_annotated_articles(script: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    articles, gold = _annotated(tmp_path)
    written = []
    for name in ("first.json", "second.json"):
        script.main([str(articles), str(gold), "-o", str(tmp_path / name)])
        written.append((tmp_path / name).read_bytes())
    assert written[0] == written[1]
    weights = read_weights(tmp_path / "first.json")
    assert weights["before: of a report"] < 0 < weights["before: no speech"]
    about = json.loads(written[0])["about"]
    assert (about["events"], about["dated"], about["articles"]) == (16, 8, 8)
    assert about["right"]["cross-validated by article"] == {"all": 1.0, "where dated": 1.0}
    assert "cross-validated by article" in capsys.readouterr().out


def test_a_trigger_that_is_not_in_its_sentence_teaches_nothing(script: ModuleType, tmp_path: Path) -> None:
    articles, gold = _annotated(tmp_path)
    gold.write_text(gold.read_text("utf-8").replace('"会见"', '"接见"'), encoding="utf-8")
    assert [choice.days for choice in script.read_choices(articles, gold)] == [None] * 8


def test_dates_of_the_sample(script: ModuleType) -> None:
    """Given the annotated trigger; no article of the sample was fitted to. Always answering none gives .48 and 0."""
    choices = list(script.read_choices(GOLD / "sample.articles.jsonl", GOLD / "sample.gold.jsonl"))
    assert len(choices) > 320
    shares = script.measure(choices, shipped_weights()).shares
    assert shares["all"] > 0.78
    assert shares["where dated"] > 0.71
