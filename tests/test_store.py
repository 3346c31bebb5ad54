"""The store: what goes in comes out, one article at a time, and nothing is lost by what goes wrong."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import OntologyError, StoreError
from kg.model import Article, Published
from kg.store import Store, open_store
from kg.store.graph import article_graph, issued
from kg.store.names import events_graph, graph_of, replaced_graph
from kg.vocabulary import load_vocabulary
from tests.conftest import ROOT
from tests.store_articles import (
    AFTERWARDS,
    AMERICA,
    ARTICLES,
    DRILL,
    EVENTS,
    EXERCISE,
    JAPAN,
    SUMMIT,
    TRILATERAL,
    Said,
    changed,
    event_of,
    ntriples,
    put_all,
    written,
)

HOSTILE = '"""\\u0022 } } ; DROP ALL ; INSERT DATA { <a> <b> "x" } # </script> \\ \' <urn:x>'


def add(store: Store, *articles: tuple[Article, tuple[object, ...]]) -> None:
    for article, reports in articles:
        store.put(article.iri, article.content_hash, ntriples(article, reports))  # type: ignore[arg-type]


def lines(store: Store) -> list[str]:
    return sorted(str(quad) for quad in store.quads())


def test_reports_come_back_as_they_were_put(tmp_path: Path) -> None:
    with open_store(tmp_path / "s", write=True) as store:
        add(store, *ARTICLES)
        expected = [r for _, reports in sorted(ARTICLES, key=lambda a: a[0].iri) for r in reports]
        assert list(store.reports()) == expected
        assert list(store.articles()) == sorted(a.iri for a, _ in ARTICLES)


@pytest.mark.parametrize(
    "words",
    [
        HOSTILE,
        "引号“”‘’",
        "𠮷野家🎉",
        "tab\there",
        "\u202eabc\u2066",
        "a\x00b\x01c\x7f\x85",
        "line\u2028break",
        "back\\slash\\u0022",
        "\r\n",
        "'''",
    ],
)
def test_any_text_is_kept_to_the_letter(tmp_path: Path, words: str) -> None:
    article, reports = written(
        "hostile", [Said(f"{words}会见{words}", "会见", "CONSULT", (JAPAN,), (AMERICA,))], outlet=words or None, title=words
    )
    with open_store(tmp_path / "s", write=True) as store:
        add(store, DRILL)
        before = len(store)
        for _ in range(2):  # written anew, then replaced: two ways into the database
            add(store, (article, reports))
        assert list(store.reports()) == [r for _, rs in sorted((DRILL, (article, reports)), key=lambda a: a[0].iri) for r in rs]
        assert store.remove_article(article.iri)
        assert len(store) == before


def test_what_is_written_is_what_the_store_holds_to_the_letter(tmp_path: Path) -> None:
    """The store rewrites literals ("0.50" becomes 0.5): ours are written so that nothing is left to rewrite, and texts can be compared."""
    with open_store(tmp_path / "s", write=True) as store:
        for article, reports in ARTICLES:
            store.put(article.iri, "", ntriples(article, reports))
            held = {
                f"{quad.triple} ." for quad in store.quads(graph_of(article.iri, store.base)) if "fingerprint" not in quad.predicate.value
            }
            assert held == set(ntriples(article, reports).decode().splitlines())


def test_half_a_surrogate_pair_becomes_a_mark_of_the_same_length(tmp_path: Path) -> None:
    article, reports = written("broken", [Said("\ud83d会见", "会见", "CONSULT", (JAPAN,))])
    with open_store(tmp_path / "s", write=True) as store:
        add(store, (article, reports))
        (report,) = store.reports()
        assert report.sentence == "\ufffd会见"
        assert report.sentence[report.trigger_start : report.trigger_end] == "会见"


def test_an_article_read_again_replaces_all_it_said(tmp_path: Path) -> None:
    article, reports = changed(*SUMMIT)
    with open_store(tmp_path / "s", write=True) as store:
        add(store, SUMMIT, DRILL, (article, reports))
        assert store.article_hash(article.iri) == article.content_hash
        assert [r for r in store.reports() if r.article.iri == article.iri] == list(reports)
    with open_store(tmp_path / "fresh", write=True) as fresh, open_store(tmp_path / "s", write=True) as store:
        add(fresh, (article, reports), DRILL)
        assert lines(store) == lines(fresh)  # nothing of the old text is left, in whatever order they came


