"""What people judge overrides merging, outlasts it and can be taken back; why events are one, what changed, and articles taken out."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from kg.cli import app
from kg.derive import derive
from kg.errors import KgError
from kg.history import changes
from kg.judging import Subjects, forget, judge, remove
from kg.merge import link_reports, merge_claims
from kg.merge.review import doubtful_actors, doubtful_reports
from kg.merge.why import explain_event
from kg.model import Article, Event, Judgement, Party, Report, Verdict
from kg.store import open_store
from tests.extraction import vocabulary
from tests.store_articles import AMERICA, JAPAN, Said, day, ntriples, written

DAY = date(2024, 5, 1)
KISHIDA = Party("岸田文雄", "JPN", "urn:geokg:actor/person-kishida-fumio")
SPOKESMAN, SPOKESMAN_IN_FULL = (
    Party(label, "CHN", f"urn:geokg:actor/unverified-{n * 12}") for label, n in (("汪文斌", "a"), ("发言人汪文斌", "b"))
)
Written = tuple[Article, tuple[Report, ...]]


def told(name: str, sentence: str, trigger: str, when: str, published: str, **other: object) -> Written:
    said = Said(sentence, trigger, "CONSULT", (JAPAN,), (AMERICA,), day(when))
    return written(name, [replace(said, **other)], published=f"{published}T08:00:00+00:00", outlet=f"{name}通讯社")


FIRST = told("甲", "日本和美国十日在华盛顿会谈。", "会谈", "2024-04-10", "2024-04-10")
AGAIN = told("乙", "日美十日在华盛顿举行会谈。", "会谈", "2024-04-10", "2024-04-11")
LATER = told("丙", "日本和美国二十日在东京会谈。", "会谈", "2024-04-20", "2024-04-20")
SAYS = written(
    "丁", [Said("汪文斌批评美国。", "批评", "ACCUSE", (SPOKESMAN,), (AMERICA,), day("2024-04-12"))], published="2024-04-12T08:00:00+00:00"
)
SAYS_TOO = written(
    "戊",
    [Said("发言人汪文斌批评日本。", "批评", "ACCUSE", (SPOKESMAN_IN_FULL,), (JAPAN,), day("2024-04-13"))],
    published="2024-04-13T08:00:00+00:00",
)
ALL = (FIRST, AGAIN, LATER, SAYS, SAYS_TOO)
A, B, C = (article[1][0].iri for article in (FIRST, AGAIN, LATER))


def verdict(a: str, b: str, what: Verdict, on: date = DAY) -> Judgement:
    return Judgement(min(a, b), max(a, b), what, "Analyst", on)


def groups(events: Iterable[Event]) -> set[frozenset[str]]:
    return {frozenset(r.iri for r in event.reports) for event in events}


def reports_of(*articles: Written) -> list[Report]:
    return [report for _, reports in articles for report in reports]


def test_two_that_geokg_keeps_apart_are_one_where_a_person_says_so() -> None:
    found = reports_of(FIRST, AGAIN, LATER)
    assert groups(merge_claims(found)) == {frozenset({A, B}), frozenset({C})}
    assert groups(merge_claims(found, [verdict(A, C, "same")])) == {frozenset({A, B, C})}


def test_events_of_different_actions_can_be_one() -> None:
    other = told("己", "日美签署协定。", "签署", "2024-04-10", "2024-04-10", action="SUPPORT")
    found = reports_of(FIRST, other)
    assert len(groups(merge_claims(found))) == 2
    (event,) = merge_claims(found, [verdict(A, other[1][0].iri, "same")])
    assert {r.action for r in event.reports} == {"CONSULT", "SUPPORT"}


def test_two_that_geokg_joins_stay_apart_where_a_person_says_so() -> None:
    assert groups(merge_claims(reports_of(FIRST, AGAIN), [verdict(A, B, "different")])) == {frozenset({A}), frozenset({B})}


def test_undecided_changes_nothing() -> None:
    found = reports_of(*ALL)
    assert tuple(merge_claims(found, [verdict(A, B, "undecided"), verdict(A, C, "undecided")])) == tuple(merge_claims(found))


def test_where_judgements_contradict_one_another_the_difference_holds() -> None:
    found = reports_of(FIRST, AGAIN, LATER)
    given_ = [verdict(A, B, "same"), verdict(B, C, "same"), verdict(A, C, "different")]
    for order in (given_, given_[::-1]):
        assert not any({A, C} <= group for group in groups(merge_claims(found, order)))


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.sampled_from(["same", "different", "undecided"])), max_size=8),
    st.integers(),
)
def test_whatever_is_judged_every_report_is_told_once_and_no_order_matters(pairs: list[tuple[int, int, Verdict]], seed: int) -> None:
    more = told("庚", "日美在东京再度会谈。", "会谈", "2024-04-20", "2024-04-21")
    found = reports_of(*ALL, more)
    of_pair = {frozenset((a, b)): verdict(found[a].iri, found[b].iri, what) for a, b, what in pairs if a != b}
    judgements = list(of_pair.values())
    events = tuple(merge_claims(found, judgements))
    assert sorted(r.iri for e in events for r in e.reports) == sorted(r.iri for r in found)
    for judgement in judgements:
        together = any({judgement.a, judgement.b} <= group for group in groups(events))
        assert not (judgement.verdict == "different" and together)
        if judgement.verdict == "same" and not any(j.verdict == "different" for j in judgements):
            assert together
    random.Random(seed).shuffle(found)
    random.Random(seed).shuffle(judgements)
    assert tuple(merge_claims(found, judgements)) == events


def test_actors_that_are_one_have_one_iri_in_events_and_keep_theirs_in_reports() -> None:
    same = verdict(SPOKESMAN.iri, SPOKESMAN_IN_FULL.iri, "same")
    events = [e for e in merge_claims(reports_of(SAYS, SAYS_TOO), [same]) if e.action == "ACCUSE"]
    assert {p.iri for e in events for p in e.actors} == {SPOKESMAN.iri}
    assert {p.iri for e in events for r in e.reports for p in r.actors} == {SPOKESMAN.iri, SPOKESMAN_IN_FULL.iri}


def test_who_the_ontology_knows_is_who_others_are() -> None:
    unknown = Party("岸田", "JPN", "urn:geokg:actor/unverified-000000000000")
    found = reports_of(told("辛", "岸田十日访问美国。", "访问", "2024-04-10", "2024-04-10", actors=(unknown,)))
    (event,) = merge_claims(found, [verdict(KISHIDA.iri, unknown.iri, "same")])
    assert [p.iri for p in event.actors] == [KISHIDA.iri]


# in a store


@pytest.fixture
def store(tmp_path: Path) -> Path:
    with open_store(tmp_path / "store", write=True) as target:
        put(target, *ALL)
        derive(target, vocabulary())
    return tmp_path / "store"


def put(target: object, *articles: Written) -> None:
    for article, reports in articles:
        target.put(article.iri, article.content_hash, ntriples(article, reports))  # type: ignore[attr-defined]


def events_in(store: Path) -> tuple[Event, ...]:
    with open_store(store) as published:
        return tuple(published.events())


def say(store: Path, *pairs: tuple[str, str, Verdict, str]) -> None:
    judge(store, pairs, vocabulary(), author="Analyst", day=DAY)


def test_a_judgement_outlasts_rebuilding_and_can_be_taken_back(store: Path) -> None:
    before = events_in(store)
    one, other = (next(e.iri for e in before if any(r.iri == iri for r in e.reports)) for iri in (A, C))
    say(store, (one, other, "same", "one meeting on two days"))
    with open_store(store, write=True) as target:
        target.remove_article(SAYS[0].iri)
        derive(target, vocabulary())
    assert frozenset({A, B, C}) in groups(events_in(store))
    with open_store(store) as published:
        (kept,) = published.judgements()
    assert (kept.verdict, kept.author, kept.day, kept.note) == ("same", "Analyst", DAY, "one meeting on two days")
    with open_store(store, write=True) as target:
        put(target, SAYS)
        derive(target, vocabulary())
    forget(store, A, C, vocabulary())
    assert events_in(store) == before
    with open_store(store) as published:
        assert not list(published.judgements())


def test_a_second_judgement_takes_the_place_of_the_first(store: Path) -> None:
    say(store, (A, B, "different", ""))
    say(store, (B, A, "undecided", "look again"))
    with open_store(store) as published:
        assert [(j.verdict, j.note) for j in published.judgements()] == [("undecided", "look again")]
    assert frozenset({A, B}) in groups(events_in(store))


def test_a_judgement_about_a_report_that_is_gone_waits_for_it(store: Path) -> None:
    say(store, (A, B, "different", ""))
    remove(store, [AGAIN[0].id], vocabulary())
    assert frozenset({A}) in groups(events_in(store))
    with open_store(store, write=True) as target:
        put(target, AGAIN)
        derive(target, vocabulary())
    assert {frozenset({A}), frozenset({B})} <= groups(events_in(store))


def test_what_cannot_be_judged_is_named_and_nothing_is_kept(store: Path) -> None:
    event = next(e for e in events_in(store) if len(e.reports) == 2)
    for pair, complaint in (
        ((A, "nobody of that name"), "nobody of that name: is no event"),
        ((A, "日本"), "are an actor and none"),
        ((event.iri, event.iri), "name two of its reports"),
        ((A, A), "one and the same"),
    ):
        with pytest.raises(KgError, match=complaint):
            say(store, (A, C, "same", ""), (*pair, "same", ""))
    with open_store(store) as published:
        assert not list(published.judgements())


def test_an_event_that_moved_is_found_by_its_old_name(store: Path) -> None:
    old = next(e.iri for e in events_in(store) if any(r.iri == C for r in e.reports))
    say(store, (A, C, "same", ""))
    with open_store(store) as published:
        assert {r.iri for r in Subjects(published, vocabulary()).event(old).reports} == {A, B, C}


def test_an_article_is_taken_out_with_all_that_it_says(store: Path) -> None:
    done = remove(store, ["https://example.org/丙", "甲"], vocabulary())
    assert sorted(done.articles) == sorted([LATER[0].iri, FIRST[0].iri])
    assert (done.vanished, done.touched) == (1, 1)  # the meeting in Tokyo; the one in Washington, which 乙 reports too
    now = events_in(store)
    assert {B} in map(set, groups(now))
    assert not any(A in group or C in group for group in groups(now))
    with open_store(store) as published:
        assert not any(A in str(quad) or LATER[0].iri in str(quad.subject) for quad in published.quads())
    with pytest.raises(KgError, match="甲: is no article"):
        remove(store, ["乙", "甲"], vocabulary())
    assert events_in(store) == now


# why, review, diff


def test_why_tells_reports_reasons_and_what_nearly_joined() -> None:
    found = reports_of(*ALL)
    events = tuple(merge_claims(found))
    event = next(e for e in events if len(e.reports) == 2)
    told_ = explain_event(event, events, link_reports(found, of=A), ())
    (link,) = told_.joined
    assert {link.a, link.b} == {A, B}
    assert link.score == pytest.approx(min(3.0, sum(share for _, share in link.reasons)), abs=0.002)
    assert "same day" in dict(link.reasons)
    assert told_.key == "CONSULT JPN USA"
    assert not told_.nearly  # what another date excludes is not near


def test_review_asks_of_what_is_doubtful_and_not_judged() -> None:
    # the same day, told by two outlets in words that have nothing in common: it may be one meeting or two
    other = told("癸", "岸田與拜登共進晚餐。", "晚餐", "2024-04-10", "2024-04-11")
    found = reports_of(FIRST, other, LATER, SAYS, SAYS_TOO)
    events = tuple(merge_claims(found))
    links = tuple(link_reports(found))
    (pair,) = doubtful_reports(events, links, ())
    assert {pair.a.iri, pair.b.iri} == {A, other[1][0].iri}
    assert not list(doubtful_reports(events, links, [verdict(pair.a.iri, pair.b.iri, "undecided")]))
    (names,) = doubtful_actors(events, ())
    assert {names.a.label, names.b.label} == {"汪文斌", "发言人汪文斌"}
    assert not list(doubtful_actors(events, [verdict(names.a.iri, names.b.iri, "different")]))


def test_what_changed_is_told_by_kind() -> None:
    planned = told("甲", "日本和美国将于十日会谈。", "会谈", "2024-04-10", "2024-04-09", modality="planned")
    denied = told("壬", "日美否认十日会谈。", "会谈", "2024-04-10", "2024-04-12", modality="denied")
    old = tuple(merge_claims(reports_of(planned, SAYS)))
    new = tuple(merge_claims(reports_of(planned, AGAIN, LATER)))
    found = {(c.kind, c.event.reports[0].article.id): c for c in changes(old, new)}
    assert ("new", "丙") in found
    assert ("withdrawn", "丁") in found
    confirmed = found["confirmed", "甲"].what
    assert "it was ahead, and is told to have happened" in confirmed
    assert "1 origin more: 乙通讯社" in confirmed
    after = tuple(merge_claims(reports_of(planned, AGAIN, LATER, denied), [verdict(planned[1][0].iri, denied[1][0].iri, "same")]))
    assert [c.what for c in changes(new, after) if c.kind == "contradicted"] == [("it is denied now",)]
    assert not list(changes(new, new))


# as a command


def kg(*arguments: object, status: int = 0) -> Result:
    done = CliRunner().invoke(app, [str(a) for a in arguments])
    assert (done.exit_code if not isinstance(done.exception, KgError) else 1) == status, done.output
    return done


def test_judgements_go_from_one_store_to_another_by_a_file(store: Path, tmp_path: Path) -> None:
    kg("merge", "different", A, B, "--store", store, "--by", "Analyst", "--note", 'two "rounds"')
    kg("merge", "same", SPOKESMAN.iri, "发言人汪文斌", "--store", store, "--by", "Analyst")
    ambiguous = kg("merge", "same", "汪文斌", "发言人汪文斌", "--store", store, status=1)
    assert "may be 2 actors" in str(ambiguous.exception)
    lines = kg("merge", "list", "--store", store).stdout
    (tmp_path / "verdicts.jsonl").write_text(lines, "utf-8")
    with open_store(tmp_path / "other", write=True) as target:
        put(target, *ALL)
        derive(target, vocabulary())
    kg("merge", "file", tmp_path / "verdicts.jsonl", "--store", tmp_path / "other", "--by", "Analyst")
    assert events_in(tmp_path / "other") == events_in(store)


def test_review_prints_what_the_file_command_reads(store: Path, tmp_path: Path) -> None:
    (line,) = kg("merge", "review", "--actors", "--store", store).stdout.splitlines()
    row = json.loads(line)
    assert row["verdict"] is None
    (tmp_path / "waiting.jsonl").write_text(line, "utf-8")
    kg("merge", "file", tmp_path / "waiting.jsonl", "--store", store)
    with open_store(store) as published:
        assert not list(published.judgements())
    (tmp_path / "said.jsonl").write_text(json.dumps({**row, "verdict": "same"}), "utf-8")
    kg("merge", "file", tmp_path / "said.jsonl", "--store", store)
    with open_store(store) as published:
        assert [j.verdict for j in published.judgements()] == ["same"]


@pytest.mark.parametrize("line", ["{", "[]", '{"a": 1, "b": "x", "verdict": "same"}', '{"a": "x", "b": "y", "verdict": "maybe"}'])
def test_a_line_that_is_no_verdict_is_named(store: Path, tmp_path: Path, line: str) -> None:
    (tmp_path / "bad.jsonl").write_text(f"\n{line}\n", "utf-8")
    done = kg("merge", "file", tmp_path / "bad.jsonl", "--store", store, status=1)
    assert "bad.jsonl:2" in str(done.exception)


def test_why_and_diff_as_a_user_sees_them(store: Path) -> None:
    text = kg("why", A[-16:], "--store", store).stdout
    assert "2 reports, 2 origins (乙通讯社, 甲通讯社), confidence 0.96" in text
    assert "日美十日在华盛顿举行会谈。" in text
    row = json.loads(kg("why", B, "--store", store, "--format", "json").stdout)
    assert [r["report"] for r in row["reports"]] == [A, B]
    changed = kg("diff", store, "--since", "2024-04-11", "--format", "json").stdout.splitlines()
    kinds = sorted((json.loads(line)["change"], json.loads(line)["actors"][0]) for line in changed)
    assert ("confirmed", "日本") in kinds
    assert ("new", "汪文斌") in kinds
    assert len(kinds) == 4  # the meeting in Tokyo and two criticisms are new; the one in Washington has an origin more
    assert kg("diff", store, store).stdout == ""
    assert "compares two stores" in str(kg("diff", store, status=1).exception)
