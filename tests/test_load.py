"""A graph that was exported comes back as it was; what is not as geokg writes it is refused by name, and the store stays as it was."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.build import build
from kg.derive import derive
from kg.errors import KgError, ShapeError, StoreError
from kg.export import export
from kg.load import load_graph
from kg.store import open_store
from tests.conftest import ROOT
from tests.extraction import vocabulary

SAMPLE = sorted((ROOT / "data" / "sample").glob("*.md"))[:3]
GRAPH = "urn:geokg:graph/"


def refuse(error: KgError) -> None:
    raise error


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of three sample articles, with an event that another one followed."""
    folder = tmp_path_factory.mktemp("load") / "store"
    build([str(p) for p in SAMPLE[:2]], folder, jobs=1, failures=refuse)
    build([str(SAMPLE[2])], folder, jobs=1, failures=refuse)
    with open_store(folder, write=True) as store:
        alive = next(store.events()).iri
        store.follow_on({"urn:geokg:event/00000000000000aa": alive})
        derive(store, vocabulary())
    return folder


def exported(store: Path, file: Path) -> Path:
    with open_store(store) as published:
        export(published, file, vocabulary=vocabulary(), base=published.base)
    return file


@pytest.fixture(scope="module")
def quads(built: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The lines of the store's N-Quads, but for the ontology, which an import passes over."""
    lines = exported(built, tmp_path_factory.mktemp("quads") / "g.nq").read_text(encoding="utf-8").splitlines(keepends=True)
    return [line for line in lines if f"<{GRAPH}ontology> ." not in line]


@pytest.mark.parametrize("suffix", [".nq", ".trig"])
def test_out_and_in_and_out_again_is_the_same_to_the_byte(suffix: str, built: Path, tmp_path: Path) -> None:
    first = exported(built, tmp_path / f"first{suffix}")
    loaded = load_graph(first, tmp_path / "store")
    assert (loaded.new, loaded.replaced, loaded.unchanged, loaded.same_ontology) == (3, 0, 0, True)
    assert exported(tmp_path / "store", tmp_path / f"second{suffix}").read_bytes() == first.read_bytes()
    assert b"00000000000000aa" in first.read_bytes()
    again = load_graph(first, tmp_path / "store")
    assert (again.new, again.replaced, again.unchanged) == (0, 0, 3)
    assert exported(tmp_path / "store", tmp_path / f"third{suffix}").read_bytes() == first.read_bytes()


def test_another_base_comes_with_the_file_and_does_not_mix(built: Path, tmp_path: Path) -> None:
    build([str(SAMPLE[0])], tmp_path / "other", base="https://example.org/kg/", jobs=1, failures=refuse)
    file = exported(tmp_path / "other", tmp_path / "other.nq")
    load_graph(file, tmp_path / "store")
    assert exported(tmp_path / "store", tmp_path / "again.nq").read_bytes() == file.read_bytes()
    before = contents(copied(built, tmp_path))
    with pytest.raises(StoreError, match=r"has the base urn:geokg:, not https://example\.org/kg/"):
        load_graph(file, tmp_path / "copy")
    assert contents(tmp_path / "copy") == before


def copied(store: Path, folder: Path) -> Path:
    return Path(shutil.copytree(store, folder / "copy"))


def contents(store: Path) -> set[str]:
    with open_store(store, write=True) as live:
        return {str(quad) for quad in live.quads()}


def test_an_article_in_another_state_is_replaced_only_on_demand(built: Path, tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    build([str(SAMPLE[0])], theirs, jobs=1, min_confidence="high", failures=refuse)  # fewer reports of the same article
    file = exported(theirs, tmp_path / "theirs.nq")
    article = next(iter(hashes(theirs)))
    copy, before = copied(built, tmp_path), contents(built)
    with pytest.raises(StoreError, match=f"{article}: is in the store in another state — give --replace"):
        load_graph(file, copy)
    assert contents(copy) == before
    loaded = load_graph(file, copy, replace=True)
    assert (loaded.new, loaded.replaced, loaded.unchanged, loaded.articles) == (0, 1, 0, 3)
    assert hashes(copy)[article] == hashes(theirs)[article]
    assert {k: v for k, v in hashes(copy).items() if k != article} == {k: v for k, v in hashes(built).items() if k != article}


def hashes(store: Path) -> dict[str, str]:
    with open_store(store) as published:
        return published.article_hashes()


def article_of(quads: list[str]) -> str:
    """The graph of the first article, as N-Quads write it."""
    return next(line.rsplit(" ", 2)[1] for line in quads if f"<{GRAPH}article/" in line)


def within(quads: list[str], statement: str) -> list[str]:
    return [*quads, f"{statement} {article_of(quads)} .\n"]


def instead(quads: list[str], of: str, change: Callable[[str], str]) -> list[str]:
    """The first line of the first article's graph that has ``of`` is changed."""
    place = next(n for n, line in enumerate(quads) if of in line and article_of(quads) in line)
    return [*quads[:place], change(quads[place]), *quads[place + 1 :]]


JAPAN, USA = "<urn:geokg:actor/JPN>", "<urn:geokg:actor/USA>"
PREF, SAME = "<http://www.w3.org/2004/02/skos/core#prefLabel>", "<http://www.w3.org/2002/07/owl#sameAs>"
BROKEN: dict[str, tuple[Callable[[list[str]], list[str]], str]] = {
    "a label of the ontology's": (lambda q: within(q, f'{JAPAN} {PREF} "Nippon"@en'), r"says what no article says: <urn:geokg:actor/JPN>"),
    "a name for a known actor": (
        lambda q: within(q, f'{JAPAN} <http://www.w3.org/2000/01/rdf-schema#label> "Nippon"@en'),
        r"says what no article says: <urn:geokg:actor/JPN>",
    ),
    "one actor made another": (lambda q: within(q, f"{JAPAN} {SAME} {USA}"), "says what no article says"),
    "an actor withdrawn": (lambda q: within(q, f'{JAPAN} <urn:geokg:vocab:withdrawn> "true"'), "says what no article says"),
    "an actor without a party": (
        lambda q: within(q, f"{report_of(q)} <urn:geokg:vocab:actor> <urn:geokg:actor/VAT>"),
        "says what no article says",
    ),
    "an event of its own": (
        lambda q: within(q, f"{report_of(q)} <urn:geokg:vocab:reports> <urn:geokg:event/0000000000000000>"),
        "no article says",
    ),
    "a blank node": (lambda q: within(q, f"_:b {PREF} {JAPAN}"), r"has a node without an IRI: _:"),
    "a graph of somebody else": (
        lambda q: [*q, f"{JAPAN} {SAME} {USA} <https://example.org/graph/mine> .\n"],
        r"does not write: https://example\.org/graph/mine",
    ),
    "a graph of another base": (
        lambda q: [*q, f"{JAPAN} {SAME} {USA} <https://example.org/graph/article/0123456789abcdef> .\n"],
        "two bases, urn:geokg: and https://example",
    ),
    "a graph without an IRI": (lambda q: [*q, f"{JAPAN} {SAME} {USA} _:g .\n"], "in a graph without an IRI"),
    "no graph": (lambda q: [*q, f"{JAPAN} {SAME} {USA} .\n"], "outside all graphs"),
    "a syntax error": (lambda q: [*q, "<urn:a> <urn:b>\n"], "cannot be read"),
    "a relative IRI": (lambda q: within(q, f"<article> {SAME} {USA}"), "cannot be read"),
    "no mark": (lambda q: instead(q, "vocab:fingerprint>", lambda line: ""), "has no marks of its state"),
    "two marks": (lambda q: instead(q, "vocab:fingerprint>", lambda line: line + line.replace('> "', '> "f')), "has 2 marks of its state"),
    "the mark of another text": (
        lambda q: instead(q, "vocab:fingerprint>", lambda line: line.replace('> "', '> "f')),
        "a state that is not that of its content",
    ),
    "a report torn out of its text": (
        lambda q: instead(q, "vocab:quote>", lambda line: line.replace('> "', '> "Not ')),
        "quotes a sentence that does not stand",
    ),
    "no modality": (lambda q: instead(q, "vocab:modality>", lambda line: ""), "asserted, planned, possible or denied"),
    "two titles": (lambda q: instead(q, "dc/terms/title>", lambda line: line + line.replace('> "', '> "Two ')), "an article has one title"),
    "no position of a party": (lambda q: instead(q, "vocab:position>", lambda line: ""), "vocab:position"),
    "an action of nobody's": (lambda q: recoded(q), "reports DANCE, which is no action here"),
    "what follows no event": (lambda q: [*q, f"{JAPAN} {SAME} {USA} <{GRAPH}replaced> .\n"], "only events that follow events"),
    "nothing": (lambda q: [], "holds no article"),
}


def report_of(quads: list[str]) -> str:
    return next(line.split(" ", 1)[0] for line in quads if "vocab:Report>" in line and article_of(quads) in line)


def recoded(quads: list[str]) -> list[str]:
    report = report_of(quads)
    is_action = [line.startswith(f"{report} <urn:geokg:vocab:action>") for line in quads]
    kept = [line for line in quads if not line.startswith(f"{report} <urn:geokg:vocab:mode>")]
    told = quads[is_action.index(True)]
    return [line.replace(line.split()[2], "<urn:geokg:action/DANCE>") if line == told else line for line in kept]


@pytest.mark.parametrize("name", BROKEN)
def test_what_geokg_would_not_write_is_refused_and_nothing_is_written(name: str, quads: list[str], tmp_path: Path) -> None:
    breaking, message = BROKEN[name]
    (tmp_path / "g.nq").write_text("".join(breaking(quads)), encoding="utf-8")
    with pytest.raises(ShapeError, match=message) as caught:
        load_graph(tmp_path / "g.nq", tmp_path / "store")
    assert str(tmp_path / "g.nq") in str(caught.value)
    assert caught.value.remedy
    assert not (tmp_path / "store").exists()


def test_what_is_too_large_is_refused_before_it_fills_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    subject, graph = "<urn:geokg:article/0123456789abcdef> <urn:geokg:vocab:text>", f"<{GRAPH}article/0123456789abcdef> .\n"
    (tmp_path / "long.nq").write_text(f'{subject} "{"x" * (17 << 20)}" {graph}', encoding="utf-8")
    with pytest.raises(ShapeError, match=r"long\.nq: has a statement of more than 16 MiB"):
        load_graph(tmp_path / "long.nq", tmp_path / "store")
    monkeypatch.setattr("kg.load.checking._MOST", 50)
    (tmp_path / "many.nq").write_text("".join(f'{subject} "{n}" {graph}' for n in range(60)), encoding="utf-8")
    with pytest.raises(ShapeError, match=r"many\.nq: urn:geokg:article/0123456789abcdef: has more than 50 statements"):
        load_graph(tmp_path / "many.nq", tmp_path / "store")
    (tmp_path / "bytes.nq").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ShapeError, match=r"bytes\.nq: cannot be read"):
        load_graph(tmp_path / "bytes.nq", tmp_path / "store")


def test_the_command_says_what_came_in_and_what_did_not(built: Path, tmp_path: Path) -> None:
    def kg(*arguments: str) -> subprocess.CompletedProcess[str]:
        code = "import sys; from kg.cli import main; sys.argv[0] = 'kg'; main()"
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        return subprocess.run([sys.executable, "-c", code, *arguments], env=environment, capture_output=True, text=True, timeout=120)

    file = exported(built, tmp_path / "g.trig")
    done = kg("import", str(file), "-o", str(tmp_path / "store"))
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "imported 3 new articles, 0 replaced, 0 unchanged")
    refused = kg("import", str(exported(built, tmp_path / "g.ttl")), "-o", str(tmp_path / "store"))
    assert refused.returncode == 1
    assert "has no graphs" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_broken_import_leaves_a_store_as_it_was(built: Path, quads: list[str], tmp_path: Path) -> None:
    copy = copied(built, tmp_path)
    before = contents(copy)
    (tmp_path / "g.nq").write_text("".join(within(quads, f'{JAPAN} {PREF} "Nippon"@en')), encoding="utf-8")
    with pytest.raises(ShapeError):
        load_graph(tmp_path / "g.nq", copy, replace=True)
    assert contents(copy) == before