def test_hashes_tell_what_need_not_be_read_again(tmp_path: Path) -> None:
    with open_store(tmp_path / "s", write=True) as store:
        assert store.article_hash(SUMMIT[0].iri) is None
        add(store, SUMMIT, DRILL)
        assert store.article_hashes() == {a.iri: a.content_hash for a, _ in (SUMMIT, DRILL)}
        assert store.remove_article(SUMMIT[0].iri)
        assert not store.remove_article(SUMMIT[0].iri)
        assert store.article_hashes() == {DRILL[0].iri: DRILL[0].content_hash}


def test_there_is_no_blank_node_and_every_actor_has_a_name(tmp_path: Path) -> None:
    put_all(tmp_path / "s", ARTICLES, EVENTS)
    with open_store(tmp_path / "s") as store:
        quads = list(store.quads())
        assert all(isinstance(term, ox.NamedNode) for q in quads for term in (q.subject, q.graph_name))
        assert not any(isinstance(q.object, ox.BlankNode) for q in quads)
        named = {q.subject for q in quads if q.predicate.value.endswith(("#label", "#prefLabel"))}
        acting = {q.object for q in quads if q.predicate.value in ("urn:geokg:vocab:actor", "urn:geokg:vocab:target")}
        assert acting
        assert acting <= named


def test_an_unknown_actor_keeps_the_country_that_its_title_gives(tmp_path: Path) -> None:
    with open_store(tmp_path / "s", write=True) as store:
        add(store, AFTERWARDS)
        about = {(q.predicate.value, str(q.object)) for q in store.quads() if q.subject.value.endswith("unverified-00000000abcd")}  # type: ignore[union-attr]
        assert ("urn:geokg:vocab:actsFor", "<urn:geokg:actor/JPN>") in about
        assert ("http://www.w3.org/2000/01/rdf-schema#label", '"海原遥"@zh-hant') in about


