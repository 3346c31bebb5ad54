"""What the command line does, Python users do too: the graph of a few sample articles, asked in Python."""

from __future__ import annotations

import csv
import io
import sys
from datetime import date
from pathlib import Path

import pytest

import kg
from kg import Graph
from kg.errors import KgError, MissingExtra, QueryError, StoreError
from kg.model import Event
from kg.read import read_articles
from tests.conftest import ROOT
from tests.extraction import vocabulary

SAMPLE = ROOT / "data" / "sample"
ARTICLES = sorted(SAMPLE.glob("*.md"))[:4]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("graph") / "store"
    with Graph.open(folder, write=True) as graph:
        built = graph.add(ARTICLES, jobs=1)
        assert (built.new, built.failed) == (len(ARTICLES), 0)
    return folder


def test_the_verbs_of_the_package_are_there() -> None:
    for name in kg.__all__:
        assert getattr(kg, name).__doc__, name


def test_adding_articles_that_were_read_is_adding_their_files(store: Path, tmp_path: Path) -> None:
    articles = list(read_articles([str(p) for p in ARTICLES], vocabulary=vocabulary()))
    with Graph.open(tmp_path / "store", write=True) as graph:
        graph.add(articles[:1])
        built = graph.add(articles)
        assert (built.new, built.unchanged) == (len(articles) - 1, 1)
        assert [e.iri for e in graph.events()] == [e.iri for e in Graph.open(store).events()]
    assert (tmp_path / "store" / "geokg.json").exists()


def test_an_article_of_another_base_is_refused(tmp_path: Path) -> None:
    article = next(iter(read_articles([str(ARTICLES[0])], vocabulary=vocabulary(), base="https://example.org/")))
    with pytest.raises(KgError, match=r"has the IRI https://example\.org/.*, which is not under urn:geokg:"):
        Graph.open(tmp_path / "store", write=True).add(article)


def test_a_graph_is_open_for_reading_unless_told_otherwise(store: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"is open for reading only — open it with Graph\.open\(path, write=True\)"):
        Graph.open(store).add(ARTICLES)
    with pytest.raises(StoreError, match="does not exist"):
        Graph.open(tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_a_closed_graph_answers_no_more(store: Path) -> None:
    with Graph.open(store) as graph:
        assert len(graph.events()) > 0
    with pytest.raises(StoreError, match="has been closed"):
        graph.events()
    with pytest.raises(StoreError, match="has been closed"):
        graph.query("timeline", actor="日本")


def test_what_cannot_be_read_is_told_and_the_rest_is_done(tmp_path: Path) -> None:
    (tmp_path / "empty.html").write_text("", encoding="utf-8")
    graph = Graph.open(tmp_path / "store", write=True)
    with pytest.raises(KgError, match=r"empty\.html"):
        graph.add([tmp_path / "empty.html", ARTICLES[0]])
    assert len(graph.events()) > 0
    told: list[KgError] = []
    assert graph.add(tmp_path / "empty.html", failures=told.append).failed == len(told) == 1


def involved(event: Event) -> set[str | None]:
    return {p.country for p in (*event.actors, *event.targets)}


def test_events_are_chosen_by_actor_action_day_and_origins(store: Path) -> None:
    graph = Graph.open(store)
    everything = graph.events()
    japan = graph.events(actor="日本")
    assert {e.iri for e in japan} == {e.iri for e in everything if "JPN" in involved(e)}
    both = graph.events(actor="Japan", other="美国")
    assert {e.iri for e in both} == {e.iri for e in japan if "USA" in involved(e)}
    april = graph.events(since="2024-04-10", until=date(2024, 4, 12))
    assert april
    assert all(e.date.end >= date(2024, 4, 10) and e.date.start <= date(2024, 4, 12) for e in april if e.date)
    assert all(e.date for e in april)
    assert {e.action for e in graph.events(action="consult")} == {"CONSULT"}
    assert {e.iri for e in graph.events(min_origins=2)} == {e.iri for e in everything if len(e.origins) > 1}
    for wrong in ({"actor": "海上保安大学校"}, {"action": "dance"}, {"since": "April"}):
        with pytest.raises(QueryError):
            graph.events(**wrong)


def test_rows_are_those_of_the_exported_tables(store: Path, tmp_path: Path) -> None:
    graph = Graph.open(store)
    for name, rows in (("e.plover.csv", graph.events().to_dicts()), ("e.csv", graph.reports().to_dicts())):
        table = list(csv.DictReader(io.StringIO(graph.export(tmp_path / name).read_text(encoding="utf-8"), newline="")))
        key = "event_id" if name == "e.plover.csv" else "report"
        assert sorted(r[key] for r in table) == sorted(r[key] for r in rows)
    with_day = next(r for r in graph.events().to_dicts() if r["event_date"])
    assert isinstance(with_day["event_date"], date)


def test_frames_have_days_and_numbers(store: Path) -> None:
    pandas = pytest.importorskip("pandas")
    graph = Graph.open(store)
    frame = graph.events().to_pandas()
    assert len(frame) == len(graph.events().to_dicts())
    assert frame["event_date"].dtype.kind == "M"
    assert frame["reports"].sum() >= len(frame)
    assert graph.reports().to_pandas()["begin"].dtype.kind == "M"
    assert list(graph.query("timeline", actor="日本").to_pandas().columns)[:5] == ["actor", "action", "target", "date", "source"]
    nothing = graph.events(until="1900-01-01").to_pandas()
    assert isinstance(nothing, pandas.DataFrame)
    assert (len(nothing), list(nothing.columns)) == (0, list(frame.columns))


def test_without_pandas_the_error_says_what_to_install(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingExtra, match=r'pip install "geokg\[pandas\]"'):
        Graph.open(store).events().to_pandas()


def test_the_network_is_networkxs(store: Path) -> None:
    graph = Graph.open(store)
    network = graph.network()
    assert network.is_multigraph()
    assert network.is_directed()
    assert network.nodes["urn:geokg:actor/JPN"]["label"] == "Japan"
    assert all(data["weight"] == len(data["events"]) for _, _, data in network.edges(data=True))
    states = graph.network(level="states")
    assert not [n for n in states if "person-" in n]


def test_answers_are_pythons_own_values(store: Path) -> None:
    graph = Graph.open(store)
    rows = graph.query("SELECT ?e ?n ?day ?mode WHERE { ?e gk:originCount ?n ; gk:begin ?day OPTIONAL { ?e gk:mode ?mode } } ORDER BY ?e")
    assert rows.columns == ("e", "n", "day", "mode")
    assert all(isinstance(r["e"], str) and isinstance(r["n"], int) and isinstance(r["day"], date) for r in rows)
    assert {type(r["mode"]) for r in rows} <= {str, type(None)}
    assert graph.query("ASK { ?e a gk:Event }")[0] == {"answer": True}
    assert set(graph.query("CONSTRUCT { ?e a gk:Event } WHERE { ?e a gk:Event }")[0]) == {"subject", "predicate", "object"}
    since = graph.query("timeline", actor="日本", since=date(2024, 4, 11))
    assert 0 < len(since) < len(graph.query("timeline", actor="日本"))
    with pytest.raises(QueryError, match="is no parameter of timeline"):
        graph.query("timeline", person="日本")


def test_what_another_process_published_is_seen(tmp_path: Path) -> None:
    graph = Graph.open(tmp_path / "store", write=True)
    graph.add(ARTICLES[:1])
    reader = Graph.open(tmp_path / "store")
    before = len(reader.reports())
    graph.add(ARTICLES)
    assert len(reader.reports()) > before
