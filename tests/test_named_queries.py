"""Each named question answers what it says, on three articles made by hand (``store_articles``): the rows follow from reading them."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pyoxigraph as ox
import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.errors import QueryError
from kg.query import TOPICS, NamedQuery, Parameter, format_result, named_queries, run_query
from kg.query.values import term
from kg.vocabulary import load_vocabulary
from tests.conftest import ROOT
from tests.store_articles import (
    AFTERWARDS,
    AMERICA,
    ARTICLES,
    CHINA,
    CONCERN,
    DRILL,
    EVENTS,
    EXERCISE,
    JAPAN,
    NEEDED,
    TALK,
    TRILATERAL,
    VISIT,
    Said,
    day,
    event_of,
    put_all,
    written,
)

QUESTIONS = named_queries()
SPARQL_RESULTS = "{http://www.w3.org/2005/sparql-results#}"
Row = dict[str, str]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("named") / "store"
    put_all(folder, ARTICLES, EVENTS)
    return folder


def ask(store: Path, question: str, **parameters: str) -> list[Row]:
    result = run_query(store, question, {name.replace("_", "-"): value for name, value in parameters.items()})
    return [{name: getattr(cell, "value", "") for name, cell in zip(result.columns, row, strict=True)} for row in result.rows]


def picked(rows: list[Row], *columns: str) -> list[tuple[str, ...]]:
    return [tuple(row[column] for column in columns) for row in rows]


# one vocabulary of parameters


def test_a_parameter_takes_the_same_in_every_question() -> None:
    kinds: dict[str, set[str]] = {}
    for question in QUESTIONS.values():
        for parameter in question.parameters:
            kinds.setdefault(parameter.name, set()).add(parameter.kind)
    several = {"actor": {"actor", "state", "speaker"}, "other": {"actor", "state"}}  # whose events, which state, who says it
    assert {name: found for name, found in kinds.items() if len(found) > 1} == several


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=lambda q: q.name)
def test_a_question_says_what_it_is_about_and_what_it_takes(question: NamedQuery) -> None:
    assert question.topic in TOPICS
    assert bool(question.columns) == (question.topic != "Networks")
    assert {p.name for p in question.parameters if p.required} == set(NEEDED.get(question.name, {}))


def test_the_list_names_every_question_and_help_explains_one() -> None:
    listed = CliRunner().invoke(app, ["query", "--list"])
    assert listed.exit_code == 0
    for question in QUESTIONS.values():
        assert f"\n  {question.name:13s} {question.help}\n" in listed.output
    assert max(map(len, listed.output.splitlines())) <= 150
    explained = CliRunner().invoke(app, ["query", "relations", "--help"])
    assert "--period       PERIOD     how long a period is: month, quarter or year (default: quarter)" in explained.output
    assert "dated: how many" in explained.output
    assert "Gives: actor, target, period, events" in explained.output
    assert "Usage" in CliRunner().invoke(app, ["query", "--help"]).output


def test_the_readme_lists_every_question() -> None:
    rows = re.findall(r"^\| (`[a-z`, ]+`) \|", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert {name for row in rows for name in re.findall(r"`([a-z]+)`", row)} >= set(QUESTIONS)


# filters that several questions share


def test_events_are_chosen_by_how_they_are_told_by_outlet_and_by_origins(store: Path) -> None:
    assert picked(ask(store, "timeline", modality="planned"), "event") == [(VISIT.iri,), (TRILATERAL.iri,)]
    assert picked(ask(store, "timeline", modality="denied"), "event") == [(EXERCISE.iri,)]
    assert picked(ask(store, "timeline", outlet="Harbour Wire"), "event") == [(EXERCISE.iri,)]
    assert picked(ask(store, "timeline", outlet="维港观察", modality="possible"), "event") == [(TALK.iri,)]
    assert picked(ask(store, "timeline", min_origins="2"), "event") == [(TRILATERAL.iri,), (EXERCISE.iri,)]
    assert picked(ask(store, "summit", modality="asserted"), "event") == [(TRILATERAL.iri,)]


def test_the_first_events_are_the_same_with_and_without_a_limit(store: Path) -> None:
    for question in ("timeline", "summit", "corroborated"):
        everything = ask(store, question)
        for limit in range(1, len(everything) + 2):
            assert ask(store, question, limit=str(limit)) == everything[:limit]


# events


def test_events_at_a_place(store: Path) -> None:
    assert picked(ask(store, "place", place="United States"), "event", "place") == [(VISIT.iri, "美国")]
    assert ask(store, "place", place="菲律宾") == []  # it takes part, but nothing is said to be there
    assert ask(store, "place", place="美国", since="2024-04-11") == []


def test_what_was_planned_and_never_confirmed(store: Path) -> None:
    rows = ask(store, "planned")
    assert picked(rows, "event", "date", "announced", "modality") == [
        (VISIT.iri, "2024-04-10", "2024-04-01", "planned")
    ]  # the summit was held
    assert ask(store, "planned", actor="菲律宾") == []
    assert ask(store, "planned", until="2024-04-09") == []


def test_what_is_still_to_come_is_no_broken_plan(tmp_path: Path) -> None:
    said = [Said("美国和日本将于五月一日会谈。", "会谈", "CONSULT", (AMERICA,), (JAPAN,), day("2024-05-01"), "planned")]
    april = written("april", said, published="2024-04-02T08:00:00Z")
    june = written("june", [Said("日本批评中国。", "批评", "ACCUSE", (JAPAN,), (CHINA,))], published="2024-06-02T08:00:00Z")
    put_all(tmp_path / "april", [april], [event_of(*april[1])])
    assert ask(tmp_path / "april", "planned") == []
    put_all(tmp_path / "june", [april, june], [event_of(*april[1]), event_of(*june[1])])
    assert picked(ask(tmp_path / "june", "planned"), "date", "announced") == [("2024-05-01", "2024-04-02")]


# pairs


def test_relations_by_period(store: Path) -> None:
    rows = ask(store, "relations", language="en")
    assert picked(rows, "actor", "target", "period", "events", "cooperation", "conflict", "dated") == [
        ("China", "Japan", "2024-Q2", "1", "0", "1", "0"),  # the concern has no date: its article has
        ("Japan", "Philippines", "2024-Q2", "2", "2", "0", "2"),
        ("Japan", "United States", "2024-Q2", "2", "2", "0", "2"),
        ("Philippines", "United States", "2024-Q2", "1", "1", "0", "1"),
    ]
    assert {row["period"] for row in ask(store, "relations", period="month")} == {"2024-04"}
    assert {row["period"] for row in ask(store, "relations", period="year")} == {"2024"}
    assert picked(ask(store, "relations", actor="中国", other="日本"), "by_actor", "by_target") == [("0", "1")]
    assert ask(store, "relations", since="2024-05-01") == []


def test_escalation_gives_intensity_by_month(store: Path) -> None:
    rows = ask(store, "escalation", actor="日本", other="马尼拉")  # the capital stands for its state
    # a multilateral meeting is 4, material cooperation 9.5; where they meet both act
    assert rows == [
        {
            "period": "2024-04",
            "events": "2",
            "cooperation": "2",
            "conflict": "0",
            "by_actor": "2",
            "by_other": "1",
            "score": "6.8",
            "lowest": "4",
            "dated": "2",
        }
    ]
    accused = ask(store, "escalation", actor="中国", other="日本外务省")
    assert picked(accused, "conflict", "by_actor", "by_other", "score", "lowest") == [("1", "0", "1", "-3", "-3")]


def test_third_parties_between_two(store: Path) -> None:
    rows = ask(store, "between", actor="美国", other="菲律宾")
    assert picked(rows, "actor", "with_actor", "with_other", "together", "iri") == [("日本", "2", "2", "1", "urn:geokg:actor/JPN")]
    assert ask(store, "between", actor="中国", other="美国") == rows_like(rows, with_actor="1", with_other="2", together="0")


def rows_like(rows: list[Row], **changed: str) -> list[Row]:
    return [{**row, **changed} for row in rows]


# actors


def test_actors_that_are_new(store: Path) -> None:
    assert picked(ask(store, "newcomers", since="2024-04-02"), "actor", "kind", "acts_for", "events", "first") == [
        ("海原遥", "UnverifiedActor", "日本", "1", "2024-04-13")
    ]
    assert set(picked(ask(store, "newcomers", since="2024-04-01", until="2024-04-12"), "actor")) == {("岸田文雄",), ("日本外务省",)}
    assert ask(store, "newcomers", since="2024-04-01", min_events="2") == []
    iri = ask(store, "newcomers", since="2024-04-02")[0]["iri"]
    for name in (iri, iri.replace("urn:geokg:actor/", "actor:")):  # as it stands, and as a table shows it
        assert picked(ask(store, "timeline", actor=name), "event") == [(TALK.iri,)]


# evidence


def test_what_one_outlet_says_and_no_other(store: Path) -> None:
    assert set(picked(ask(store, "exclusive", outlet="海桥日报"), "event")) == {(VISIT.iri,), (CONCERN.iri,)}
    assert picked(ask(store, "exclusive", outlet="维港 观察"), "event") == [(TALK.iri,)]
    assert ask(store, "exclusive", outlet="harbour wire") == []  # its drill is in the other paper too


def test_who_was_first(store: Path) -> None:
    assert picked(ask(store, "first"), "event", "outlet", "published", "next", "outlets") == [
        (TRILATERAL.iri, "海桥日报", "2024-04-01T08:00:00+00:00", "2024-04-13T01:00:00+00:00", "2"),
        (EXERCISE.iri, "維港觀察", "2024-04-13T01:00:00+00:00", "2024-04-14T01:00:00+00:00", "2"),
    ]
    assert picked(ask(store, "first", outlet="維港觀察"), "event") == [(EXERCISE.iri,)]


def test_statements_are_what_somebody_is_credited_with(store: Path) -> None:
    rows = ask(store, "statements", actor="Reuters")
    # the drill came by its wire, but no sentence credits it
    assert picked(rows, "event", "published") == [(CONCERN.iri, "2024-04-01T08:00:00+00:00"), (TALK.iri, "2024-04-13T01:00:00+00:00")]
    assert rows[0]["quote"] == "路透社说，日本外务省对中国表示关切。"
    assert picked(ask(store, "statements", actor="source:unverified-0000000000ff"), "event", "modality") == [(TALK.iri, "possible")]
    assert picked(ask(store, "statements", actor="路透社", until="2024-04-12"), "event") == [(CONCERN.iri,)]
    assert ask(store, "statements", actor="岸田文雄") == []


def test_evidence_leads_to_the_sentences(store: Path) -> None:
    rows = ask(store, "evidence", event=EXERCISE.iri)
    assert picked(rows, "modality", "outlet", "source") == [("denied", "維港觀察", "維港觀察"), ("asserted", "Harbour Wire", "路透社")]
    for row, (article, _) in zip(rows, (AFTERWARDS, DRILL), strict=True):
        assert article.text[int(row["start"]) : int(row["end"])] == row["quote"]
        assert row["url"] == article.url


def test_origins_that_are_repeated(store: Path) -> None:
    rows = ask(store, "repeated")
    assert picked(rows, "source", "outlets", "articles", "events", "first", "last") == [
        ("路透社", "3", "3", "3", "2024-04-01", "2024-04-14")
    ]
    assert picked(ask(store, "repeated", outlet="Harbour Wire"), "events") == [("1",)]


# networks


def test_the_network_as_triples(store: Path) -> None:
    built = run_query(store, "network", {"language": "en"})
    text = format_result(built, "ttl")
    dyads = {t.subject.value for t in built.triples if isinstance(t.object, ox.NamedNode) and t.object.value == "urn:geokg:vocab:Dyad"}  # type: ignore[union-attr]
    assert dyads == {f"urn:geokg:dyad/{pair}" for pair in ("CHN/JPN", "JPN/PHL", "JPN/USA", "PHL/USA")}
    assert '"Philippines"@en' in text
    assert "日本" not in text
    assert len({t.subject for t in run_query(store, "network", {"min-events": "2"}).triples}) == 2 + 3  # two pairs of three states


def test_the_events_around_an_actor_as_triples(store: Path) -> None:
    triples = run_query(store, "neighbours", {"actor": "岸田文雄"}).triples
    assert {t.subject.value for t in triples} == {  # type: ignore[union-attr]
        VISIT.iri,
        "urn:geokg:actor/person-kishida-fumio",
        "urn:geokg:actor/USA",
        "urn:geokg:action/CONSULT",
    }


# formats, values


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_every_question_comes_in_every_format(store: Path, name: str) -> None:
    result = run_query(store, name, NEEDED.get(name))
    if result.kind == "triples":
        assert {t.triple for t in ox.parse(format_result(result, "ttl"), ox.RdfFormat.TURTLE)} == set(result.triples)
        return
    assert len(format_result(result).splitlines()) == 2 + len(result.rows)
    assert len(list(csv.reader(io.StringIO(format_result(result, "csv"))))) == 1 + len(result.rows)
    assert len(json.loads(format_result(result, "json"))["results"]["bindings"]) == len(result.rows)
    assert len(list(ET.fromstring(format_result(result, "xml")).iter(f"{SPARQL_RESULTS}result"))) == len(result.rows)
    parsed = ox.parse_query_results(format_result(result, "tsv"), ox.QueryResultsFormat.TSV)
    assert isinstance(parsed, ox.QuerySolutions)
    assert [tuple(row[c] for c in result.columns) for row in parsed] == list(result.rows)


PARAMETERS = [(question, parameter) for question in QUESTIONS.values() for parameter in question.parameters]


@pytest.mark.parametrize(("question", "parameter"), PARAMETERS, ids=lambda x: x.name)
def test_a_wrong_or_hostile_value_is_refused_by_name(question: NamedQuery, parameter: Parameter) -> None:
    for value in ['x" . } #', "} # ", "x\n} DROP ALL", '"""', "<urn:x>", "urn:x> <urn:y", "$actor", "?s", "x' } UNION {", ""]:
        with pytest.raises(QueryError) as caught:
            term(parameter, value, vocabulary=load_vocabulary, search=lambda _kind, _name: ())
        assert f"--{parameter.name}" in str(caught.value) or parameter.kind in ("actor", "state", "speaker", "outlet"), question.name
        assert caught.value.remedy


def test_a_wrong_outlet_is_told_which_there_are(store: Path) -> None:
    with pytest.raises(QueryError, match="no outlet of this store") as caught:
        run_query(store, "exclusive", {"outlet": "海桥"})
    assert caught.value.remedy == "one of Harbour Wire, 海桥日报, 維港觀察"
    for value in ("week", "Q1"):
        with pytest.raises(QueryError, match="nothing that --period can be"):
            run_query(store, "relations", {"period": value})