@pytest.mark.parametrize(
    ("value", "precision", "literal"),
    [
        ("2024-03-25T12:45:03+00:00", "second", '"2024-03-25T12:45:03Z"^^<http://www.w3.org/2001/XMLSchema#dateTime>'),
        ("2024-03-25T13:42", "minute", '"2024-03-25T13:42:00"^^<http://www.w3.org/2001/XMLSchema#dateTime>'),
        ("2024-03-25T13:42+08:00", "minute", '"2024-03-25T13:42:00+08:00"^^<http://www.w3.org/2001/XMLSchema#dateTime>'),
        ("2024-03-25", "day", '"2024-03-25"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("2024-03", "month", '"2024-03"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'),
        ("2024", "year", '"2024"^^<http://www.w3.org/2001/XMLSchema#gYear>'),
    ],
)
def test_publication_is_typed_by_what_is_known_of_it(value: str, precision: str, literal: str) -> None:
    assert str(issued(Published(value, precision, None, "metadata"))) == literal  # type: ignore[arg-type]


def test_the_graph_for_people_holds_what_the_store_holds(tmp_path: Path) -> None:
    graph = article_graph(*AFTERWARDS, version="geokg 0.1.0", vocabulary=load_vocabulary())
    assert len(graph) == len(ntriples(*AFTERWARDS).splitlines())
    turtle = graph.serialize(format="turtle")
    assert len(list(ox.parse(turtle, ox.RdfFormat.TURTLE))) == len(graph)


# events


def test_events_come_back_by_date_with_their_reports(tmp_path: Path) -> None:
    put_all(tmp_path / "s", ARTICLES, EVENTS)
    with open_store(tmp_path / "s") as store:
        found = list(store.events())
    assert sorted(found, key=lambda e: e.iri) == sorted(EVENTS, key=lambda e: e.iri)
    starts = [e.date.start for e in found if e.date]
    assert starts == sorted(starts)
    assert found[-1].date is None


def test_events_written_again_change_nothing_and_another_order_neither(tmp_path: Path) -> None:
    for name, events in (("a", EVENTS), ("b", tuple(reversed(EVENTS)))):
        put_all(tmp_path / name, ARTICLES, events)
    with open_store(tmp_path / "a", write=True) as store, open_store(tmp_path / "b") as other:
        before = lines(store)
        store.replace_events(EVENTS, vocabulary=load_vocabulary())
        assert lines(store) == before == lines(other)


def test_an_event_that_is_merged_otherwise_leads_to_its_successor_and_back(tmp_path: Path) -> None:
    first, second = SUMMIT[1][1], AFTERWARDS[1][0]
    apart = (event_of(first), event_of(second))
    vocabulary = load_vocabulary()
    with open_store(tmp_path / "s", write=True) as store:
        add(store, *ARTICLES)

        def moved() -> dict[str, str]:
            return {q.subject.value: q.object.value for q in store.quads(replaced_graph(store.base))}  # type: ignore[union-attr]

        store.replace_events(apart, vocabulary=vocabulary)
        assert moved() == {}
        store.replace_events((TRILATERAL,), vocabulary=vocabulary)
        assert moved() == {apart[1].iri: TRILATERAL.iri}
        assert list(store.events()) == [TRILATERAL]
        store.replace_events(apart, vocabulary=vocabulary)
        assert moved() == {}


def test_an_event_goes_with_its_last_report(tmp_path: Path) -> None:
    put_all(tmp_path / "s", ARTICLES, EVENTS)
    with open_store(tmp_path / "s", write=True) as store:
        store.remove_article(DRILL[0].iri)
        (exercise,) = (e for e in store.events() if e.iri == EXERCISE.iri)
        assert [r.modality for r in exercise.reports] == ["denied"]
        store.remove_article(AFTERWARDS[0].iri)
        assert EXERCISE.iri not in {e.iri for e in store.events()}


# the ontology


def test_the_ontology_is_loaded_when_it_has_changed(tmp_path: Path) -> None:
    extra = tmp_path / "mine"
    extra.mkdir()
    (extra / "a.ttl").write_text('<urn:geokg:actor/AAA> a <urn:geokg:vocab:State> ; <urn:geokg:vocab:code> "AAA" .', encoding="utf-8")
    with open_store(tmp_path / "s", write=True) as store:
        assert store.load_ontology()
        assert not store.load_ontology()
        held = len(store)
        assert store.load_ontology(extra)
        assert not store.load_ontology(extra)
        assert len(store) == held + 2
        assert store.load_ontology()
        assert len(store) == held


def test_an_ontology_with_a_blank_node_or_an_error_is_refused_whole(tmp_path: Path) -> None:
    extra = tmp_path / "mine"
    extra.mkdir()
    with open_store(tmp_path / "s", write=True) as store:
        store.load_ontology()
        before = lines(store)
        for text in ("<urn:a> <urn:b> [] .", "<urn:a> <urn:b>"):
            (extra / "a.ttl").write_text(text, encoding="utf-8")
            with pytest.raises(OntologyError, match=r"a\.ttl"):
                store.load_ontology(extra)
        assert lines(store) == before


# readers and the writer


def test_readers_see_what_was_published_and_nothing_later(tmp_path: Path) -> None:
    put_all(tmp_path / "s", [DRILL], ontology=False)
    with open_store(tmp_path / "s", write=True) as store, open_store(tmp_path / "s") as reader:
        add(store, SUMMIT)
        with open_store(tmp_path / "s") as later:
            assert list(later.articles()) == list(reader.articles()) == [DRILL[0].iri]
        store.publish()
        store.publish()
        with open_store(tmp_path / "s") as later:
            assert len(list(later.articles())) == 2
        assert [r.article.iri for r in reader.reports()] == [DRILL[0].iri]  # its checkpoint is kept while it reads
        held = sorted(p.name for p in (tmp_path / "s" / "checkpoints").iterdir())
        assert len(held) == 2
    with open_store(tmp_path / "s", write=True) as store:
        store.publish()
    assert len(list((tmp_path / "s" / "checkpoints").iterdir())) == 1


def test_a_reader_cannot_write_and_a_closed_store_says_so(tmp_path: Path) -> None:
    put_all(tmp_path / "s", [DRILL], ontology=False)
    with open_store(tmp_path / "s") as reader:
        with pytest.raises(StoreError, match="reading only"):
            add(reader, SUMMIT)
        with pytest.raises(StoreError, match="reading only"):
            reader.remove_article(DRILL[0].iri)
        with pytest.raises(StoreError, match="reading only"):
            reader.publish()
    with pytest.raises(StoreError, match="closed"):
        list(reader.articles())


def test_a_second_writer_is_refused_and_told_who_writes(tmp_path: Path) -> None:
    code = f"from kg.store import open_store\nstore = open_store({str(tmp_path / 's')!r}, write=True)\nprint('opened', flush=True)\ninput()"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment) as first:
        assert first.stdin
        assert first.stdout
        assert first.stdout.readline() == "opened\n"
        with pytest.raises(StoreError, match=rf"being written by process {first.pid}"):
            open_store(tmp_path / "s", write=True)
        first.kill()  # the lock goes with the process, however it ends
        first.wait()
    with open_store(tmp_path / "s", write=True) as store:
        assert len(store) == 0


# what is not a store