def test_derived_statements_are_derived_anew(quads: list[str], built: Path, tmp_path: Path) -> None:
    """What a file says of events, or in the ontology's graph, is not believed."""
    lies = [f'{JAPAN} {PREF} "Nippon"@en <{GRAPH}ontology> .\n', f"_:x {SAME} {USA} <{GRAPH}events> .\n"]
    (tmp_path / "g.nq").write_text("".join([*quads, *lies]), encoding="utf-8")
    loaded = load_graph(tmp_path / "g.nq", tmp_path / "store")
    assert not loaded.same_ontology  # the file's own graph of it has no mark
    assert exported(tmp_path / "store", tmp_path / "a.nq").read_bytes() == exported(built, tmp_path / "b.nq").read_bytes()


def test_lines_may_come_in_any_order(quads: list[str], built: Path, tmp_path: Path) -> None:
    (tmp_path / "g.nq").write_text("".join(sorted(quads, key=lambda line: line[::-1])), encoding="utf-8")
    load_graph(tmp_path / "g.nq", tmp_path / "store")
    assert contents(tmp_path / "store") == contents(copied(built, tmp_path))


def test_formats_without_graphs_are_refused_with_the_way_out(built: Path, tmp_path: Path) -> None:
    with pytest.raises(KgError, match=r"has no graphs: .* — export the store as \.nq or \.trig"):
        load_graph(exported(built, tmp_path / "g.ttl"), tmp_path / "store")
    with pytest.raises(KgError, match=r"is no graph that can be imported — give a \.nq or \.trig file"):
        load_graph(tmp_path / "g.csv", tmp_path / "store")
    with pytest.raises(KgError, match="does not exist"):
        load_graph(tmp_path / "none.nq", tmp_path / "store")


