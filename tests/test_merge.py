"""What is one happening and what are two; the order of reports decides nothing."""

from __future__ import annotations

import random
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.engine import report_article
from kg.merge import merge_claims
from kg.model import Report
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
