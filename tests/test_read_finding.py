"""What a user may name, and what is found there."""

from __future__ import annotations

import gzip
import io
import json
import os
import pickle
import sys
from pathlib import Path

import pytest

from kg.errors import ReadError
from kg.read import find_sources, read_articles, read_source


def put(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def ids(*paths: object) -> list[str]:
    return [a.id for a in read_articles([str(p) for p in paths])]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    put(tmp_path / "b" / "2.md", "# 乙\n\n韩国没有评论。")
    put(tmp_path / "a" / "1.txt", "日本首相访问美国。")
    put(tmp_path / "c.html", "<html><body><p>菲律宾表示欢迎。</p></body></html>")
    put(tmp_path / "README.md", "about this folder")
    put(tmp_path / "style.css", "p {}")
    put(tmp_path / ".hidden" / "x.md", "# x")
    return tmp_path


def test_a_folder_is_read_whole_in_a_fixed_order(archive: Path) -> None:
    assert ids(archive) == ["c", "a/1", "b/2"]
    assert [a.path for a in read_articles([str(archive)])] == [f"{archive}/c.html", f"{archive}/a/1.txt", f"{archive}/b/2.md"]


def test_a_file_is_called_by_its_name(archive: Path) -> None:
    assert ids(archive / "a" / "1.txt", archive / "README.md") == ["1", "README"]


def test_a_glob_is_expanded(archive: Path) -> None:
    assert ids(archive / "*" / "*.md") == ["2"]
    assert ids(archive / "**" / "*.txt") == ["1"]


def test_a_file_named_twice_is_read_once(archive: Path) -> None:
    assert ids(archive, archive / "c.html", archive / "b") == ["c", "a/1", "b/2"]


def test_files_of_one_name_keep_different_ids(tmp_path: Path) -> None:
    one, another = put(tmp_path / "x" / "1.md", "# 甲"), put(tmp_path / "y" / "1.md", "# 乙")
    assert ids(one, another) == [one.as_posix(), another.as_posix()]
    page, text = put(tmp_path / "z" / "2.html", "<p>丙</p>"), put(tmp_path / "z" / "2.md", "# 丁")
    assert ids(tmp_path / "z") == [page.as_posix(), text.as_posix()]


def test_a_folder_that_leads_back_to_itself_ends(archive: Path) -> None:
    (archive / "a" / "again").symlink_to(archive)
    assert ids(archive) == ["c", "a/1", "b/2"]


def test_what_cannot_be_opened_is_named(archive: Path) -> None:
    (archive / "b" / "broken.md").symlink_to(archive / "gone")
    os.mkfifo(archive / "b" / "pipe.md")
    failures: list[ReadError] = []
    articles = list(read_articles([str(archive), str(archive / "none"), str(archive / "*.zip")], failures=failures.append))
    assert [a.id for a in articles] == ["c", "a/1", "b/2"]
    assert [f.problem.split(" (")[0] for f in failures] == ["cannot be read", "is not a regular file", "does not exist", "matches no file"]


def test_compressed_rows_are_rows(tmp_path: Path) -> None:
    rows = "".join(json.dumps({"id": f"r{n}", "title": f"第{n}", "content": f"日本说了第{n}句话。"}) + "\n" for n in range(300))
    (tmp_path / "rows.jsonl.gz").write_bytes(gzip.compress(rows.encode()))
    assert ids(tmp_path / "rows.jsonl.gz") == [f"r{n}" for n in range(300)]


def test_sources_can_be_sent_to_other_processes(tmp_path: Path) -> None:
    rows = "".join(json.dumps({"title": f"第{n}", "content": f"日本说了第{n}句话。"}) + "\n" for n in range(150)) + "{broken\n"
    put(tmp_path / "rows.jsonl", rows)
    put(tmp_path / "one.md", "# 甲\n\n韩国没有评论。")
    sources = list(find_sources([str(tmp_path)]))
    assert len(sources) > 2, "many rows are several portions"
    failures: list[ReadError] = []
    apart = [a for s in sources for a in read_source(pickle.loads(pickle.dumps(s)), failures=failures.append)]
    assert apart == list(read_articles([str(tmp_path)], failures=lambda _: None))
    assert [str(f).split(": ")[0] for f in failures] == [f"{tmp_path}/rows.jsonl:151"]


def stdin(monkeypatch: pytest.MonkeyPatch, content: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content.encode())))


@pytest.mark.parametrize(
    ("content", "titles"),
    [
        ('{"title": "甲", "content": "日本。"}\n{"title": "乙", "content": "韩国。"}\n', ["甲", "乙"]),
        ('{"title": "甲", "content": "日本。"}', ["甲"]),
        ('{\n "title": "甲",\n "content": "日本。"\n}\n', ["甲"]),
        ('[{"title": "甲"}, {"title": "乙"}]', ["甲", "乙"]),
        ("<!--1711370703000-->\n[甲](https://a.example/1)\n------\n\n<p>日本。</p>", ["甲"]),
        ("<html><head><title>甲</title></head><body><p>日本。</p></body></html>", ["甲"]),
        ('<?xml version="1.0"?><rss version="2.0"><channel><item><title>甲</title></item></channel></rss>', ["甲"]),
        ("# 甲\n\n日本。", ["甲"]),
    ],
)
def test_standard_input_tells_its_format_itself(monkeypatch: pytest.MonkeyPatch, content: str, titles: list[str]) -> None:
    stdin(monkeypatch, content)
    articles = list(read_articles(["-"]))
    assert [a.title for a in articles] == titles
    assert {a.path for a in articles} == {"-"}


def test_a_row_too_large_is_named_and_the_next_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.read.finding._LARGEST", 1000)
    put(tmp_path / "rows.jsonl", '{"title": "' + "甲" * 5000 + '"}\n{"title": "乙"}\n')
    failures: list[ReadError] = []
    (article,) = read_articles([str(tmp_path / "rows.jsonl")], failures=failures.append)
    assert article.id == "rows#2"
    assert [str(f).split(": ")[0] for f in failures] == [f"{tmp_path}/rows.jsonl:1"]
