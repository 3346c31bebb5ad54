"""What is one happening and what are two; the order of reports decides nothing."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.engine import report_article
from kg.merge import block, merge_anew, merge_claims, merge_more
from kg.model import Event, Report
from kg.read import read_articles
from tests.conftest import ROOT
from tests.extraction import countries, reports, vocabulary


def sample_reports() -> tuple[Report, ...]:
    """What a store of the sample holds: of two copies of one article only the last."""
    articles = {a.iri: a for a in read_articles([str(ROOT / "data" / "sample")], vocabulary=vocabulary())}
    return tuple(r for a in articles.values() for r in report_article(a, vocabulary=vocabulary()))


SAMPLE = sample_reports()
EVENTS = tuple(merge_claims(SAMPLE))


def test_each_report_stands_in_exactly_one_event() -> None:
    told = [r.iri for e in EVENTS for r in e.reports]
    assert sorted(told) == sorted({r.iri for r in SAMPLE})


@settings(deadline=None, max_examples=8)
@given(st.integers(0, 10_000))
def test_the_order_of_reports_decides_nothing(seed: int) -> None:
    shuffled = list(SAMPLE)
    random.Random(seed).shuffle(shuffled)
    assert tuple(merge_claims(shuffled)) == EVENTS


def test_a_summit_that_is_announced_and_held_is_one_event_in_both_scripts() -> None:
    summits = [e for e in EVENTS if e.action == "CONSULT" and countries((*e.actors, *e.targets)) == "JPN+PHL+USA"]
    held = [e for e in summits if e.date is not None and e.date.start == date(2024, 4, 11)]
    best = max(held, key=lambda e: len(e.reports))
    assert {r.modality for r in best.reports} >= {"planned", "asserted"}
    assert {r.article.lang for r in best.reports} >= {"zh-Hans", "zh-Hant"}
    assert len(best.origins) >= 3


def test_what_happens_on_two_days_is_two_events() -> None:
    found = reports("美国国务卿布林肯4月10日访问日本。", "美国国务卿布林肯4月24日访问日本。", day=date(2024, 4, 26))
    visits = [e for e in merge_claims(found) if e.action == "CONSULT"]
    assert {e.date.start for e in visits if e.date} == {date(2024, 4, 10), date(2024, 4, 24)}


def test_who_acts_on_whom_keeps_events_apart() -> None:
    found = reports("日本谴责俄罗斯。", "俄罗斯谴责日本。")
    accusations = [e for e in merge_claims(found) if e.action == "ACCUSE"]
    assert {(countries(e.actors), countries(e.targets)) for e in accusations} == {("JPN", "RUS"), ("RUS", "JPN")}


def _by_article(found: tuple[Report, ...]) -> dict[str, list[Report]]:
    articles: dict[str, list[Report]] = {}
    for report in found:
        articles.setdefault(report.article.iri, []).append(report)
    return articles


@settings(deadline=None, max_examples=30)
@given(st.data(), st.sampled_from([(100, 30), (4, 2), (2, 1)]))
def test_what_is_added_and_taken_away_bit_by_bit_is_merged_as_if_all_at_once(data: st.DataObject, reach: tuple[int, int]) -> None:
    """Whatever articles come, change and go, in whatever steps: the events are those of the articles that are there.

    Also where reports move one another out of reach, which takes hundreds of them unless the reach is short.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(block, "_NEIGHBOURS", reach[0])
        patch.setattr(block, "_BESIDES", reach[1])
        _bit_by_bit(data)


def _bit_by_bit(data: st.DataObject) -> None:
    articles = _by_article(SAMPLE)
    names = sorted(articles)
    there: dict[str, list[Report]] = {}
    merged = merge_anew(())
    events: dict[str, Event] = {}
    for _ in range(data.draw(st.integers(1, 5), label="steps")):
        moved = data.draw(st.lists(st.sampled_from(names), unique=True, max_size=9), label="articles")
        gone, added = [], []
        for name in moved:
            gone += there.pop(name, [])
            part = data.draw(st.integers(0, 3), label="how much it says now")
            if part:  # all of it, or less than before
                said = [replace(r, date=SAMPLE[n].date) for n, r in enumerate(articles[name])] if part == 3 else articles[name]
                there[name] = said[: len(articles[name]) if part == 1 else len(articles[name]) // part]
                added += there[name]
        more = merge_more(merged.index, [r.iri for r in gone], added, lambda wanted: [r for a in wanted for r in there.get(a, ())])
        assert more is not None
        merged = more
        events = {iri: event for iri, event in events.items() if iri not in merged.gone} | {e.iri: e for e in merged.events}
        anew = merge_anew(r for reports_ in there.values() for r in reports_)
        assert sorted(events.values(), key=lambda e: e.iri) == list(anew.events)
        assert merged.index == anew.index