def test_what_is_no_store_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "a.jpg").write_bytes(b"x")
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for name, write, word in [
        ("photos", True, "other files"),
        ("photos", False, "not a geokg store"),
        ("file", True, "is a file"),
        ("file", False, "not a geokg store"),
        ("nowhere", False, "does not exist"),
    ]:
        with pytest.raises(StoreError, match=word) as caught:
            open_store(tmp_path / name, write=write)
        assert caught.value.remedy
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["a.jpg", "file", "photos"]


def test_a_store_keeps_its_base(tmp_path: Path) -> None:
    base = "https://graph.example.org/"
    article = written("summit", [Said("日本会见美国。", "会见", "CONSULT", (JAPAN,), (AMERICA,))], base=base)
    put_all(tmp_path / "s", [article], [event_of(*article[1], base=base)], base=base)
    for write in (True, False):
        with pytest.raises(StoreError, match=r"has the base https://graph\.example\.org/"):
            open_store(tmp_path / "s", write=write, base="urn:geokg:")
        with open_store(tmp_path / "s", write=write) as store:
            assert store.base == base
            assert list(store.articles()) == [article[0].iri]
            graphs = {q.graph_name.value for q in store.quads()}  # type: ignore[union-attr]
            assert {graph_of(article[0].iri, base), events_graph(base)} <= graphs


@pytest.mark.parametrize("base", ["not an iri", "http://x y/", "", "urn:geo kg:", "relative/", "https://example.org/graph"])
def test_a_base_that_is_no_iri_is_refused_and_makes_no_store(tmp_path: Path, base: str) -> None:
    with pytest.raises(StoreError, match="base"):
        open_store(tmp_path / "s", write=True, base=base)
    assert not (tmp_path / "s" / "geokg.json").exists()


def test_a_newer_or_broken_store_is_not_touched(tmp_path: Path) -> None:
    put_all(tmp_path / "s", [DRILL], ontology=False)
    meta = tmp_path / "s" / "geokg.json"
    good = json.loads(meta.read_text(encoding="utf-8"))
    for text, word in [
        (json.dumps({**good, "format": 99}), "format 99"),
        ("{", "cannot be read"),
        ("[]", "cannot be read"),
        ("{}", "cannot be read"),
    ]:
        meta.write_text(text, encoding="utf-8")
        for write in (True, False):
            with pytest.raises(StoreError, match=word):
                open_store(tmp_path / "s", write=write)
    meta.write_text(json.dumps(good), encoding="utf-8")
    with open_store(tmp_path / "s") as store:
        assert list(store.reports()) == list(DRILL[1])


def test_a_store_without_a_checkpoint_cannot_be_read_yet(tmp_path: Path) -> None:
    with open_store(tmp_path / "s", write=True) as store:
        add(store, DRILL)
        with pytest.raises(StoreError, match="nothing published"):
            open_store(tmp_path / "s")
    put_all(tmp_path / "s", [DRILL], ontology=False)
    shutil.rmtree(tmp_path / "s" / "checkpoints")
    with pytest.raises(StoreError, match="lost its published checkpoint"):
        open_store(tmp_path / "s")
    with open_store(tmp_path / "s", write=True) as store:  # the live store has it all
        store.publish()
    with open_store(tmp_path / "s") as store:
        assert list(store.reports()) == list(DRILL[1])


def test_a_damaged_live_store_says_how_to_get_back(tmp_path: Path) -> None:
    put_all(tmp_path / "s", [DRILL], ontology=False)
    (tmp_path / "s" / "live" / "CURRENT").write_bytes(b"MANIFEST-999999\n")
    with pytest.raises(StoreError, match="cannot be opened") as caught:
        open_store(tmp_path / "s", write=True)
    assert "checkpoints/1" in caught.value.remedy
    with open_store(tmp_path / "s") as store:  # what was published is whole
        assert list(store.reports()) == list(DRILL[1])
    shutil.rmtree(tmp_path / "s" / "live")
    with pytest.raises(StoreError, match="lost its folder 'live'") as caught:  # and is not silently begun anew
        open_store(tmp_path / "s", write=True)
    shutil.copytree(tmp_path / "s" / "checkpoints" / "1", tmp_path / "s" / "live")  # as it says
    with open_store(tmp_path / "s", write=True) as store:
        assert list(store.reports()) == list(DRILL[1])


def test_a_folder_that_may_not_be_written_says_so(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x", encoding="utf-8")
    with pytest.raises(StoreError, match="cannot be written") as caught:
        open_store(blocked / "s", write=True)
    assert caught.value.remedy
