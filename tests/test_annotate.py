"""What is annotated on the page is kept in the benchmark's format, whole and for good, and nobody else can write there."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from kg.annotate import Session, Stale, article_line, kept_article, open_session, order_articles, save_annotation, serve, unsure
from kg.annotate.choosing import Weighed
from kg.errors import KgError
from kg.evaluate import format_scores, read_gold, score
from kg.read import read_articles
from kg.segment import split_sentences
from kg.train.near_duplicates import text_prints
from tests.conftest import ROOT
from tests.extraction import article, vocabulary

SAMPLE = ROOT / "data" / "sample"
HOSTILE = "<img src=x onerror=alert(1)>外长说：“</script><b>会见</b>”&amp;𠮷😀。"
VISIT = "<p>日本首相访问美国。</p><p>法国谴责了袭击😀，𠮷田会见韩国外长。</p>"
QUIET = "<p>山谷里一整天都在下小雨。</p><p>明天转晴。</p>"
ARTICLES: list[dict[str, str]] = [
    {"id": "visit", "title": "访问", "published": "2024-03-25", "lang": "zh-Hans", "content": VISIT},
    {"id": "quiet", "title": "天气", "published": "2024-03-26", "lang": "zh-Hans", "content": QUIET},
    {"id": "hostile", "title": "</title><script>alert(1)</script>", "published": "2024-03-27", "lang": "zh-Hans", "content": HOSTILE},
]


def written(path: Path, rows: list[Any]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def failing(error: KgError) -> None:
    raise error


def opened(folder: Path, **options: Any) -> Session:
    news = written(folder / "news.jsonl", ARTICLES)
    return open_session([str(news)], gold=folder / "my.gold.jsonl", jobs=1, failures=failing, **options)


def an_event(sentence: str = "日本首相访问美国。", **fields: Any) -> dict[str, Any]:
    event = {
        "s": 0,
        "actors": [{"label": "日本首相", "country": "JPN"}],
        "action": "CONSULT",
        "targets": [{"label": "美国", "country": "USA"}],
        "date": None,
        "modality": "asserted",
        "sources": [],
        "trigger": "访问",
        "sentence": sentence,
    }
    return event | fields


# --- the articles, and their order ---


@pytest.mark.parametrize("path", sorted(SAMPLE.iterdir()), ids=lambda p: p.name)
def test_an_article_of_any_format_is_kept_to_the_last_character(path: Path, tmp_path: Path) -> None:
    for read in read_articles([str(path)], vocabulary=vocabulary()):
        kept = kept_article(read, vocabulary=vocabulary())
        assert (kept.text, kept.title, kept.anchor, kept.id) == (read.text, read.title, read.anchor, read.id)
        file = tmp_path / "kept.jsonl"
        file.write_text(article_line(kept) + "\n", encoding="utf-8")
        (again,) = read_articles([str(file)], vocabulary=vocabulary())
        assert [s.text for s in split_sentences(again)] == [s.text for s in split_sentences(kept)]
        assert (again.id, again.anchor, again.lang, again.outlet, again.content_hash) == (
            kept.id,
            kept.anchor,
            kept.lang,
            kept.outlet,
            kept.content_hash,
        )


def test_what_reading_takes_out_only_a_second_time_is_out_from_the_start(tmp_path: Path) -> None:
    # behind the agency's line stands another one, which is first when the text is read again
    (tmp_path / "a.txt").write_text("（法新社巴黎20日电）（路透社）日本首相访问美国。\n\n他说会谈顺利。", encoding="utf-8")
    (read,) = read_articles([str(tmp_path / "a.txt")], vocabulary=vocabulary())
    assert read.text.startswith("（路透社）")
    kept = kept_article(read, vocabulary=vocabulary())
    (tmp_path / "kept.jsonl").write_text(article_line(kept), encoding="utf-8")
    (again,) = read_articles([str(tmp_path / "kept.jsonl")], vocabulary=vocabulary())
    assert again.text == kept.text == "日本首相访问美国。\n他说会谈顺利。"


def test_a_sure_article_teaches_less_than_an_unsure_one_and_length_is_no_merit() -> None:
    assert unsure([0.5], 1000) > unsure([0.9], 1000) > unsure([1.0], 1000) == 0
    assert unsure([0.5, 0.5], 2000) == unsure([0.5], 1000)
    # below the floor a shorter article counts no more
    assert unsure([0.5], 10) == unsure([0.5], 300)


def weighed(name: str, text: str, worth: float) -> Weighed:
    return Weighed(replace(article(text), id=name), worth, tuple(text_prints(text).tolist()))


LONG = "外交部发言人在例行记者会上表示，双方将于下周在首都举行新一轮会谈，讨论边境贸易、渔业合作与海上安全等议题。"
OTHER = "警方周三凌晨封锁了广场，示威者在议会大楼前静坐抗议新税法，工会呼吁全国运输业罢工两天，商店大多没有开门。"


def test_the_unsurest_come_first_and_repetitions_last() -> None:
    every = [weighed("sure", OTHER, 0.1), weighed("copy", LONG.replace("下周", "下星期"), 0.8), weighed("first", LONG, 0.9)]
    assert [(w.article.id, repeats) for w, repeats in order_articles(every)] == [("first", False), ("sure", False), ("copy", True)]
    assert list(order_articles(every)) == list(order_articles(every[::-1]))
    # of what is annotated already, too
    done = [weighed("done", OTHER + "完。", 0.0)]
    assert [w.article.id for w, _ in order_articles(every, annotated=done)] == ["first", "copy", "sure"]
    assert [w.article.id for w, _ in order_articles(every, given=True)] == ["sure", "copy", "first"]


def test_the_session_begins_with_what_the_extractor_is_unsure_of(tmp_path: Path) -> None:
    session = opened(tmp_path)
    ids = [e.article.id for e in session.entries]
    assert ids[0] != "quiet"
    assert session.entries[ids.index("quiet")].unsure == 0
    given = opened(tmp_path, order="given")
    assert [e.article.id for e in given.entries] == ["visit", "quiet", "hostile"]
    with pytest.raises(KgError, match="--order best"):
        opened(tmp_path, order="best")


def test_suggestions_are_events_as_they_would_be_annotated(tmp_path: Path) -> None:
    session = opened(tmp_path)
    shown = session.show_article("visit")
    assert [s["text"] for s in shown["sentences"]] == ["日本首相访问美国。", "法国谴责了袭击😀，𠮷田会见韩国外长。"]
    for suggestion in shown["suggestions"]:
        sentence = shown["sentences"][suggestion["s"]]["text"]
        start, end = suggestion["at"]
        # code points, also behind an emoji
        assert sentence[start:end] == suggestion["event"]["trigger"]
        assert suggestion["possible"] == (suggestion["confidence"] < 0.2)
    behind = [g for g in shown["suggestions"] if g["event"]["trigger"] == "会见"]
    assert {g["s"] for g in behind} == {1}
    session.save("visit", [g["event"] for g in shown["suggestions"]], "")
    assert session.done == 1


# --- saving ---


def test_annotations_score_as_perfect_against_themselves_and_training_reads_both_files(tmp_path: Path) -> None:
    session = opened(tmp_path)
    events = [
        an_event(date={"start": "2024-03-25", "end": "2024-03-25"}, sources=["路透社"]),
        an_event("法国谴责了袭击😀，𠮷田会见韩国外长。", s=1, trigger="𠮷田…会见", actors=[{"label": "𠮷田", "country": None}]),
    ]
    session.save("visit", events, "")
    session.save("quiet", [], "")
    gold = read_gold(tmp_path / "my.gold.jsonl")
    assert set(gold) == {"visit", "quiet"}
    assert gold["visit"][1].trigger == "𠮷田…会见"
    scores = score(gold, gold)
    assert scores.dyad.f1 == scores.document.f1 == 1.0, format_scores(scores)
    assert all(share == 1.0 for _, share in scores.on_matched)
    # the same ids in the file of articles, and the annotated sentences stand in them
    kept = {a.id: a for a in read_articles([str(tmp_path / "my.articles.jsonl")], vocabulary=vocabulary())}
    assert set(kept) == set(gold)
    assert {e.sentence for e in gold["visit"]} <= {s.text for s in split_sentences(kept["visit"])}


def test_events_are_kept_in_the_order_of_the_text_and_fields_in_that_of_the_benchmark(tmp_path: Path) -> None:
    session = opened(tmp_path)
    second = an_event("法国谴责了袭击😀，𠮷田会见韩国外长。", s=1, trigger="会见")
    session.save("visit", [second, an_event("法国谴责了袭击😀，𠮷田会见韩国外长。", s=1, trigger="谴责", action="ACCUSE"), an_event()], "")
    (row,) = [json.loads(line) for line in (tmp_path / "my.gold.jsonl").read_text("utf-8").splitlines()]
    assert [e["trigger"] for e in row["events"]] == ["访问", "谴责", "会见"]
    ours = json.loads((ROOT / "data" / "gold" / "sample.gold.jsonl").read_text("utf-8").splitlines()[0])
    assert list(row["events"][0]) == list(ours["events"][0])


def test_another_run_goes_on_where_the_first_ended(tmp_path: Path) -> None:
    opened(tmp_path).save("visit", [an_event()], "")
    session = opened(tmp_path)
    assert session.done == 1
    assert session.entries[-1].article.id == "visit"
    shown = session.show_article("visit")
    assert [(saved["s"], saved["event"]["trigger"]) for saved in shown["saved"]] == [(0, "访问")]
    # what was not taken then is not asked again
    assert all(g["possible"] for g in shown["suggestions"])
    # its events can be changed, and need not be among PATH any more
    other = written(tmp_path / "other.jsonl", [ARTICLES[1]])
    alone = open_session([str(other)], gold=tmp_path / "my.gold.jsonl", jobs=1, failures=failing)
    version = alone.show_article("visit")["version"]
    alone.save("visit", [an_event(modality="planned")], version)
    assert read_gold(tmp_path / "my.gold.jsonl")["visit"][0].modality == "planned"


def test_what_the_file_held_before_stays_byte_by_byte(tmp_path: Path) -> None:
    gold = tmp_path / "my.gold.jsonl"
    other = json.dumps({"events": [an_event(mode="visit", sentence="另一篇里的句子。")], "id": "elsewhere", "note": "read twice"})
    gold.write_bytes(other.encode() + b"\r\n\n" + json.dumps({"id": "visit", "events": [], "by": "A"}).encode())
    gold.chmod(0o640)
    session = opened(tmp_path)
    session.save("visit", [an_event()], session.show_article("visit")["version"])
    session.save("quiet", [], "")
    lines = gold.read_bytes().split(b"\n")
    assert lines[0] == other.encode() + b"\r"
    assert json.loads(lines[2])["by"] == "A"
    assert [json.loads(line)["id"] for line in lines if line.strip()] == ["elsewhere", "visit", "quiet"]
    assert gold.stat().st_mode & 0o777 == 0o640
    assert sorted(p.name for p in tmp_path.iterdir()) == ["my.articles.jsonl", "my.gold.jsonl", "news.jsonl"]


def test_an_event_may_keep_what_only_its_own_file_knows(tmp_path: Path) -> None:
    old = an_event(sentence="一个文章里没有的句子。", mode="visit", trigger="没有的…词")
    written(tmp_path / "my.gold.jsonl", [{"id": "visit", "events": [old]}])
    session = opened(tmp_path)
    shown = session.show_article("visit")
    assert shown["saved"][0]["s"] is None
    session.save("visit", [shown["saved"][0]["event"], an_event(mode="phone")], shown["version"])
    assert [e["mode"] for e in json.loads((tmp_path / "my.gold.jsonl").read_text("utf-8"))["events"]] == ["phone", "visit"]


def test_two_sentences_annotated_as_one_can_be_changed(tmp_path: Path) -> None:
    both = "山谷里一整天都在下小雨。明天转晴。"
    old = an_event(both, trigger="下小雨…转晴", action="PROTEST")
    written(tmp_path / "my.gold.jsonl", [{"id": "quiet", "events": [old]}])
    session = opened(tmp_path)
    shown = session.show_article("quiet")
    assert shown["saved"][0]["s"] is not None
    session.save("quiet", [old | {"modality": "possible"}], shown["version"])
    assert read_gold(tmp_path / "my.gold.jsonl")["quiet"][0].modality == "possible"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b'{"id": "a", "events": [', r"my\.gold\.jsonl:2: is not JSON"),
        (b'{"id": "visit", "events": []}', r"my\.gold\.jsonl:2: article visit appears twice"),
        (b'{"id": "a", "events": [{"sentence": "x", "action": "MEET"}]}', r"my\.gold\.jsonl:2.*MEET"),
        (b'{"id": "\xff", "events": []}', r"my\.gold\.jsonl:2: is not JSON in UTF-8"),
    ],
)
def test_a_broken_file_is_named_and_left_alone(line: bytes, said: str, tmp_path: Path) -> None:
    gold = tmp_path / "my.gold.jsonl"
    content = b'{"id": "visit", "events": []}\n' + line + b"\n"
    gold.write_bytes(content)
    with pytest.raises(KgError, match=said):
        opened(tmp_path)
    # nor is it written over where it broke while the page was open
    with pytest.raises(KgError, match=said):
        save_annotation(gold, "quiet", [], version="")
    assert gold.read_bytes() == content


def test_annotations_of_another_window_are_not_written_over(tmp_path: Path) -> None:
    one, two = opened(tmp_path), opened(tmp_path)
    one.save("visit", [an_event()], "")
    two.save("quiet", [], "")
    with pytest.raises(Stale, match="annotated elsewhere"):
        two.save("visit", [], "")
    assert [len(events) for events in read_gold(tmp_path / "my.gold.jsonl").values()] == [1, 0]
    # what is said now can be opened and changed; and the same once more is no conflict
    two.save("visit", [an_event()], "")
    two.save("visit", [], two.show_article("visit")["version"])
    assert read_gold(tmp_path / "my.gold.jsonl")["visit"] == ()


def test_a_full_disk_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = opened(tmp_path)
    session.save("visit", [an_event()], "")
    before = (tmp_path / "my.gold.jsonl").read_bytes()

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(KgError, match=r"my\.gold\.jsonl: cannot be written \(No space left"):
        session.save("quiet", [], "")
    assert (tmp_path / "my.gold.jsonl").read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["my.articles.jsonl", "my.gold.jsonl", "news.jsonl"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"action": "MEET"}, "`action` is none of the sixteen"),
        ({"modality": "likely"}, "`modality`"),
        ({"sentence": "日本首相没有访问美国。"}, "`sentence` is none of the article's"),
        ({"sentence": ""}, "`sentence`"),
        ({"trigger": "访华"}, "`trigger` does not stand in the sentence"),
        ({"trigger": "美国…访问"}, "`trigger` does not stand"),
        ({"trigger": "…"}, "`trigger` must be the words"),
        ({"actors": [], "targets": []}, "both empty"),
        ({"actors": [{"label": " ", "country": "JPN"}]}, "`actors` holds a party without a name"),
        ({"targets": [{"label": "", "country": None}]}, "`targets` holds a party without a name"),
        ({"actors": [{"label": "日本\u202e", "country": "JPN"}]}, "`actors`"),
        ({"actors": [{"label": "日本", "country": "JAPAN"}]}, "unknown country code: 'JAPAN'"),
        ({"actors": "日本"}, "`actors` must be a list"),
        ({"actors": [1]}, "`actors`"),
        ({"date": {"start": "2024-02-30", "end": "2024-03-01"}}, "`date` holds what is no day"),
        ({"date": {"start": "2024-03-02", "end": "2024-03-01"}}, "`date` ends before it starts"),
        ({"date": "2024-03-02"}, "`date`"),
        ({"sources": ["路透社", 1]}, "`sources`"),
        ({"s": -1}, "`s`"),
        ({"iri": "x"}, "`iri` is not known"),
    ],
)
def test_what_is_no_event_is_refused_and_named(fields: dict[str, Any], said: str, tmp_path: Path) -> None:
    session = opened(tmp_path)
    with pytest.raises(KgError, match=said):
        session.save("visit", [an_event(**fields)], "")
    assert not (tmp_path / "my.gold.jsonl").exists()
    assert not (tmp_path / "my.articles.jsonl").exists()


def test_an_agent_that_the_article_does_not_name_has_an_empty_label(tmp_path: Path) -> None:
    session = opened(tmp_path)
    session.save("visit", [an_event(actors=[{"label": "", "country": None}])], "")
    assert read_gold(tmp_path / "my.gold.jsonl")["visit"][0].actors[0].label == ""


# --- the files that are named ---


def test_articles_without_annotations_are_no_file_of_annotated_articles(tmp_path: Path) -> None:
    news = written(tmp_path / "my.articles.jsonl", ARTICLES)
    with pytest.raises(KgError, match=r"my\.articles\.jsonl: holds 3 articles that .* has no annotations of, visit"):
        open_session([str(news)], gold=tmp_path / "my.gold.jsonl", jobs=1, failures=failing)
    # with all of them annotated it is just what it should be, and stays as it is
    written(tmp_path / "my.gold.jsonl", [{"id": a["id"], "events": []} for a in ARTICLES])
    before = news.read_bytes()
    session = open_session([str(news)], gold=tmp_path / "my.gold.jsonl", jobs=1, failures=failing)
    session.save("visit", [an_event()], session.show_article("visit")["version"])
    assert news.read_bytes() == before


def test_an_id_given_twice_and_an_article_given_twice(tmp_path: Path) -> None:
    complaints: list[KgError] = []
    one, two = (tmp_path / name for name in ("one.jsonl", "two.jsonl"))
    written(one, ARTICLES)
    written(two, [ARTICLES[0] | {"content": "<p>另一篇文章。</p>"}, ARTICLES[1] | {"id": "quiet again"}])
    session = open_session([str(one), str(two)], gold=tmp_path / "my.gold.jsonl", jobs=1, failures=complaints.append)
    assert sorted(e.article.id for e in session.entries) == ["hostile", "quiet", "visit"]
    assert [str(c) for c in complaints] == [f"{two}: article visit: has the id of another article — give each an id of its own"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"articles": "my.gold.jsonl"}, "cannot hold annotations and articles both"),
        ({"articles": "articles.txt"}, r"must end in \.jsonl"),
        ({"articles": "nowhere/articles.jsonl"}, "folder that does not exist"),
        ({"articles": "folder.jsonl"}, "is a folder"),
    ],
)
def test_files_that_cannot_be_are_named_before_any_work(options: dict[str, str], said: str, tmp_path: Path) -> None:
    (tmp_path / "folder.jsonl").mkdir()
    with pytest.raises(KgError, match=said):
        opened(tmp_path, **{name: tmp_path / value for name, value in options.items()})


# --- the server ---


@pytest.fixture
def address(tmp_path: Path) -> Iterator[tuple[str, str, Path]]:
    with serve(opened(tmp_path)) as url:
        host, token = url.removeprefix("http://").split("/#")
        yield host, token, tmp_path


def ask(host: str, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection(host, timeout=20)
    connection.request(method, path, body=body, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    return response.status, {k.lower(): v for k, v in response.getheaders()}, response.read()


def post(host: str, token: str, value: Any, **headers: str) -> tuple[int, dict[str, Any]]:
    sent = {"Authorization": f"Bearer {token}", "Content_Type": "application/json"} | headers
    status, _, body = ask(host, "POST", "/api/article", json.dumps(value), **sent)
    return status, json.loads(body)


def test_the_page_is_served_on_this_machine_alone_and_loads_nothing_from_elsewhere(address: tuple[str, str, Path]) -> None:
    host, token, _ = address
    assert host.startswith("127.0.0.1:")
    assert len(token) >= 40
    for path in ("/", "/main.js", "/style.css", "/icon.svg"):
        status, headers, body = ask(host, "GET", path)
        assert status == 200, path
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert b"https://" not in body, path
        # without the token the page is empty
        assert "访问" not in body.decode("utf-8"), path


@pytest.mark.parametrize("path", ["/api/choices", "/api/articles", "/api/article?id=visit", "/api/country?label=x"])
def test_articles_need_the_token(path: str, address: tuple[str, str, Path]) -> None:
    host, token, _ = address
    assert ask(host, "GET", path, Authorization=f"Bearer {token}")[0] == 200
    for given in ("", "Bearer ", f"Bearer {token[:-1]}", f"Bearer {token}x", "Bearer é"):
        status, _, body = ask(host, "GET", path, Authorization=given.encode("utf-8").decode("latin-1"))
        assert status == 401, given
        assert "visit" not in body.decode()


@pytest.mark.parametrize("name", ["evil.example", "evil.example:80", "127.0.0.1", "localhost:1", "[::1]", ""])
def test_another_hosts_name_is_refused_even_with_the_token(name: str, address: tuple[str, str, Path]) -> None:
    host, token, folder = address
    assert ask(host, "GET", "/", Host=name)[0] == 403
    assert ask(host, "GET", "/api/articles", Host=name, Authorization=f"Bearer {token}")[0] == 403
    assert post(host, token, {"id": "visit", "events": [], "version": ""}, Host=name)[0] == 403
    assert not (folder / "my.gold.jsonl").exists()


def test_another_page_cannot_write(address: tuple[str, str, Path]) -> None:
    host, token, folder = address
    value = {"id": "visit", "events": [], "version": ""}
    assert post(host, token, value, Origin="http://evil.example")[0] == 403
    assert post(host, token, value, Origin="http://127.0.0.1:1")[0] == 403
    assert post(host, "", value)[0] == 401
    # what a form on another page can send without asking the browser first
    assert post(host, token, value, Content_Type="text/plain")[0] == 415
    assert not (folder / "my.gold.jsonl").exists()
    assert post(host, token, value, Origin=f"http://{host}")[0] == 200
    assert set(read_gold(folder / "my.gold.jsonl")) == {"visit"}


def test_posts_that_are_none_are_refused(address: tuple[str, str, Path]) -> None:
    host, token, folder = address
    good = {"Authorization": f"Bearer {token}", "Content_Type": "application/json"}
    assert ask(host, "POST", "/api/article", "{", **good)[0] == 400
    assert ask(host, "POST", "/api/article", "[" * 100_000, **good)[0] == 400
    assert ask(host, "POST", "/api/article", "[]", **good)[0] == 400
    assert ask(host, "POST", "/api/article", b"\xff", **good)[0] == 400
    assert ask(host, "POST", "/api/article", None, Content_Length="99999999", **good)[0] == 413
    assert ask(host, "POST", "/api/article", None, Content_Length="9" * 30, **good)[0] == 413
    assert ask(host, "POST", "/api/article", None, Content_Length="-1", **good)[0] == 411
    assert ask(host, "POST", "/etc/passwd", "{}", **good)[0] == 404
    assert post(host, token, {"id": "visit", "events": []})[0] == 400
    assert post(host, token, {"id": "nowhere", "events": [], "version": ""})[0] == 404
    assert post(host, token, {"id": ["visit"], "events": [], "version": ""})[0] == 404
    status, answer = post(host, token, {"id": "visit", "events": [an_event(trigger="\ud800")], "version": ""})
    assert (status, "`trigger` does not stand" in answer["error"]) == (422, True)
    assert not (folder / "my.gold.jsonl").exists()


@pytest.mark.parametrize(
    "path", ["/../../pyproject.toml", "/%2e%2e/serving.py", "//serving.py", "/page/main.js", "/session.py", "/nothing"]
)
def test_no_other_file_is_served(path: str, address: tuple[str, str, Path]) -> None:
    host, token, _ = address
    assert ask(host, "GET", path, Authorization=f"Bearer {token}")[0] == 404


def test_saving_answers_with_what_was_kept_and_an_old_version_with_a_conflict(address: tuple[str, str, Path]) -> None:
    host, token, folder = address
    status, answer = post(host, token, {"id": "visit", "events": [an_event(sources=[" 路透社 "])], "version": ""})
    assert (status, answer["done"], answer["events"][0]["sources"]) == (200, 1, ["路透社"])
    status, refused = post(host, token, {"id": "visit", "events": [], "version": ""})
    assert (status, "annotated elsewhere" in refused["error"]) == (409, True)
    assert post(host, token, {"id": "visit", "events": [], "version": answer["version"]})[0] == 200
    assert read_gold(folder / "my.gold.jsonl") == {"visit": ()}


def test_hostile_text_travels_as_text(address: tuple[str, str, Path]) -> None:
    host, token, _ = address
    status, headers, body = ask(host, "GET", "/api/article?id=hostile", Authorization=f"Bearer {token}")
    assert status == 200
    assert headers["content-type"] == "application/json; charset=utf-8"
    sentence = "".join(s["text"] for s in json.loads(body)["sentences"])
    assert "𠮷😀" in sentence
    assert post(host, token, {"id": "hostile", "events": [], "version": ""})[0] == 200


def test_a_name_brings_its_country_where_it_has_one(address: tuple[str, str, Path]) -> None:
    host, token, _ = address
    asked = {"法国": "FRA", "外交部": None, "没有这个": None}
    for label, code in asked.items():
        _, _, body = ask(host, "GET", f"/api/country?label={quote(label)}", Authorization=f"Bearer {token}")
        assert json.loads(body)["country"] == code, label


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    session = opened(tmp_path)
    with serve(session) as url:
        port = int(url.split(":")[2].split("/")[0])
        with pytest.raises(KgError, match=f"port {port}: cannot be used"), serve(session, port=port):
            pass


# --- the command ---


def kg(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    # what runs in a shell's background ignores Ctrl-C, and so would what it starts
    code = "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); from kg.cli import main; sys.exit(main())"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments], cwd=folder, env=environment, stdout=pipe, stderr=pipe, text=True, encoding="utf-8"
    )


def test_the_command_prints_the_address_and_ends_with_where_the_annotations_are(tmp_path: Path) -> None:
    written(tmp_path / "news.jsonl", ARTICLES)
    process = kg(tmp_path, "annotate", "news.jsonl", "--gold", "my.gold.jsonl", "--no-browser", "--jobs", "1")
    try:
        assert process.stdout is not None
        host, token = process.stdout.readline().strip().removeprefix("http://").split("/#")
        assert post(host, token, {"id": "visit", "events": [an_event()], "version": ""})[0] == 200
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 0, said
    assert said.splitlines()[-1] == "1 of 3 articles are annotated: my.gold.jsonl, my.articles.jsonl"
    assert "Traceback" not in said
    assert set(read_gold(tmp_path / "my.gold.jsonl")) == {"visit"}


def test_the_command_names_a_broken_file_in_one_line(tmp_path: Path) -> None:
    written(tmp_path / "news.jsonl", ARTICLES)
    (tmp_path / "my.gold.jsonl").write_text("{}\n", encoding="utf-8")
    process = kg(tmp_path, "annotate", "news.jsonl", "--gold", "my.gold.jsonl", "--no-browser")
    printed, said = process.communicate(timeout=60)
    assert (process.returncode, printed) == (1, "")
    assert said == "kg: my.gold.jsonl:1: `id` must be a string — name the article\n"
