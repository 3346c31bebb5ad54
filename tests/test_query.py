"""Named questions answer what they say; a user's query can do no harm."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import threading
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import QueryError, StoreError
from kg.query import FORMATS, QueryResult, format_result, named_queries, run_query
from kg.query import running as running_module
from kg.query.named import read_query
from kg.query.tokens import bind, tokens
from tests.store_articles import ARTICLES, CONCERN, EVENTS, EXERCISE, NEEDED, TALK, TRILATERAL, VISIT, put_all

WORKER = Path(running_module.__file__).with_name("worker.py")
SPARQL_RESULTS = "{http://www.w3.org/2005/sparql-results#}"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("query") / "store"
    put_all(folder, ARTICLES, EVENTS)
    return folder


def table(result: QueryResult) -> list[dict[str, str]]:
    """Rows as people read them."""
    return [{name: getattr(cell, "value", "") for name, cell in zip(result.columns, row, strict=True)} for row in result.rows]


def ask(store: Path, question: str, **parameters: str) -> list[dict[str, str]]:
    return table(run_query(store, question, {name.replace("_", "-"): value for name, value in parameters.items()}))


def events(rows: list[dict[str, str]]) -> list[str]:
    return [row["event"] for row in rows]


# the questions


def test_every_question_has_help_and_parameters_that_are_explained() -> None:
    known = named_queries()
    assert {"timeline", "dyads", "sources", "corroborated", "contested", "actor", "summit"} <= set(known)
    for query in known.values():
        assert len(query.help) > 20
        assert all(parameter.help for parameter in query.parameters)


@pytest.mark.parametrize(
    "name", ["timeline", "summit", "place", "planned", "contested", "corroborated", "exclusive", "first", "statements"]
)
def test_rows_of_events_begin_with_the_columns_of_the_card(store: Path, name: str) -> None:
    assert run_query(store, name, NEEDED.get(name)).columns[:5] == ("actor", "action", "target", "date", "source")


@pytest.mark.parametrize("name", ["日本", "Japan", "JPN", "urn:geokg:actor/JPN", "jpn"])
def test_a_timeline_holds_what_a_state_and_all_who_act_for_it_did(store: Path, name: str) -> None:
    rows = ask(store, "timeline", actor=name)
    # a month counts from its first day; what has no date comes last
    assert events(rows) == [TALK.iri, VISIT.iri, TRILATERAL.iri, EXERCISE.iri, CONCERN.iri]
    assert [row["date"] for row in rows] == ["2024-04", "2024-04-10", "2024-04-11", "2024-04-12", ""]
    assert rows[1] | {"reports": "1"} == {
        "actor": "岸田文雄",
        "action": "会晤磋商",
        "target": "美国",
        "date": "2024-04-10",
        "source": "海桥日报",
        "modality": "planned",
        "outlet": "海桥日报",
        "reports": "1",
        "event": VISIT.iri,
    }


def test_a_timeline_can_be_of_a_person_a_ministry_a_pair_a_period_an_action(store: Path) -> None:
    assert events(ask(store, "timeline", actor="岸田文雄")) == [VISIT.iri]
    assert events(ask(store, "timeline", actor="日本外务省")) == [CONCERN.iri]
    assert events(ask(store, "timeline", actor="日本", other="菲律宾")) == [TRILATERAL.iri, EXERCISE.iri]
    assert events(ask(store, "timeline", actor="日本", since="2024-04-11", until="2024-04-11")) == [TALK.iri, TRILATERAL.iri]
    assert events(ask(store, "timeline", action="accuse")) == [CONCERN.iri]
    assert events(ask(store, "timeline", limit="1")) == [TALK.iri]


def test_somebody_whom_the_ontology_does_not_know_is_found_by_name(store: Path) -> None:
    assert events(ask(store, "timeline", actor="海原遥")) == [TALK.iri]


def test_names_are_in_the_language_asked_for(store: Path) -> None:
    english = ask(store, "timeline", actor="日本", other="菲律宾", language="en")[0]
    assert (english["actor"], english["action"]) == ("United States, Japan, Philippines", "consult")
    traditional = ask(store, "timeline", actor="日本", other="菲律宾", language="zh-TW")[0]
    assert traditional["actor"] == "美國、日本、菲律賓"


def test_corroboration_counts_origins_and_not_papers(store: Path) -> None:
    rows = ask(store, "corroborated")
    assert {(row["event"], row["origins"], row["source"]) for row in rows} == {
        (TRILATERAL.iri, "2", "海桥日报; 維港觀察"),
        (EXERCISE.iri, "2", "維港觀察; 路透社"),  # the paper took it from an agency
    }
    assert rows[0]["modality"] == "asserted; planned"
    assert ask(store, "corroborated", min_origins="3") == []
    assert len(ask(store, "corroborated", min_origins="1")) == len(EVENTS)


def test_contested_shows_both_sides_with_their_words(store: Path) -> None:
    rows = ask(store, "contested")
    assert [(r["modality"], r["source"], r["quote"]) for r in rows] == [
        ("asserted", "路透社", "Japan and the Philippines held a drill on April 12."),
        ("denied", "維港觀察", "菲律賓十二日否認同日本舉行過演習。"),
    ]
    assert set(events(rows)) == {EXERCISE.iri}
    assert ask(store, "contested", actor="美国") == []


def test_summits_say_who_met_whom_where_and_when(store: Path) -> None:
    rows = {row["event"]: row for row in ask(store, "summit", actor="日本")}
    assert set(rows) == {VISIT.iri, TRILATERAL.iri, TALK.iri}
    visit = rows[VISIT.iri]
    assert (visit["actor"], visit["action"], visit["target"], visit["date"], visit["place"]) == (
        "岸田文雄",
        "访问",
        "美国",
        "2024-04-10",
        "美国",
    )
    assert rows[TRILATERAL.iri]["action"] == "多边会议"


def test_dyads_count_a_pair_once_whoever_is_named_first(store: Path) -> None:
    rows = {(row["actor"], row["target"]): row for row in ask(store, "dyads")}
    assert rows["日本", "菲律宾"]["events"] == "2"  # the summit, where both are guests, and the drill
    pair = rows["日本", "美国"]
    assert (pair["events"], pair["cooperation"], pair["conflict"]) == ("2", "2", "0")
    assert (pair["first"], pair["last"]) == ("2024-04-10", "2024-04-11")
    accused = rows["中国", "日本"]
    assert (accused["cooperation"], accused["conflict"], accused["by_actor"], accused["by_target"]) == ("0", "1", "0", "1")
    assert accused["first"] == ""
    assert set(ask(store, "dyads", actor="岸田文雄")[0]) == set(pair)
    assert {frozenset((r["actor"], r["target"])) for r in ask(store, "dyads", actor="中国")} == {frozenset(("中国", "日本"))}


def test_sources_tell_how_sure_they_are(store: Path) -> None:
    rows = {row["source"]: row for row in ask(store, "sources")}
    assert set(rows) == {"海桥日报", "維港觀察", "路透社"}
    assert (rows["路透社"]["events"], rows["路透社"]["asserted"], rows["路透社"]["possible"]) == ("3", "2", "1")
    assert rows["維港觀察"]["denied"] == "1"
    assert rows["海桥日报"]["first"] == "2024-04-01"


def test_an_actor_is_shown_with_names_offices_and_what_is_reported(store: Path) -> None:
    rows = [(row["property"], row["value"]) for row in ask(store, "actor", actor="岸田文雄", language="en")]
    assert ("name", "岸田文雄 (zh-Hans)") in rows
    assert ("acts for", "Japan") in rows
    assert any(name == "office" and value.endswith("Prime Minister of Japan") for name, value in rows)
    assert ("events", "1") in rows
    assert ("from, until", "2024-04-10/2024-04-10") in rows
    unknown = [(row["property"], row["value"]) for row in ask(store, "actor", actor="海原遥")]
    assert ("kind", "UnverifiedActor") in unknown
    assert ("acts for", "日本") in unknown


@pytest.mark.parametrize("name", sorted(named_queries()))
def test_answers_are_the_same_every_time(store: Path, tmp_path: Path, name: str) -> None:
    put_all(tmp_path / "other", reversed(ARTICLES), reversed(EVENTS))
    result = run_query(store, name, NEEDED.get(name))
    assert result.rows or result.triples
    assert result == run_query(tmp_path / "other", name, NEEDED.get(name))


# parameters


@pytest.mark.parametrize(
    ("parameters", "word"),
    [
        ({"actor": "没有这个人"}, "no actor"),
        ({"actor": ""}, "no actor"),
        ({"since": "April"}, "no day"),
        ({"since": "2024-02-30"}, "no day"),
        ({"limit": "-1"}, "no number"),
        ({"limit": "１２"}, "no number"),
        ({"limit": "1; DROP ALL"}, "no number"),
        ({"language": "fr"}, "nothing that --language can be"),
        ({"action": "DANCE"}, "no action"),
        ({"colour": "red"}, "no parameter of timeline"),
    ],
)
def test_a_wrong_value_is_named_with_what_would_be_right(store: Path, parameters: dict[str, str], word: str) -> None:
    with pytest.raises(QueryError, match=word) as caught:
        run_query(store, "timeline", parameters)
    assert caught.value.remedy


def test_a_name_of_several_actors_is_not_guessed(store: Path) -> None:
    with pytest.raises(QueryError, match="may be any of") as caught:
        run_query(store, "timeline", {"actor": "约翰逊"})
    assert "person-johnson-boris" in str(caught.value)
    assert "person-johnson-mike" in str(caught.value)
    with pytest.raises(QueryError, match="did you mean") as caught:
        run_query(store, "timeline", {"actor": "刚果"})
    assert "刚果(金)" in str(caught.value)


def test_a_missing_parameter_and_an_unknown_question_are_named(store: Path) -> None:
    with pytest.raises(QueryError, match="needs --actor"):
        run_query(store, "actor")
    with pytest.raises(QueryError, match="no named question") as caught:
        run_query(store, "timelines")
    assert "timeline" in caught.value.remedy


@pytest.mark.parametrize("value", ['x" . } #', "x\\", '"""', "x' } } DROP ALL", "<urn:x>", "$actor", "\u0000", "?s"])
def test_a_value_is_never_syntax(store: Path, tmp_path: Path, value: str) -> None:
    file = tmp_path / "echo.rq"
    file.write_text('# Says a text back\n# param words text "any"\nSELECT ("it is" AS ?a) ($words AS ?b) {}', encoding="utf-8")
    assert ask(store, str(file), words=value) == [{"a": "it is", "b": value}]


