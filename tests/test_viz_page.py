"""The page as text: complete in itself, safe whatever articles say, the same every time."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from kg.errors import QueryError
from kg.model import Event, Network
from tests.conftest import ROOT
from tests.viz_networks import Names, generated_network, summit_network
from viz import render_page, write_page

HOSTILE = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<!--<script>",
    "]]>\u2028\u2029&amp;\x00\x07",
    "\"'`${alert(1)}{{7*7}}{% raw %}",
    "\u202egnp.exe\u202c",
    "\ud83d",  # half an emoji
)


class Elements(HTMLParser):
    """What a browser would find: elements with their attributes, and the text of scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.inside: list[tuple[dict[str, str | None], str]] = []
        self._open: dict[str, str | None] | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self._open = dict(attrs) | {"tag": tag} if tag in ("script", "style") else None

    def handle_endtag(self, tag: str) -> None:
        self._open = None

    def handle_data(self, data: str) -> None:
        if self._open is not None:
            self.inside.append((self._open, data))


def data_of(page: str) -> dict[str, Any]:
    texts = [text for attributes, text in Elements(page).inside if attributes.get("type") == "application/json"]
    assert len(texts) == 1
    loaded: dict[str, Any] = json.loads(texts[0])
    return loaded


def hostile_network() -> Network:
    """Every text that an article can set holds something hostile."""
    network = summit_network()
    actors = tuple(
        replace(actor, labels=(("en", HOSTILE[n % 7]), ("zh-Hans", HOSTILE[(n + 1) % 7])), aliases=(HOSTILE[(n + 2) % 7],))
        for n, actor in enumerate(network.actors)
    )

    def spoiled(event: Event, n: int) -> Event:
        bad = HOSTILE[n % 7]
        reports = tuple(
            replace(
                report,
                sentence=bad + report.sentence,
                end=report.end + len(bad),
                article=replace(report.article, title=bad, outlet=bad, url="javascript:alert(1)"),
            )
            for report in event.reports
        )
        return replace(event, reports=reports)

    return Network(actors, network.edges, tuple(spoiled(event, n) for n, event in enumerate(network.events)))


@pytest.fixture(scope="module")
def page() -> str:
    return render_page(summit_network(), vocabulary=Names(), title="美日菲峰会前后")


def test_the_page_holds_every_actor_event_and_report(page: str) -> None:
    network, data = summit_network(), data_of(page)
    assert {actor["iri"] for actor in data["actors"]} == {actor.iri for actor in network.actors}
    assert [event["iri"] for event in data["events"]] == [event.iri for event in network.events]
    assert len(data["reports"]) == sum(len(event.reports) for event in network.events)
    edges = {(data["actors"][e["from"]]["iri"], data["actors"][e["to"]]["iri"], e["side"]) for e in data["graph"]["edges"]}
    assert edges == {(e.source, e.target, e.side) for e in network.edges}


def test_nothing_in_the_page_loads_anything(page: str) -> None:
    for tag, attributes in Elements(page).found:
        assert tag not in ("iframe", "object", "embed", "base", "form")
        assert "src" not in attributes, (tag, attributes)
        assert (attributes.get("href") or "#").startswith(("#", "data:")), (tag, attributes)
    style = (ROOT / "viz/web/style.css").read_text(encoding="utf-8")
    assert "url(" not in style
    assert "@import" not in style


