"""The main job at the command line: build, change, break, kill, run again."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.export import export
from kg.network import build_network
from kg.store import open_store
from tests.conftest import ROOT
from tests.extraction import vocabulary

CODE = "import sys; from kg.cli import main; sys.argv[0] = 'kg'; main()"
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}


def kg(*arguments: object, status: int = 0) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", CODE, *map(str, arguments)]
    done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, timeout=900)
    assert done.returncode == status, f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done


EXPORTS = ("graph.ttl", "graph.nq", "graph.trig", "graph.jsonld", "network.graphml", "network.gexf", "events.csv", "events.jsonl")


def exported(store: Path, folder: Path, names: tuple[str, ...] = EXPORTS) -> dict[str, bytes]:
    """The bytes of the exports of a store, written in this process: starting one for each takes longer than the work."""
    folder.mkdir(exist_ok=True)
    with open_store(store) as published:
        for name in names:
            export(published, folder / name, vocabulary=vocabulary(), base=published.base, network=build_network)
    return {name: (folder / name).read_bytes() for name in names}


def row(number: int, text: str, **fields: object) -> dict[str, object]:
    base = {
        "id": f"a{number}",
        "title": f"第{number}篇",
        "url": f"https://haiqiao.example/{number}",
        "published": "2024-04-12",
        "lang": "zh-Hans",
    }
    return {**base, "content": text, **fields}


def write_rows(path: Path, rows: list[dict[str, object]]) -> Path:
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")
    return path


def sample_copy(folder: Path) -> list[Path]:
    """The sample's files one by one, copied so that their paths are the same in every build."""
    return sorted(p for p in (ROOT / "data" / "sample").iterdir() if p.is_file())


def test_building_twice_changes_nothing_and_the_order_of_input_does_not_matter(tmp_path: Path) -> None:
    kg("build", "data/sample", "--store", tmp_path / "a", "--jobs", 1)
    first = exported(tmp_path / "a", tmp_path / "first")
    again = kg("build", "data/sample", "--store", tmp_path / "a", "--jobs", 1)
    assert "0 new, 0 changed, 28 unchanged" in again.stdout
    assert exported(tmp_path / "a", tmp_path / "again") == first
    files = sample_copy(tmp_path)
    # the two copies of one article keep their order: of copies the one read last counts
    twins = [f for f in files if f.name.startswith("weigang-20240517")]
    others = [f for f in files if f not in twins]
    random.Random(7).shuffle(others)
    kg("build", *others, *twins, "--store", tmp_path / "b", "--jobs", 2)
    shuffled = exported(tmp_path / "b", tmp_path / "second")
    # paths differ between a folder and its files: the article's path is what the user gave
    for name in ("events.csv", "events.jsonl", "network.graphml", "network.gexf"):
        assert shuffled[name] == first[name], name


def test_a_changed_article_replaces_what_it_said_and_new_ones_add(tmp_path: Path) -> None:
    store = tmp_path / "store"
    kg("build", write_rows(tmp_path / "1.jsonl", [row(1, "日本谴责俄罗斯。"), row(2, "美国对伊朗实施制裁。")]), "--store", store)
    second = write_rows(tmp_path / "2.jsonl", [row(1, "日本谴责朝鲜。"), row(3, "法国总统马克龙访问印度。")])
    assert "1 new, 1 changed" in kg("build", second, "--store", store).stdout
    rows = [json.loads(line) for line in export_lines(store, tmp_path)]
    accused = {p["country"] for r in rows if r["action"] == "ACCUSE" for p in r["targets"]}
    assert accused == {"PRK"}
    assert {r["action"] for r in rows} >= {"ACCUSE", "SANCTION", "CONSULT"}


def export_lines(store: Path, folder: Path) -> list[str]:
    with open_store(store) as published:
        export(published, folder / "events.jsonl", vocabulary=vocabulary(), base=published.base)
    return (folder / "events.jsonl").read_text(encoding="utf-8").splitlines()


def test_of_two_copies_of_one_address_the_one_read_last_is_kept(tmp_path: Path) -> None:
    first = row(1, "日本谴责俄罗斯。", id="old", url="https://haiqiao.example/news?utm_source=feed")
    last = row(1, "日本谴责朝鲜。", id="new", url="https://haiqiao.example/news#top")
    built = kg("build", write_rows(tmp_path / "two.jsonl", [first, last]), "--store", tmp_path / "store")
    assert "articles        1" in built.stdout
    (event,) = (json.loads(line) for line in export_lines(tmp_path / "store", tmp_path))
    assert [p["country"] for p in event["targets"]] == ["PRK"]


def test_a_bad_article_is_named_and_counted_and_the_others_are_built(tmp_path: Path) -> None:
    path = write_rows(tmp_path / "mixed.jsonl", [row(1, "日本谴责俄罗斯。"), row(2, "美国对伊朗实施制裁。")])
    path.write_text(path.read_text(encoding="utf-8") + '{"id": "a3", "content": \n', encoding="utf-8")
    (tmp_path / "binary.html").write_bytes(bytes(range(256)) * 40)
    done = kg("build", path, tmp_path / "binary.html", tmp_path / "missing.md", "--store", tmp_path / "store", status=1)
    assert "mixed.jsonl:3" in done.stderr
    assert "binary.html" in done.stderr
    assert "missing.md" in done.stderr
    assert "articles        2" in done.stdout