def test_a_file_of_ones_own_takes_parameters_like_a_named_one(store: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.rq"
    file.write_text(
        '# Who takes part\n# param since date optional "from"\n'
        "SELECT (COUNT(*) AS ?n) { ?e a gk:Event ; gk:begin ?b\n  FILTER(?b >= $since)  #? since\n}",
        encoding="utf-8",
    )
    assert ask(store, str(file)) == [{"n": "4"}]
    assert ask(store, str(file), since="2024-04-11") == [{"n": "2"}]
    (tmp_path / "queries").mkdir()
    file.rename(tmp_path / "queries" / "mine.rq")
    assert table(run_query(store, "mine", ontology=tmp_path)) == [{"n": "4"}]


@pytest.mark.parametrize(
    "line", ["# param since", '# param Since date optional "x"', '# param since month optional "x"', '# param since date = "x"']
)
def test_a_declaration_that_says_nothing_is_an_error(line: str) -> None:
    with pytest.raises(QueryError, match="cannot be read"):
        read_query("mine", f"# help\n{line}\nSELECT * {{ ?s ?p ?o }}")


def test_a_condition_on_a_parameter_that_is_not_declared_is_an_error() -> None:
    with pytest.raises(QueryError, match="no parameter of mine"):
        read_query("mine", "# help\nSELECT * { ?s ?p ?o }  #? since")


# queries of the user's own


def test_any_select_ask_construct_and_describe_is_answered(store: Path) -> None:
    assert table(run_query(store, "SELECT (COUNT(?e) AS ?n) { ?e a gk:Event }")) == [{"n": "5"}]
    assert run_query(store, "ASK { actor:JPN a gk:State }").boolean is True
    assert run_query(store, "ASK { actor:JPN a gk:Person }").boolean is False
    built = run_query(store, "CONSTRUCT { ?e a gk:Event } { ?e a gk:Event }")
    assert [t.subject.value for t in built.triples] == sorted(e.iri for e in EVENTS)  # type: ignore[union-attr]
    assert len(run_query(store, f"DESCRIBE <{VISIT.iri}>").triples) > 10
    for one_graph in ("{ GRAPH <urn:geokg:graph/events> { ?e a gk:Event } }", "FROM <urn:geokg:graph/events> { ?e a gk:Event }"):
        assert table(run_query(store, f"SELECT (COUNT(*) AS ?n) {one_graph}")) == [{"n": "5"}]
    assert table(run_query(store, "SELECT * FROM <urn:geokg:graph/ontology> { ?e a gk:Event }")) == []


@pytest.mark.parametrize(
    "text",
    ["DROP ALL", "INSERT DATA { <urn:a> <urn:b> 1 }", "LOAD <file:///etc/passwd>", "DELETE WHERE { ?s ?p ?o }", "SELECT * {", "   ", "{}"],
)
def test_updates_and_nonsense_are_refused(store: Path, text: str) -> None:
    before = run_query(store, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    with pytest.raises(QueryError):
        run_query(store, text)
    assert run_query(store, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == before


def test_files_are_not_read_by_a_query(store: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.nt"
    secret.write_text('<urn:a> <urn:b> "secret" .', encoding="utf-8")
    assert table(run_query(store, f"SELECT * FROM <file://{secret}> {{ ?s ?p ?o }}")) == []


SERVICES = [
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { service SILENT <URL> { ?s ?p ?o } }",
    "SELECT * { SeRvIcE\n<URL> { ?s ?p ?o } }",
    "SELECT * { SERVICE<URL>{ ?s ?p ?o } }",
    "SELECT * { BIND(<URL> AS ?x) SERVICE ?x { ?s ?p ?o } }",
    "SELECT * { ?s ?p '#' . SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { ?s ?p '''it's \"\"\" # ''' . SERVICE <URL> { ?s ?p ?o } }",
    "PREFIX e: <urn:e> SELECT * { ?s ?p e:a\\#b . SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { ?s ?p <urn:a#b> . SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { ?s ?p <urn:a\\u0041#> . SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { { SELECT * { FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } } } }",
    "PREFIX s: <URL> SELECT * { SERVICE s: { ?s ?p ?o } }",
    "SELECT * { FILTER(1<2) SERVICE <URL> { ?s ?p ?o } FILTER(2>1) }",
    "# it's\nSELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o . } # SERVICE\r SERVICE <URL>",
    'ASK { VALUES ?x { "" } SERVICE <URL> { } }',
]


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine that notes whoever asks."""
    asked: list[str] = []

    class Noting(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        do_POST = do_GET

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Noting)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/sparql", asked
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("text", SERVICES)
def test_no_query_asks_another_server(store: Path, listener: tuple[str, list[str]], text: str) -> None:
    url, asked = listener
    with pytest.raises(QueryError, match="SERVICE"):
        run_query(store, text.replace("URL", url))
    assert asked == []


def test_the_worker_has_no_network_even_where_the_word_slips_through(
    store: Path, listener: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    probe = f"import ctypes, runpy; runpy.run_path({str(WORKER)!r})['_leave_network'](); print(open('/proc/net/dev').read().count(':'))"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    if done.stdout != "1\n":  # more than a loopback of its own
        pytest.skip("this system gives a process no network of its own (unshare); the refusal of the word stands alone")
    url, asked = listener
    text = f"SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}"
    with pytest.raises(OSError, match="404"):  # the database itself would go there
        print(*ox.Store().query(text))  # type: ignore[misc]
    assert asked
    asked.clear()
    monkeypatch.setattr(running_module, "refuse_service", lambda _: None)
    with pytest.raises(QueryError, match="failed"):
        run_query(store, text)
    assert asked == []


@pytest.mark.parametrize(
    "text",
    [
        'SELECT * { ?s ?p "at your SERVICE" }',
        "SELECT ?service { ?service a gk:Event }",
        "PREFIX s: <urn:s:> SELECT * { ?s a s:SERVICE }",
        "SELECT * { ?s ?p <urn:service> }",
        "SELECT * { ?s ?p 'x'@service }",
        "SELECT * { ?s gk:service ?o }",
    ],
)
def test_the_word_alone_is_no_offence(store: Path, text: str) -> None:
    assert run_query(store, text).kind == "rows"


def test_a_query_is_stopped_at_its_deadline(store: Path) -> None:
    started = time.monotonic()
    with pytest.raises(QueryError, match="more than 1 seconds"):
        run_query(store, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", timeout=1)
    assert time.monotonic() - started < 5


def test_a_query_is_stopped_at_its_limit_of_memory(store: Path) -> None:
    with pytest.raises(QueryError, match="memory"):
        run_query(store, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?d ?g", timeout=60, memory=700 << 20)


def test_a_result_is_bounded(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running_module, "OUTPUT", 1 << 20)
    with pytest.raises(QueryError, match="1 MiB"):
        run_query(store, "SELECT * { ?a ?b ?c . ?d ?e ?f }")
    with pytest.raises(QueryError, match="longer than"):
        run_query(store, f"SELECT * {{ ?s ?p '{'x' * 300_000}' }}")


def test_where_there_is_no_store_it_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="does not exist"):
        run_query(tmp_path / "nowhere", "timeline")


# tokens


@given(st.text(alphabet="aS\\#<>\"'?$ \n{}:@.éß漢", max_size=60))
def test_tokens_lose_nothing(text: str) -> None:
    assert "".join(token for _, token in tokens(text)) == text


def test_values_take_the_place_of_whole_variables_only() -> None:
    text = 'SELECT ?a { ?a <urn:$a> $a, $ab, \'$a\', """$a""" } # $a'
    assert bind(text, {"a": "1"}) == 'SELECT ?a { ?a <urn:$a> 1, $ab, \'$a\', """$a""" } # $a'


# formats

ODD = QueryResult(
    "rows",
    ("name", "count", "iri"),
    (
        (
            ox.Literal('a,"b"\n\t<&>\x01\u202e', language="zh-Hans"),
            ox.Literal("3", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")),
            None,
        ),
        (ox.Literal("=1+1"), ox.Literal("x"), ox.NamedNode("urn:geokg:actor/JPN")),
    ),
)


def test_a_table_is_lined_up_and_cannot_steer_a_terminal() -> None:
    wide = QueryResult("rows", ("a", "b"), ((ox.Literal("日本"), ox.Literal("x")), (ox.Literal("Japan\x1b[31m"), ox.Literal("y\u202e"))))
    lines = format_result(wide).splitlines()
    assert lines[2] == "日本        x"
    assert lines[3] == "Japan [31m  y"
    long = QueryResult("rows", ("a",), ((ox.Literal("很长" * 100),),))
    assert len(format_result(long).splitlines()[2]) <= 60


def test_csv_and_tsv_are_read_back_as_they_were() -> None:
    rows = list(csv.reader(io.StringIO(format_result(ODD, "csv"))))
    assert rows[0] == ["name", "count", "iri"]
    assert rows[1][0] == 'a,"b"\n\t<&>\x01\u202e'
    parsed = ox.parse_query_results(format_result(ODD, "tsv"), ox.QueryResultsFormat.TSV)
    assert isinstance(parsed, ox.QuerySolutions)
    assert [tuple(row[name] for name in ODD.columns) for row in parsed] == list(ODD.rows)


def test_json_and_xml_are_those_of_the_standard_with_tags_as_they_are_meant() -> None:
    text = format_result(ODD, "json")
    assert json.loads(text)["results"]["bindings"][0]["name"]["xml:lang"] == "zh-Hans"
    parsed = ox.parse_query_results(text, ox.QueryResultsFormat.JSON)
    assert isinstance(parsed, ox.QuerySolutions)
    assert [tuple(row[name] for name in ODD.columns) for row in parsed] == list(ODD.rows)
    root = ET.fromstring(format_result(ODD, "xml"))
    literals = [node.text for node in root.iter(f"{SPARQL_RESULTS}literal")]
    assert literals[0] == 'a,"b"\n\t<&>\ufffd\u202e'  # XML cannot say U+0001
    assert [node.text for node in root.iter(f"{SPARQL_RESULTS}uri")] == ["urn:geokg:actor/JPN"]


def test_triples_are_turtle_that_parses_to_the_same(store: Path) -> None:
    result = run_query(store, "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o . ?s a gk:Report }")
    text = format_result(result, "ttl")
    assert {t.triple for t in ox.parse(text, ox.RdfFormat.TURTLE)} == set(result.triples)
    assert "@zh-Hant" in text
    assert format_result(result) == text


@pytest.mark.parametrize("format_", sorted(FORMATS))
def test_a_format_that_cannot_hold_a_result_is_refused(format_: str) -> None:
    triples, yes = QueryResult("triples"), QueryResult("boolean", boolean=True)
    if format_ == "ttl":
        with pytest.raises(QueryError, match="does not fit"):
            format_result(yes, format_)
    else:
        assert format_result(yes, format_)
    if format_ not in ("ttl", "table"):
        with pytest.raises(QueryError, match="does not fit"):
            format_result(triples, format_)
    with pytest.raises(QueryError, match="no format"):
        format_result(yes, "yaml")