def test_a_body_that_only_another_ontology_knows_may_come_along(quads: list[str], tmp_path: Path) -> None:
    """The file's maker had bodies of a kind that is not known here: they keep the names that the file gives them."""
    graph, body = article_of(quads), "<urn:geokg:actor/JPN-moon-base>"
    credited = {line.split()[2] for line in quads if "wasAttributedTo>" in line}
    parties = (line.split()[2] for line in quads if "vocab:party>" in line and graph in line and "/actor/0>" in line)
    old = next(party for party in parties if party not in credited)
    label = '"月球基地"@zh-hans'
    known = [f"{body} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <urn:geokg:vocab:Body> {graph} .\n"]
    known += [
        f"{body} <http://www.w3.org/2000/01/rdf-schema#label> {label} {graph} .\n",
        f"{body} <urn:geokg:vocab:actsFor> {JAPAN} {graph} .\n",
    ]
    swapped = [
        line.replace(f" {old} ", f" {body} ") if graph in line and "vocab:" in line and "/events>" not in line else line for line in quads
    ]
    (tmp_path / "g.nq").write_text("".join([*swapped, *known]), encoding="utf-8")
    load_graph(tmp_path / "g.nq", tmp_path / "store")
    assert any("月球基地" in line for line in contents(tmp_path / "store"))
