"""Events follow from the articles of a store in whatever steps these came; what is remembered of merging is taken only where it holds."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.derive import Derived, derive, recall, remembered_anew
from kg.engine import report_article
from kg.merge import block
from kg.model import Article, Report
from kg.read import read_articles
from kg.store import Store, open_store
from kg.store.names import events_graph, replaced_graph
from tests.conftest import ROOT
from tests.extraction import vocabulary
from tests.store_articles import ntriples

Written = tuple[Article, tuple[Report, ...]]


def sample() -> list[Written]:
    articles = {a.iri: a for a in read_articles([str(ROOT / "data" / "sample")], vocabulary=vocabulary())}
    return [(a, report_article(a, vocabulary=vocabulary(), extractor="rules")) for _, a in sorted(articles.items())][:14]


SAMPLE = sample()


def put(store: Store, written: Iterable[Written], part: int = 1) -> set[str]:
    """Write the articles, or each with only some of its reports."""
    changed = set()
    for article, reports in written:
        store.put(article.iri, f"{article.content_hash} {part}", ntriples(article, reports[::part]))
        changed.add(article.iri)
    return changed


def derived(store: Store) -> set[str]:
    return {str(quad) for quad in store.quads(events_graph(store.base))}


def anew(folder: Path, written: Iterable[tuple[Written, int]]) -> tuple[set[str], Derived]:
    with open_store(folder, write=True) as store:
        for one, part in written:
            put(store, [one], part)
        found = derive(store, vocabulary())
        return derived(store), found


@settings(deadline=None, max_examples=12)
@given(st.data(), st.sampled_from([(100, 30), (2, 1)]))
def test_a_store_that_grew_holds_what_one_built_at_once_holds(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, reach: tuple[int, int]
) -> None:
    folder = tmp_path_factory.mktemp("grown")
    there: dict[int, int] = {}
    with pytest.MonkeyPatch.context() as patch, open_store(folder / "grown", write=True) as store:
        patch.setattr(block, "_NEIGHBOURS", reach[0])
        patch.setattr(block, "_BESIDES", reach[1])
        derive(store, vocabulary())
        for step in range(data.draw(st.integers(1, 3), label="steps")):
            before = recall(store)
            assert before is not None
            changed = set()
            for n in data.draw(st.lists(st.integers(0, len(SAMPLE) - 1), unique=True, max_size=4), label="articles"):
                part = data.draw(st.integers(0, 2), label="all of it, half, or nothing")
                if part:
                    there[n] = part
                    changed |= put(store, [SAMPLE[n]], part)
                elif there.pop(n, 0):
                    store.remove_article(SAMPLE[n][0].iri)
                    changed.add(SAMPLE[n][0].iri)
            patch.setattr("kg.derive._MANY", 2)  # however many have changed
            found = derive(store, vocabulary(), before, changed)
            wanted, all_of_it = anew(folder / str(step), [(SAMPLE[n], part) for n, part in there.items()])
            assert derived(store) == wanted
            assert (found.facts, found.reports) == (all_of_it.facts, all_of_it.reports)
            assert recall(store) == remembered_anew(store)
            alive = {event.iri for event in store.events()}
            moved = {(q.subject.value, q.object.value) for q in store.quads(replaced_graph(store.base))}  # type: ignore[union-attr]
            assert all(old not in alive and new in alive for old, new in moved)


def test_only_what_an_article_touches_is_merged_again(tmp_path: Path) -> None:
    with open_store(tmp_path / "store", write=True) as store:
        put(store, SAMPLE[1:])
        whole = derive(store, vocabulary())
        before = recall(store)
        found = derive(store, vocabulary(), before, put(store, SAMPLE[:1]))
    assert whole.again == whole.reports
    assert len(SAMPLE[0][1]) <= found.again < found.reports


@pytest.mark.parametrize("harm", ["another article", "a judgement's worth of nothing", "cut off", "no file"])
def test_what_is_remembered_of_another_state_is_not_taken(tmp_path: Path, harm: str) -> None:
    folder = tmp_path / "store"
    with open_store(folder, write=True) as store:
        put(store, SAMPLE[:3])
        derive(store, vocabulary())
        assert recall(store) is not None
    kept = folder / "merged"
    if harm == "cut off":
        kept.write_bytes(kept.read_bytes()[:-20])
    elif harm == "a judgement's worth of nothing":
        kept.write_bytes(b"")
    elif harm == "no file":
        kept.unlink()
    with open_store(folder, write=True) as store:
        if harm == "another article":  # as if the process had been killed before it merged
            put(store, SAMPLE[3:4])
        assert recall(store) is None
        found = derive(store, vocabulary(), recall(store), set())
        wanted, _ = anew(tmp_path / "new", [(one, 1) for one in SAMPLE[: 4 if harm == "another article" else 3]])
        assert derived(store) == wanted
        assert found.again == found.reports
        assert recall(store) is not None
    shutil.rmtree(folder)
