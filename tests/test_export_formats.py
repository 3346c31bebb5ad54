"""Each format is read back by somebody else's parser and compared with what was put into the store by hand."""

from __future__ import annotations

import csv
import importlib.util
import io
import json
import re
from collections import Counter
from datetime import date
from pathlib import Path

import networkx
import pyoxigraph as ox
import pytest
import rdflib
from lxml import etree

from kg.export import FORMATS, Matches, export, plover_rows
from kg.export.columns import PLOVER, REPORTS
from kg.export.countries import two_letters
from kg.export.formats import Format
from kg.export.graphs import spells
from kg.model import Party
from kg.network import build_network
from kg.store import open_store
from tests.conftest import ROOT
from tests.extraction import vocabulary
from tests.store_articles import ARTICLES, EVENTS, JAPAN, Said, day, event_of, put_all, written

NASTY = "=1+1\x01<b>&\ufffe]]>\r海"
STRANGER = Party(NASTY, "PHL", "urn:geokg:actor/unverified-00000000aaaa")
HOSTILE = written(
    "hostile",
    [Said(f"{NASTY}谴责日本。", "谴责", "ACCUSE", (STRANGER,), (JAPAN,), day("2024-05-01"))],
    outlet="@SUM(A1)",
    title="\t=HYPERLINK(1)",
)
ACCUSED = event_of(HOSTILE[1][0])


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("formats") / "store"
    put_all(folder, (*ARTICLES, HOSTILE), (*EVENTS, ACCUSED))
    return folder


def exported(store: Path, folder: Path, name: str, **options: str) -> bytes:
    with open_store(store) as published:
        export(published, folder / name, vocabulary=vocabulary(), base=published.base, network=build_network, **options)
    return (folder / name).read_bytes()


def said(data: bytes, format_: str) -> set[tuple[rdflib.term.Node, ...]]:
    return set(rdflib.Graph().parse(data=data, format=format_))


def test_rdf_xml_says_what_the_turtle_says_but_for_what_xml_cannot_hold(store: Path, tmp_path: Path) -> None:
    turtle, xml = (said(exported(store, tmp_path, name), form) for name, form in (("g.ttl", "turtle"), ("g.rdf", "xml")))
    assert len(xml) == len(turtle) > 500
    differing = turtle ^ xml
    assert differing
    assert all("1+1" in str(value) for _, _, value in differing)
    assert NASTY.replace("\x01", "\ufffd").replace("\ufffe", "\ufffd") + "谴责日本。" in {str(value) for _, _, value in xml}


# rdflib's own reader of JSON-LD makes one of its deprecated graphs
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_jsonld_says_what_the_turtle_says_to_two_libraries(store: Path, tmp_path: Path) -> None:
    turtle, data = exported(store, tmp_path, "g.ttl"), exported(store, tmp_path, "g.jsonld")
    assert said(data, "json-ld") == said(turtle, "turtle")
    theirs = {q.triple for q in ox.parse(data, format=ox.RdfFormat.JSON_LD)}
    assert theirs == {q.triple for q in ox.parse(turtle, format=ox.RdfFormat.TURTLE)}


def test_jsonld_reads_like_json(store: Path, tmp_path: Path) -> None:
    nodes = {n["@id"]: n for n in json.loads(exported(store, tmp_path, "g.jsonld"))["@graph"]}
    event = nodes["event:" + EVENTS[0].iri.rsplit("/", 1)[1]]
    assert (event["gk:action"], event["gk:mode"]) == ("action:CONSULT", "action:CONSULT-visit")
    assert (event["gk:begin"], event["gk:target"], event["gk:reportCount"]) == ("2024-04-10", "actor:USA", 1)


def test_the_published_context_is_the_one_inside(store: Path, tmp_path: Path) -> None:
    path = ROOT / "ontology" / "write_context.py"
    spec = importlib.util.spec_from_file_location("write_context", path)
    assert spec is not None
    assert spec.loader is not None
    writing = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(writing)
    published = (ROOT / "ontology" / "context.jsonld").read_text(encoding="utf-8")
    assert published == writing.page(), "run python ontology/write_context.py"
    assert json.loads(published)["@context"] == json.loads(exported(store, tmp_path, "g.jsonld"))["@context"]