def test_the_policy_allows_our_own_scripts_and_style_and_nothing_else(page: str) -> None:
    elements = Elements(page)
    policy = next(a["content"] for t, a in elements.found if t == "meta" and a.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    rules = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert rules["default-src"] == rules["connect-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert "unsafe" not in policy
    for kind in ("script", "style"):
        texts = [text for a, text in elements.inside if a["tag"] == kind and a.get("type") != "application/json"]
        hashes = {f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in texts}
        assert texts
        assert set(rules[f"{kind}-src"].split()) == hashes
    # the policy must stand before whatever it governs
    assert page.index("Content-Security-Policy") < page.index("<style") < page.index("<script")


def test_no_element_has_an_inline_handler_or_style(page: str) -> None:
    for tag, attributes in Elements(page).found:
        assert not [name for name in attributes if name.startswith("on") or name == "style"], (tag, attributes)


def test_hostile_texts_stay_inside_the_data() -> None:
    page = render_page(hostile_network(), vocabulary=Names(), title=HOSTILE[0])
    plain = render_page(summit_network(), vocabulary=Names(), title="x")
    assert [tag for tag, _ in Elements(page).found] == [tag for tag, _ in Elements(plain).found]
    data = data_of(page)
    assert HOSTILE[0] in {label for actor in data["actors"] for label in actor["labels"].values()}
    assert page.encode("utf-8")  # a page with half a surrogate pair could not be written


def test_only_web_addresses_become_links() -> None:
    assert {report["url"] for report in data_of(render_page(hostile_network(), vocabulary=Names()))["reports"]} == {None}
    network = summit_network()
    addresses = {
        "https://a.example/x?y=1": True,
        "HTTP://a.example/": True,
        "ftp://a.example/": False,
        "data:text/html,x": False,
        " javascript:alert(1)": False,
        "java\nscript:alert(1)": False,
        "//a.example/": False,
        "https:///x": False,
        "http://[": False,
    }
    for url, allowed in addresses.items():
        event = network.events[0]
        report = replace(event.reports[0], article=replace(event.reports[0].article, url=url))
        changed = Network(network.actors, network.edges, (replace(event, reports=(report, *event.reports[1:])), *network.events[1:]))
        assert (data_of(render_page(changed, vocabulary=Names()))["reports"][0]["url"] == url) is allowed, url


def test_characters_that_turn_text_round_are_taken_out_of_names() -> None:
    data = json.dumps(data_of(render_page(hostile_network(), vocabulary=Names())), ensure_ascii=False)
    assert "gnp.exe" in data
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00]", data)
    assert "\\u0000" not in data


def test_two_renders_are_the_same_bytes_in_any_order_and_process(tmp_path: Path) -> None:
    network = generated_network(60, 600)
    shuffled = Network(network.actors[::-1], network.edges[::-1], network.events)
    page = render_page(network, vocabulary=Names())
    assert render_page(shuffled, vocabulary=Names()) == page
    code = (
        "import sys; from pathlib import Path; from tests.viz_networks import *; from viz import write_page\n"
        "write_page(Path(sys.argv[1]), generated_network(60, 600), vocabulary=Names())"
    )
    for seed in ("1", "2"):
        target = tmp_path / f"{seed}.html"
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        subprocess.run([sys.executable, "-c", code, str(target)], check=True, env=environment, cwd=ROOT)
        assert target.read_text(encoding="utf-8") == page


def test_the_file_is_utf8_whatever_the_locale(tmp_path: Path) -> None:
    code = "from tests.viz_networks import *; from viz import write_page; write_page('p.html', summit_network(), vocabulary=Names())"
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment, cwd=tmp_path)
    assert "岸田文雄" in (tmp_path / "p.html").read_text(encoding="utf-8")


def test_a_failed_write_leaves_the_old_page_and_no_litter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "page.html"
    target.write_text("old", encoding="utf-8")

    def full(*_: object, **__: object) -> int:
        raise OSError("no space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(OSError, match="no space"):
        write_page(target, summit_network(), vocabulary=Names())
    assert target.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_an_empty_network_makes_a_page() -> None:
    assert data_of(render_page(Network((), ()), vocabulary=Names()))["actors"] == []


def test_the_page_opens_with_what_was_asked_for() -> None:
    network = summit_network()

    def start(**options: Any) -> dict[str, Any]:
        data = data_of(render_page(network, vocabulary=Names(), **options))
        view: dict[str, Any] = data["start"]
        return view | {"actors": [data["actors"][n]["iri"].rsplit("/", 1)[-1] for n in view["actors"]]}

    assert start(actor="菲律賓")["actors"] == ["PHL"]
    assert start(actor="phl")["actors"] == ["PHL"]
    assert start(actor="扶桑")["actors"] == ["JPN"]  # a name that only the vocabulary knows
    assert start(between=("Japan", "urn:geokg:actor/USA"))["actors"] == ["JPN", "USA"]
    assert start(level="state", top=5, language="en")["level"] == "state"
    summit = start(summit="2024-04-11")["event"]
    assert [party.iri[-3:] for party in network.events[summit].actors] == ["JPN", "PHL", "USA"]


@pytest.mark.parametrize("options", [{"actor": "亚特兰蒂斯"}, {"between": ("Japan", "Atlantis")}, {"summit": "1900-01-01"}, {"top": 0}])
def test_what_is_not_there_is_an_error_that_names_it(options: dict[str, Any]) -> None:
    with pytest.raises(QueryError):
        render_page(summit_network(), vocabulary=Names(), **options)


def test_every_word_of_the_page_is_there_in_both_languages() -> None:
    words = json.loads((ROOT / "viz/web/words.json").read_text(encoding="utf-8"))
    script = "".join(f.read_text(encoding="utf-8") for f in sorted((ROOT / "viz/web/app").glob("*.js")))
    template = (ROOT / "viz/web/template.html.j2").read_text(encoding="utf-8")
    used = set(re.findall(r'\bword\("(\w+)"', script)) | set(re.findall(r'data-word(?:-\w+)?="(\w+)"', template))
    assert len(used) > 50
    assert used <= set(words)
    for key, entry in words.items():
        assert set(entry) == {"zh", "en"}, key
        parts = [sorted(re.findall(r"\{(\w+)\}", text)) for text in entry.values()]
        assert parts[0] == parts[1], key
