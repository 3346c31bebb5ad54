"""What is taken away can be read by others: two RDF libraries, a spreadsheet, networkx, the benchmark's scorer."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import networkx
import pyoxigraph as ox
import pytest
import rdflib

from kg.engine import report_article
from kg.errors import KgError
from kg.export import export
from kg.merge import merge_claims
from kg.network import build_network
from kg.read import read_articles
from kg.store import Store, open_store
from kg.store.graph import article_ntriples
from tests.conftest import ROOT
from tests.extraction import vocabulary


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The sample, with an outlet and a title that a spreadsheet would run."""
    folder = tmp_path_factory.mktemp("export")
    (folder / "cells.jsonl").write_text(
        json.dumps(
            {
                "id": "cells",
                "title": "=HYPERLINK(1)",
                "url": "https://haiqiao.example/cells",
                "published": "2024-04-12",
                "outlet": "@SUM(A1)",
                "content": "日本谴责俄罗斯。",
                "lang": "zh-Hans",
            }
        ),
        encoding="utf-8",
    )
    with open_store(folder / "store", write=True) as target:
        target.load_ontology()
        for article in read_articles([str(ROOT / "data" / "sample"), str(folder / "cells.jsonl")], vocabulary=vocabulary()):
            reports = report_article(article, vocabulary=vocabulary())
            target.put(article.iri, article.content_hash, article_ntriples(article, reports, version="test", vocabulary=vocabulary()))
        target.replace_events(merge_claims(tuple(target.reports())), vocabulary=vocabulary())
        target.publish()
    return open_store(folder / "store")


def written(store: Store, folder: Path, name: str, **options: bool) -> bytes:
    export(store, folder / name, vocabulary=vocabulary(), base=store.base, network=build_network, **options)
    return (folder / name).read_bytes()


def test_the_turtle_says_the_same_to_two_libraries(store: Store, tmp_path: Path) -> None:
    data = written(store, tmp_path, "g.ttl")
    theirs = rdflib.Graph().parse(data=data, format="turtle")
    ours = {(t.subject, t.predicate, t.object) for t in ox.parse(data, format=ox.RdfFormat.TURTLE)}
    assert len(theirs) == len(ours) > 1000
    assert not [t for t in theirs if isinstance(t[0], rdflib.BNode) or isinstance(t[2], rdflib.BNode)]
    kinds = {str(o).rsplit(":", 1)[-1] for o in theirs.objects(None, rdflib.RDF.type)}
    assert {"Article", "Report", "Event", "State"} <= kinds


def test_named_graphs_survive_in_trig_and_nquads(store: Store, tmp_path: Path) -> None:
    for name, form in (("g.trig", ox.RdfFormat.TRIG), ("g.nq", ox.RdfFormat.N_QUADS)):
        graphs = {q.graph_name for q in ox.parse(written(store, tmp_path, name), format=form)}
        assert len(graphs) >= 29, name


def test_jsonld_needs_no_context_from_elsewhere(store: Store, tmp_path: Path) -> None:
    data = json.loads(written(store, tmp_path, "g.jsonld"))
    assert isinstance(data["@context"], dict)
    assert not [v for v in data["@context"].values() if isinstance(v, str) and v.endswith((".json", ".jsonld"))]


@pytest.mark.parametrize(("name", "read"), [("n.graphml", networkx.read_graphml), ("n.gexf", networkx.read_gexf)])
def test_the_network_can_be_opened_elsewhere(name: str, read: object, store: Store, tmp_path: Path) -> None:
    written(store, tmp_path, name)
    graph = read(tmp_path / name)  # type: ignore[operator]
    labels = {d.get("label") for _, d in graph.nodes(data=True)}
    assert graph.number_of_edges() > 20
    assert {"中国", "菲律宾"} & labels or {"China", "Philippines"} & labels


def test_a_spreadsheet_gets_the_five_columns_first_and_nothing_to_run(store: Store, tmp_path: Path) -> None:
    text = written(store, tmp_path, "e.csv").decode("utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert text.splitlines()[0].split(",")[:5] == ["actor", "action", "target", "date", "source"]
    own = [r for r in rows if r["article"].endswith("cells") or "HYPERLINK" in r["title"]]
    assert own
    assert all(r["title"].startswith("'=") for r in own)
    assert not [c for r in rows for c in r.values() if c and c[0] in "=+@"]
    assert written(store, tmp_path, "b.csv", bom=True).startswith(b"\xef\xbb\xbf")


def test_merged_events_carry_their_reports(store: Store, tmp_path: Path) -> None:
    rows = [json.loads(line) for line in written(store, tmp_path, "e.jsonl").decode().splitlines()]
    assert any(len(r["reports"]) > 2 for r in rows)
    for row in rows:
        for report in row["reports"]:
            assert {"id", "sentence", "action", "actors", "targets", "date", "modality", "sources"} <= set(report)


def test_an_unknown_format_is_named_with_those_that_are_known(store: Store, tmp_path: Path) -> None:
    with pytest.raises(KgError, match=r"\.docx.*\.ttl"):
        written(store, tmp_path, "g.docx")