def test_the_description_counts_what_is_there(store: Path, tmp_path: Path) -> None:
    graph = rdflib.Graph().parse(data=exported(store, tmp_path, "g.void.ttl", licence="https://example.org/licence"), format="turtle")
    this = rdflib.URIRef("urn:geokg:dataset")
    void, dcterms = rdflib.Namespace("http://rdfs.org/ns/void#"), rdflib.DCTERMS
    lines = exported(store, tmp_path, "g.nq").decode().splitlines()
    assert int(graph.value(this, void.triples)) == len(lines)
    assert int(graph.value(this, void.documents)) == 4
    counts = {
        str(graph.value(p, void["class"])).rsplit(":", 1)[1]: int(graph.value(p, void.entities))
        for p in graph.objects(this, void.classPartition)
    }
    # three articles have three, three and one reports, the hostile one has one; two names are nobody's that is known
    assert counts == {"Article": 4, "Report": 8, "Event": 6, "UnverifiedActor": 2, "UnverifiedSource": 1}
    assert str(graph.value(this, dcterms.license)) == "https://example.org/licence"
    assert not [term for triple in graph for term in triple if isinstance(term, rdflib.BNode)]
    period = graph.value(this, dcterms.temporal)
    dcat = rdflib.Namespace("http://www.w3.org/ns/dcat#")
    assert [graph.value(period, p).toPython() for p in (dcat.startDate, dcat.endDate)] == [date(2024, 4, 1), date(2024, 4, 14)]
    ontology = rdflib.URIRef("urn:geokg:dataset/ontology")
    assert int(graph.value(ontology, void.triples)) == sum("<urn:geokg:graph/ontology> ." in line for line in lines)


def plover(store: Path, folder: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(exported(store, folder, "e.plover.csv").decode(), newline="")))


def test_the_table_of_dyads_has_a_row_for_each_pair_of_an_event(store: Path, tmp_path: Path) -> None:
    rows = plover(store, tmp_path)
    pairs = {(r["event_date"], r["actor_name"], r["target_name"], r["event_type"], r["event_mode"], r["mutual"], r["dyads"]) for r in rows}
    assert pairs == {
        ("", "Ministry of Foreign Affairs of Japan", "China", "ACCUSE", "", "FALSE", "1"),
        ("2024-04-01", "海原遥", "", "CONSULT", "", "FALSE", "1"),
        ("2024-04-10", "Fumio Kishida", "United States", "CONSULT", "visit", "TRUE", "1"),
        ("2024-04-11", "United States", "Japan", "CONSULT", "multilateral", "TRUE", "3"),
        ("2024-04-11", "United States", "Philippines", "CONSULT", "multilateral", "TRUE", "3"),
        ("2024-04-11", "Japan", "Philippines", "CONSULT", "multilateral", "TRUE", "3"),
        ("2024-04-12", "Japan", "Philippines", "COOPERATE", "", "TRUE", "1"),
        ("2024-05-01", "'" + NASTY, "Japan", "ACCUSE", "", "FALSE", "1"),
    }


def test_the_table_of_dyads_counts_evidence(store: Path, tmp_path: Path) -> None:
    rows = {(r["event_type"], r["event_mode"], r["actor_id"]): r for r in plover(store, tmp_path)}
    drill = rows["COOPERATE", "", "JPN"]  # one paper's agency tells of it, another paper denies it
    assert [drill[m] for m in ("modality", "asserted", "planned", "possible", "denied")] == ["asserted", "1", "0", "0", "1"]
    assert [drill[n] for n in ("reports", "articles", "outlets", "origins")] == ["2", "2", "2", "2"]
    assert drill["origin_names"] == "維港觀察; 路透社"
    assert drill["first_published"] == "2024-04-13T01:00:00+00:00"
    talk = rows["CONSULT", "", "unverified-00000000abcd"]
    assert (talk["event_date"], talk["end_date"], talk["date_precision"], talk["actor_kind"]) == (
        "2024-04-01",
        "2024-04-30",
        "month",
        "unknown",
    )
    concern = rows["ACCUSE", "", "JPN-foreign-ministry"]
    assert (concern["event_date"], concern["best_date"], concern["date_basis"]) == ("", "2024-04-01", "published")
    assert (concern["target_wikidata"], concern["actor_country"], concern["origin_names"]) == ("Q148", "JPN", "路透社")
    visit = rows["CONSULT", "visit", "person-kishida-fumio"]
    # the mode's score, not the type's 2.5; CONSULT is CAMEO's 04
    assert (visit["intensity"], visit["quad_code"], visit["cameo_root"], visit["date_basis"]) == ("4.0", "1", "4", "text")


