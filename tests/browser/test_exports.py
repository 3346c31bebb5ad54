"""Files made by the page, read by the programs that they are for."""

from __future__ import annotations

import csv
import io
import struct
import xml.etree.ElementTree as ET
from itertools import combinations
from pathlib import Path
from typing import Any

import networkx
import pyoxigraph
import pytest
import rdflib

from kg.model import Network
from tests.browser.conftest import Opener
from tests.test_viz_page import HOSTILE, hostile_network
from tests.viz_networks import generated_network, summit_network

pytestmark = pytest.mark.browser
SVG = "{http://www.w3.org/2000/svg}"


def exported(page: Any, name: str, folder: Path) -> Path:
    page.locator("#show-export").click()
    with page.expect_download() as download:
        page.locator("#export").get_by_role("button", name=name).click()
    target = folder / download.value.suggested_filename
    download.value.save_as(target)
    return target


def test_the_picture_as_svg_names_every_actor_shown(opened: Opener, tmp_path: Path) -> None:
    root = ET.fromstring(exported(opened(language="en"), "SVG", tmp_path).read_text(encoding="utf-8"))
    texts = {text.text for text in root.iter(f"{SVG}text")}
    assert {dict(actor.labels)["en"] for actor in summit_network().actors} <= texts
    assert not list(root.iter(f"{SVG}image"))
    titles = [title.text or "" for title in root.iter(f"{SVG}title")]
    assert any(title.startswith("China Coast Guard → Philippines · Conflict") for title in titles)


def test_the_picture_as_png_is_fine_enough_for_print(opened: Opener, tmp_path: Path) -> None:
    image = exported(opened(), "PNG", tmp_path).read_bytes()
    assert image[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", image[16:24])
    assert width >= 3000
    assert height >= 1200


def test_the_csv_has_a_row_for_each_report_shown(opened: Opener, tmp_path: Path) -> None:
    page = opened(language="en", actor="PHL")
    rows = list(csv.DictReader(io.StringIO(exported(page, "CSV", tmp_path).read_text(encoding="utf-8-sig"))))
    assert list(rows[0])[:5] == ["actor", "action", "target", "date", "source"]
    expected = sum(len(e.reports) for e in summit_network().events if "urn:geokg:actor/PHL" in {p.iri for p in (*e.actors, *e.targets)})
    assert len(rows) == expected
    met = next(row for row in rows if row["sentence"] == "Japan, the Philippines and the United States met in Washington on Thursday.")
    assert (met["actor"], met["date"], met["outlet"]) == ("Japan; Philippines; United States", "2024-04-11", "Harbour Times")


def test_the_gexf_is_the_network_shown(opened: Opener, tmp_path: Path) -> None:
    graph = networkx.read_gexf(exported(opened(), "GEXF", tmp_path))
    network = summit_network()
    assert set(graph.nodes) == {actor.iri for actor in network.actors}
    assert {(a, b) for a, b in graph.edges} == {(edge.source, edge.target) for edge in network.edges}


@pytest.mark.parametrize("network", [summit_network(), hostile_network()], ids=["summit", "hostile"])
def test_the_turtle_parses_and_says_what_the_reports_say(opened: Opener, tmp_path: Path, network: Network) -> None:
    text = exported(opened(network), "Turtle", tmp_path).read_text(encoding="utf-8")
    graph = rdflib.Graph().parse(data=text)
    assert len(list(pyoxigraph.parse(text.encode(), format=pyoxigraph.RdfFormat.TURTLE))) == len(graph)
    gk = rdflib.Namespace("urn:geokg:vocab:")
    assert len(set(graph.subjects(rdflib.RDF.type, gk.Report))) == sum(len(event.reports) for event in network.events)
    event = network.events[0]
    assert {str(actor) for actor in graph.objects(rdflib.URIRef(event.iri), gk.actor)} == {party.iri for party in event.actors}
    quotes = {str(quote) for quote in graph.objects(None, gk.quote)}
    assert any(event.reports[0].sentence[-12:] in quote for quote in quotes)


def test_hostile_texts_neither_break_a_file_nor_run_in_a_spreadsheet(opened: Opener, tmp_path: Path) -> None:
    network = hostile_network()
    page = opened(network)
    ET.fromstring(exported(page, "SVG", tmp_path).read_text(encoding="utf-8"))
    assert len(networkx.read_gexf(exported(page, "GEXF", tmp_path))) == len(network.actors)
    rows = list(csv.DictReader(io.StringIO(exported(page, "CSV", tmp_path).read_text(encoding="utf-8-sig"))))
    assert len(rows) == sum(len(event.reports) for event in network.events)
    assert any(HOSTILE[0] in row["sentence"] for row in rows)
    assert page.evaluate("1 + 1") == 2


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_name_lies_over_another_in_the_picture(opened: Opener, tmp_path: Path, language: str) -> None:
    page = opened(generated_network(90, 900), language=language)
    source = exported(page, "SVG", tmp_path).read_text(encoding="utf-8")
    page.set_content(source[source.index("<svg") :])
    boxes = page.evaluate(
        """[...document.querySelectorAll("text[text-anchor=middle]")].map((text) => text.getBBox())
            .map((box) => [box.x, box.y, box.x + box.width, box.y + box.height])"""
    )
    assert len(boxes) > 60
    for one, other in combinations(boxes, 2):
        wide, high = min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1])
        assert wide < 2 or high < 4, (one, other)  # a line's box is a little higher than its letters