HOSTILE = (
    '<p>日本谴责俄罗斯。</p><script>alert(1)</script></script><p>"}} INSERT DATA { GRAPH <urn:x> { <urn:a> <urn:b> 1 } } #</p>'
    '<p>美国对伊朗"""实施\\u0022制裁\\" . &lt;urn:a&gt; &lt;urn:b&gt; &lt;urn:c&gt; 。</p><p>法国总统\u202e马克龙\x00\x08访问印度。</p>'
)


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    title = "</script><script>alert('x')</script>\"'}; DROP ALL"
    rows = [row(1, HOSTILE, title=title, outlet="<img src=x onerror=alert(1)>", url="javascript:alert(1)"), row(2, "")]
    rows += [row(3, "中国" * 200_000, published="not a day"), row(4, "德国谴责叙利亚。", published=None)]
    kg("build", write_rows(tmp_path / "h.jsonl", rows), "--store", tmp_path / "store")
    files = exported(tmp_path / "store", tmp_path / "out")
    kg("view", tmp_path / "page.html", "--store", tmp_path / "store")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert b"urn:x" not in b"".join(line for line in files["graph.nq"].splitlines(True) if line.rstrip().endswith(b"<urn:x> ."))
    assert "\u202e" not in files["graph.ttl"].decode()
    events = [json.loads(line) for line in files["events.jsonl"].decode().splitlines()]
    assert {e["action"] for e in events} >= {"ACCUSE", "SANCTION", "CONSULT"}


def test_the_store_conforms_to_the_shapes(tmp_path: Path) -> None:
    kg("build", "data/sample", "--store", tmp_path / "store")
    assert "conforms" in kg("check", "--store", tmp_path / "store").stdout


def test_another_base_names_the_data_and_leaves_the_vocabulary(tmp_path: Path) -> None:
    source = write_rows(tmp_path / "1.jsonl", [row(1, "日本谴责俄罗斯。")])
    kg("build", source, "--store", tmp_path / "store", "--base", "https://kg.example/")
    kg("export", tmp_path / "g.nq", "--store", tmp_path / "store")
    text = (tmp_path / "g.nq").read_text(encoding="utf-8")
    assert "<https://kg.example/report/" in text
    # the vocabulary's examples are literals that may say it
    assert "<urn:geokg:report/" not in re.sub(r'"(?:[^"\\]|\\.)*"', "", text)
    assert "<urn:geokg:vocab:Report>" in text
    refused = kg("build", source, "--store", tmp_path / "store", "--base", "https://other.example/", status=1)
    assert "https://kg.example/" in refused.stderr


def test_what_cannot_be_done_is_one_line_that_says_what_to_do(tmp_path: Path) -> None:
    for arguments in (
        ("query", "timeline", "--store", tmp_path / "none"),
        ("export", tmp_path / "x.doc", "--store", tmp_path / "none"),
        ("extract", tmp_path / "a.md", "--format", "yaml"),
        ("query", "timeline"),
    ):
        done = kg(*arguments, status=1)
        assert done.stderr.startswith("kg: "), arguments
        assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_killed_in_the_middle_and_run_again_it_ends_in_the_same_bytes(tmp_path: Path) -> None:
    names = ("日本", "美国", "法国", "印度", "巴西", "埃及", "德国", "韩国")
    rows = [row(n, f"{names[n % 8]}谴责{names[(n + 1 + n // 8) % 8]}。{names[n % 8]}总统访问{names[(n + 3) % 8]}。") for n in range(160)]
    source = write_rows(tmp_path / "many.jsonl", rows)
    kg("build", source, "--store", tmp_path / "whole", "--jobs", 1)
    expected = exported(tmp_path / "whole", tmp_path / "expected")
    killed = 0
    pick = random.Random(11)
    for _ in range(8):
        command = [sys.executable, "-c", CODE, "build", str(source), "--store", str(tmp_path / "killed"), "--jobs", "1"]
        with subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            time.sleep(pick.uniform(0.5, 3.0))
            if process.poll() is None:
                process.kill()
                killed += 1
    assert killed >= 3
    kg("build", source, "--store", tmp_path / "killed", "--jobs", 2)
    assert exported(tmp_path / "killed", tmp_path / "again") == expected


@pytest.mark.slow
@pytest.mark.shared
def test_two_thousand_real_articles_in_two_orders_give_the_same_bytes(shared: Path, tmp_path: Path) -> None:
    import gzip

    with gzip.open(shared / "articles" / "zh_news.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = sorted(lines)[:2000]
    first, second = tmp_path / "1" / "news.jsonl", tmp_path / "2" / "news.jsonl"
    for path in (first, second):
        path.parent.mkdir()
        path.write_text("".join(rows), encoding="utf-8")
        random.Random(3).shuffle(rows)
    for path in (first, second):
        command = [sys.executable, "-c", CODE, "build", "news.jsonl", "--store", "store"]
        assert subprocess.run(command, env=ENVIRONMENT, cwd=path.parent, capture_output=True).returncode == 0
    names = ("graph.ttl", "network.gexf", "events.csv", "events.jsonl")
    exports = [exported(path.parent / "store", path.parent / "out", names) for path in (first, second)]
    assert exports[0] == exports[1]