def test_an_actor_under_two_names_is_one() -> None:
    paris, french = (Party(label, "FRA", "urn:geokg:actor/FRA") for label in ("法国", "法方"))
    _, reports = written("names", [Said("法国和法方谴责日本。", "谴责", "ACCUSE", (paris, french), (JAPAN,))])
    rows = list(plover_rows([event_of(*reports)], vocabulary(), Matches()))
    assert [(r["actor_id"], r["target_id"], r["dyads"]) for r in rows] == [("FRA", "JPN", 1)]


def test_every_column_is_described(store: Path, tmp_path: Path) -> None:
    for table, columns in (("e.csv", REPORTS), ("e.plover.csv", PLOVER)):
        header = exported(store, tmp_path, table).decode().splitlines()[0].split(",")
        described = json.loads(exported(store, tmp_path, f"{table}-metadata.json"))
        assert described["url"] == table
        assert [c["name"] for c in described["tableSchema"]["columns"]] == header == [c.name for c in columns]


def test_pandas_reads_the_types_that_are_described(store: Path, tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.read_csv(io.BytesIO(exported(store, tmp_path, "e.plover.csv")), parse_dates=["event_date", "best_date"])
    kinds = {"integer": "i", "boolean": "b", "decimal": "f"}
    assert {c.name: frame[c.name].dtype.kind for c in PLOVER if c.kind in kinds} == {
        c.name: kinds[c.kind] for c in PLOVER if c.kind in kinds
    }
    assert frame.groupby("event_id").size().sum() == frame.shape[0] == 8


def entities(store: Path, folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in exported(store, folder, "e.ftm.json").decode().splitlines()]


def test_followthemoney_entities_hang_together(store: Path, tmp_path: Path) -> None:
    found = entities(store, tmp_path)
    by_id = {e["id"]: e for e in found}
    assert len(by_id) == len(found)
    assert Counter(e["schema"] for e in found) == {
        "PublicBody": 5,  # Japan, the United States, the Philippines, China, Japan's foreign ministry
        "Person": 1,
        "LegalEntity": 2,  # the envoy and the stranger
        "Article": 4,
        "Event": 6,
        "Documentation": 8,
        "UnknownLink": 7,  # the table's rows but that of the envoy who talks with somebody unnamed
    }
    japan = by_id["geokg-actor-JPN"]["properties"]
    assert japan["country"] == ["jp"]
    assert japan["wikidataId"] == ["Q17"]
    assert "Japan" in japan["name"]
    talk = next(e for e in found if e["schema"] == "Event" and e["properties"].get("date") == ["2024-04"])
    assert talk["properties"]["involved"] == ["geokg-actor-unverified-00000000abcd"]
    assert not re.search(r"\\u00(?!0[9ad])[01][0-9a-f]", exported(store, tmp_path, "e.ftm.json").decode())


def test_followthemoney_itself_takes_every_value(store: Path, tmp_path: Path) -> None:
    pytest.importorskip("followthemoney")
    from followthemoney import model
    from followthemoney.types import registry

    found = {e["id"]: e for e in entities(store, tmp_path)}
    for entity in found.values():
        proxy = model.get_proxy(entity)
        proxy.schema.validate(entity)
        assert registry.entity.clean(entity["id"]) == entity["id"]
        for name, values in entity["properties"].items():
            property_ = proxy.schema.get(name)
            assert property_ is not None, (entity["schema"], name)
            for value in values:
                assert property_.type.name == "name" or property_.type.clean(value, proxy=proxy) == value, (name, value)
                if property_.type.name == "entity":
                    assert model.get(found[value]["schema"]).is_a(property_.range), (name, value)


def test_the_codes_of_countries_are_iso_3166s() -> None:
    pycountry = pytest.importorskip("pycountry")
    assert {c.alpha_3: two_letters(c.alpha_3) for c in pycountry.countries} == {c.alpha_3: c.alpha_2.lower() for c in pycountry.countries}
    assert two_letters("NATO") is None
    assert two_letters(None) is None


def test_gexf_is_as_its_third_edition_has_it(store: Path, tmp_path: Path) -> None:
    """https://gexf.net/1.3: what is allowed where, the type of each value, and times as Gephi reads them."""
    root = etree.fromstring(exported(store, tmp_path, "n.gexf"))
    space = "{http://gexf.net/1.3}"
    assert (root.tag, root.get("version")) == (f"{space}gexf", "1.3")
    graph = root.find(f"{space}graph")
    assert (graph.get("mode"), graph.get("timeformat"), graph.get("timerepresentation")) == ("dynamic", "date", "interval")
    allowed = {
        "node": {"id", "label", "pid", "start", "end"},
        "edge": {"id", "source", "target", "type", "label", "weight", "kind", "start", "end"},
        "attribute": {"id", "title", "type"},
        "attvalue": {"for", "value", "start", "end"},
        "spell": {"start", "end"},
    }
    for name, attributes in allowed.items():
        elements = list(root.iter(space + name))
        assert elements
        assert all(set(e.attrib) <= attributes for e in elements)
    types = {(a.getparent().get("class"), a.get("id")): a.get("type") for a in root.iter(f"{space}attribute")}
    for value in root.iter(f"{space}attvalue"):
        kind = types[etree.QName(value.getparent().getparent()).localname, value.get("for")]
        {"integer": int, "double": float, "boolean": ("true", "false").index, "string": str}[kind](value.get("value"))
    ids = [n.get("id") for n in root.iter(f"{space}node")]
    assert len(set(ids)) == len(ids)
    edges = {(e.get("source").rsplit("/", 1)[1], e.get("target").rsplit("/", 1)[1], e.get("kind")): e for e in root.iter(f"{space}edge")}
    together = edges["JPN", "PHL", "cooperation"]
    assert float(together.get("weight")) == 2.0  # the summit of the 11th and the drill of the 12th, which meet
    assert [dict(s.attrib) for s in together.iter(f"{space}spell")] == [{"start": "2024-04-11", "end": "2024-04-12"}]
    assert not list(edges["JPN-foreign-ministry", "CHN", "conflict"].iter(f"{space}spell"))


def test_times_that_meet_are_one_since_gephi_refuses_those_that_overlap() -> None:
    days = ("2024-04-10", "2024-04-11", "2024-04", "2024-06-02")
    told = [written(text, [Said("日本。", "日本", "ACCUSE", (JAPAN,), when=day(text))])[1][0] for text in days]
    assert spells(map(event_of, told)) == [(date(2024, 4, 1), date(2024, 4, 30)), (date(2024, 6, 2), date(2024, 6, 2))]


def test_graphml_has_a_double_called_weight(store: Path, tmp_path: Path) -> None:
    exported(store, tmp_path, "n.graphml")
    graph = networkx.read_graphml(tmp_path / "n.graphml")
    assert {type(d["weight"]) for _, _, d in graph.edges(data=True)} == {float}
    assert graph["urn:geokg:actor/JPN"]["urn:geokg:actor/PHL"]["label"] == "CONSULT 1, COOPERATE 1"


def test_labels_of_a_network_are_in_the_language_asked_for(store: Path, tmp_path: Path) -> None:
    for language, label in (("en", "Philippines"), ("zh-Hans", "菲律宾"), ("zh-Hant", "菲律賓")):
        exported(store, tmp_path, "n.gexf", language=language)
        assert networkx.read_gexf(tmp_path / "n.gexf").nodes["urn:geokg:actor/PHL"]["label"] == label


def test_what_is_hostile_arrives_as_text(store: Path, tmp_path: Path) -> None:
    strict = etree.XMLParser(recover=False)
    for name in ("n.gexf", "n.graphml", "g.rdf"):
        root = etree.fromstring(exported(store, tmp_path, name), strict)
        assert not [e for e in root.iter() if etree.QName(e).localname == "b"], name
    for name in ("e.csv", "e.plover.csv"):
        for row in csv.reader(io.StringIO(exported(store, tmp_path, name).decode(), newline="")):
            assert not [c for c in row if c.lstrip().startswith(("=", "+", "@", "\t", "\r")) or re.match(r"\s*-\D", c)], name


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("again") / "store"
    put_all(folder, (HOSTILE, *reversed(ARTICLES)), (ACCUSED, *reversed(EVENTS)))
    return folder


@pytest.mark.parametrize("format_", FORMATS, ids=lambda f: f.name)
def test_the_order_of_reading_changes_no_byte(format_: Format, store: Path, again: Path, tmp_path: Path) -> None:
    name = f"x{format_.suffix}"
    assert exported(store, tmp_path, name) == exported(again, tmp_path, name)


def test_a_format_may_be_named(store: Path, tmp_path: Path) -> None:
    assert exported(store, tmp_path, "entities.json", format="ftm") == exported(store, tmp_path, "e.ftm.json")
