"""kill -9 at any moment of a build: the store opens, holds whole articles only, and running again ends in the same bytes."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.model import Article, Event, Report
from kg.store import Store, open_store
from kg.store.names import graph_of
from kg.vocabulary import load_vocabulary
from tests.conftest import ROOT
from tests.store_articles import AMERICA, CHINA, JAPAN, KISHIDA, REUTERS, Said, changed, day, event_of, ntriples, written

KILLS = 50
BUILDER = """
import json, sys
from pathlib import Path
from kg.store import open_store
articles = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
print("ready", flush=True)
while True:
    with open_store(Path(sys.argv[1]), write=True) as store:
        for versions in articles:
            for iri, mark, ntriples in versions:  # written, and replaced twice
                store.put(iri, mark, ntriples.encode())
            if mark.endswith("0"):
                store.publish()
                store.remove_article(iri)
        store.publish()
"""


def _articles(count: int) -> list[tuple[Article, tuple[Report, ...]]]:
    return [
        written(
            f"news-{n}",
            [
                Said(
                    f"岸田文雄{k + 1}日会见美国代表，第{n}则。",
                    "会见",
                    "CONSULT",
                    (KISHIDA,),
                    (AMERICA,),
                    day(f"2024-04-{k + 1:02}"),
                    sources=(REUTERS,),
                )
                for k in range(12)
            ]
            + [Said("日本指责中国。", "指责", "ACCUSE", (JAPAN,), (CHINA,))],
        )
        for n in range(count)
    ]


def _whole(store: Store, known: dict[str, dict[str, set[str]]]) -> int:
    """How many articles there are, each of them just as one of its versions was given."""
    hashes = store.article_hashes()
    for iri in store.articles():
        lines = {str(quad.triple) for quad in store.quads(graph_of(iri, store.base)) if not quad.predicate.value.endswith("fingerprint")}
        assert lines == known[iri][hashes[iri]], f"{iri} is torn"
    return len(hashes)


@pytest.mark.slow
def test_a_store_survives_kills_at_any_moment(tmp_path: Path) -> None:
    vocabulary = load_vocabulary()
    versions = [[article, changed(*article), article] for article in _articles(25)]
    given = [[(a.iri, a.content_hash, ntriples(a, rs, vocabulary).decode()) for a, rs in each] for each in versions]
    (tmp_path / "articles.json").write_text(json.dumps(given), encoding="utf-8")
    known = {each[0][0]: {mark: {line.removesuffix(" .") for line in text.split("\n") if line} for _, mark, text in each} for each in given}
    command = [sys.executable, "-c", BUILDER, str(tmp_path / "s"), str(tmp_path / "articles.json")]
    moments, opened, published = random.Random(7), 0, 0
    for _ in range(KILLS):
        with subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)}) as builder:
            assert builder.stdout
            builder.stdout.readline()
            time.sleep(moments.uniform(0, 0.6))
            builder.send_signal(signal.SIGKILL)
        if (tmp_path / "s" / "CURRENT").exists():
            with open_store(tmp_path / "s") as reader:
                _whole(reader, known)
                published += 1
        with open_store(tmp_path / "s", write=True) as store:
            opened += _whole(store, known) > 0
    assert opened > KILLS // 2  # else the kills came before anything was written
    assert published > KILLS // 2
    assert _finished(tmp_path / "s", versions) == _finished(tmp_path / "fresh", versions)


def _finished(folder: Path, versions: list[list[tuple[Article, tuple[Report, ...]]]]) -> list[str]:
    vocabulary = load_vocabulary()
    with open_store(folder, write=True) as store:
        for article, reports in (each[-1] for each in versions):
            if store.article_hash(article.iri) != article.content_hash:
                store.put(article.iri, article.content_hash, ntriples(article, reports, vocabulary))
        events: list[Event] = [event_of(report) for report in store.reports()]
        store.replace_events(events, vocabulary=vocabulary)
        return sorted(str(quad) for quad in store.quads())
