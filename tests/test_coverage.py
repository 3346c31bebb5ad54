"""What the ontology does not know of a corpus: the words to add, and how much of annotations is known."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.coverage import run_coverage
from kg.errors import KgError

ARTICLES = (
    ("a1", "瑞士与挪威外长会谈。瑞士外长丁克曼表示愿意继续谈判。瑞士曜扬挪威的决定。"),
    ("a2", "日本海上保安厅巡逻。日本曜扬菲律宾。美国制裁俄罗斯银行。"),
    ("a3", "今天天气晴朗。"),
)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    rows = ({"id": i, "title": "", "url": f"https://news.example/{i}", "published": "2024-04-12", "content": t} for i, t in ARTICLES)
    path = tmp_path / "corpus.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


def report(path: Path, **options: object) -> list[str]:
    errors: list[KgError] = []
    lines = list(run_coverage([str(path)], failures=errors.append, jobs=1, **options))  # type: ignore[arg-type]
    assert not errors
    return lines


def rows(path: Path, **options: object) -> dict[str, object]:
    found: dict[str, object] = json.loads("\n".join(report(path, format="json", **{"least": 1, **options})))
    return found


def test_a_frame_that_is_met_is_counted_and_its_verb_is_not_listed(corpus: Path) -> None:
    found = rows(corpus)
    met = {f["frame"]: f["hits"] for f in found["frames"] if f["hits"]}  # type: ignore[attr-defined]
    assert any("sanction" in iri for iri in met)
    words = {u["word"] for u in found["unknown"]}  # type: ignore[attr-defined]
    assert "制裁" not in words
    assert "日本" not in words


def test_a_verb_counts_only_where_an_actor_is_named(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    texts = {"with": "日本政府打磨茶具。", "without": "工匠们吟唱民谣。"}
    path.write_text(
        "".join(
            json.dumps({"id": k, "title": "", "url": f"https://e.example/{k}", "published": "2024-01-01", "content": t}) + "\n"
            for k, t in texts.items()
        )
    )
    verbs = {u["word"]: u for u in rows(path)["unknown"] if u["kind"] == "verb"}  # type: ignore[attr-defined]
    assert "打磨" in verbs
    assert "吟唱" not in verbs
    assert verbs["打磨"]["passage"] == "日本政府【打磨】茶具。"


def test_a_user_s_own_frame_covers_its_verb(tmp_path: Path) -> None:
    path = tmp_path / "c.txt"
    path.write_text("标题\n2024-01-01\n\n日本政府打磨茶具。\n", "utf-8")
    own = tmp_path / "own"
    own.mkdir()
    (own / "f.ttl").write_text(
        '@prefix gk: <urn:geokg:vocab:> .\n<urn:geokg:frame/own> a gk:Frame ; gk:action <urn:geokg:action/MOBILIZE> ; gk:roles "active" ;\n'
        '  gk:pattern "打磨"@zh ; gk:precision 0.5 ; gk:example "日本打磨茶具。"@zh .\n',
        "utf-8",
    )
    assert "打磨" in {u["word"] for u in rows(path)["unknown"]}  # type: ignore[attr-defined]
    with_own = rows(path, ontology=own)
    assert "打磨" not in {u["word"] for u in with_own["unknown"]}  # type: ignore[attr-defined]
    assert [f["hits"] for f in with_own["frames"] if f["frame"].endswith("/own")] == [1]  # type: ignore[attr-defined]


def test_unknown_persons_behind_a_title_and_english_words_are_listed(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    texts = {"zh": "挪威外长丁克曼会见记者。", "en": "Officials met in Oslo. Japan besmirched Norway at the Quillfeather Hall."}
    lines = ({"id": k, "title": "", "url": f"https://e.example/{k}", "published": "2024-01-01", "content": t} for k, t in texts.items())
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in lines), "utf-8")
    found = {(u["word"], u["kind"]) for u in rows(path)["unknown"]}  # type: ignore[attr-defined]
    assert ("丁克曼", "person") in found
    assert ("besmirched", "verb") in found
    assert ("Quillfeather Hall", "name") in found


def gold(path: Path, **event: object) -> Path:
    base = {"actors": [], "targets": [], "date": None, "modality": "asserted", "sources": []}
    path.write_text(json.dumps({"id": "a2", "events": [{**base, **event}]}, ensure_ascii=False) + "\n", "utf-8")
    return path


def test_annotations_are_measured_by_trigger_and_party(corpus: Path, tmp_path: Path) -> None:
    parties = {"actors": [{"label": "美国", "country": "USA"}], "targets": [{"label": "俄罗斯银行", "country": "RUS"}]}
    right = gold(tmp_path / "g.jsonl", sentence="美国制裁俄罗斯银行。", action="SANCTION", trigger="制裁", **parties)
    measured = rows(corpus, gold=right)["annotated"]
    assert measured["triggers"] == {"SANCTION": {"annotated": 1, "covered": 1, "kept": 1}}  # type: ignore[index]
    assert measured["parties"] == {"named": 2, "right_country": 2, "right_label": 2}  # type: ignore[index]


def test_what_is_not_known_of_annotations_is_listed(corpus: Path, tmp_path: Path) -> None:
    wrong = [{"label": "日本", "country": "CHN"}]
    path = gold(tmp_path / "g.jsonl", sentence="日本曜扬菲律宾。", action="ACCUSE", trigger="曜扬", actors=wrong)
    missed = rows(corpus, gold=path)["annotated"]["missed"]  # type: ignore[index]
    assert [(m["kind"], m["of"]) for m in missed] == [("trigger", "ACCUSE"), ("country", "CHN")]
    lines = report(corpus, gold=path)
    assert any(line.startswith("ACCUSE") and line.split() == ["ACCUSE", "1", "0.000", "0.000"] for line in lines)


def test_a_sample_is_drawn_the_same_way_every_time(corpus: Path) -> None:
    first = report(corpus, sample=2)
    assert first == report(corpus, sample=2)
    assert first[0].startswith("articles 2,")


def test_bad_requests_name_what_to_do(corpus: Path) -> None:
    with pytest.raises(KgError, match="use table or json"):
        report(corpus, format="xml")
    with pytest.raises(KgError, match="read only once"):
        list(run_coverage(["-"], sample=2, failures=lambda error: None))
