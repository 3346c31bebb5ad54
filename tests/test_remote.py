"""A store on a server: the same as in a folder, and nothing lost, written twice or told to others by what goes wrong on the way."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import QueryError, StoreError
from kg.model import Judgement
from kg.query import run_query
from kg.store import Store, open_store
from kg.store.credentials import Challenges, Credentials
from kg.store.endpoints import address
from kg.store.lease import LOCK
from kg.store.remote import META
from kg.store.sparql import Server
from kg.vocabulary import load_vocabulary
from tests.conftest import ROOT
from tests.sparql_double import Double, asking_for_a_password, busy, dripping, half, lost, saying, serving
from tests.store_articles import ARTICLES, DRILL, EVENTS, SUMMIT, changed, ntriples

JUDGED = Judgement("urn:geokg:report/1", "urn:geokg:report/2", "same", "an analyst", date(2024, 4, 20), 'one "call"')


@pytest.fixture(autouse=True)
def _nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No credentials of whoever runs the tests."""
    for name in ("USER", "PASSWORD", "TOKEN", "CLEARTEXT", "TIMEOUT", "LEASE"):
        monkeypatch.delenv(f"GEOKG_STORE_{name}", raising=False)
    (tmp_path / "netrc").write_text("", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))


@pytest.fixture(params=["Oxigraph/double", "unknown"])
def double(request: pytest.FixtureRequest) -> Iterator[Double]:
    """With the Graph Store Protocol, and with nothing but updates."""
    with serving(request.param) as server:
        yield server


@pytest.fixture
def one() -> Iterator[Double]:
    with serving() as server:
        yield server


def fill(store: Store) -> None:
    """Write, write again otherwise, remove: what a few builds do."""
    vocabulary = load_vocabulary()
    for article, reports in (*ARTICLES, changed(*SUMMIT), DRILL):
        store.put(article.iri, article.content_hash, ntriples(article, reports, vocabulary))
    store.replace_events(EVENTS[:2], vocabulary=vocabulary)
    store.replace_events(EVENTS, vocabulary=vocabulary)
    store.judge(replace(JUDGED, verdict="different"))
    store.judge(JUDGED)
    assert store.remove_article(DRILL[0].iri)
    assert not store.remove_article(DRILL[0].iri)
    store.publish()


def state(store: Store) -> tuple[object, ...]:
    quads = sorted(str(quad) for quad in store.quads())
    assert len(quads) == len(store)
    return quads, list(store.reports()), list(store.events()), store.article_hashes(), list(store.articles()), list(store.judgements())


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> tuple[object, ...]:
    """The state of a store in a folder after ``fill``."""
    with open_store(tmp_path_factory.mktemp("embedded") / "s", write=True) as store:
        fill(store)
        return state(store)


def test_a_server_holds_what_a_folder_holds(double: Double, embedded: tuple[object, ...]) -> None:
    with open_store(double.url, write=True) as store:
        fill(store)
        assert state(store) == embedded
    with open_store(double.url) as reader:
        assert state(reader) == embedded
        assert reader.article_hash(DRILL[0].iri) is None
    assert double.count("PUT", "/store") == (0 if double.name == "unknown" else double.count("PUT", ""))
    assert not list(double.store.quads_for_pattern(None, None, None, ox.NamedNode(LOCK)))  # the lease is given back


@pytest.mark.parametrize("fault", [lost, half])
def test_what_is_sent_again_because_its_answer_was_lost_is_not_written_twice(
    double: Double, embedded: tuple[object, ...], monkeypatch: pytest.MonkeyPatch, fault: object
) -> None:
    monkeypatch.setattr("kg.store.http._PAUSE", 0.001)
    turn = [0]

    def every_other(handler: object) -> bool:
        turn[0] += 1
        return turn[0] % 2 == 1 and fault(handler)  # type: ignore[operator]

    with open_store(double.url, write=True) as store:
        double.always = every_other  # type: ignore[assignment]
        fill(store)
        double.always = None
        assert state(store) == embedded


def test_a_server_that_is_busy_is_asked_again_and_not_for_ever(one: Double, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.store.http._PAUSE", 0.001)
    one.faults = [busy, busy, None]
    server = Server(one.url)
    assert len(one.requests) == 3
    one.always = busy
    with pytest.raises(StoreError, match="503 come back"):
        server.ask("ASK {}")
    assert len(one.requests) == 7
    server.close()


def test_an_article_that_a_server_left_half_written_is_not_there(one: Double) -> None:
    article, reports = DRILL
    with open_store(one.url, write=True) as store:
        store.put(article.iri, article.content_hash, ntriples(article, reports))
    (sent,) = (body for (method, path), body in zip(one.requests, one.bodies, strict=True) if method == "PUT" and "article" in path)
    assert b"fingerprint" in sent.splitlines()[-1]  # so that it is the last that comes to be
    one.store.update("DELETE WHERE { GRAPH ?g { ?s <urn:geokg:vocab:fingerprint> ?mark } }")
    with open_store(one.url) as reader:
        assert list(reader.articles()) == []
        assert list(reader.reports()) == []


# who may write


def test_a_second_writer_is_refused_and_told_who_writes_since_when_and_how_long(one: Double) -> None:
    with open_store(one.url, write=True) as first:
        with pytest.raises(StoreError, match=rf"being written by process {os.getpid()} on .+ since \d{{4}}-.+Z.+ends at \d{{4}}-.+Z"):
            open_store(one.url, write=True)
        with open_store(one.url) as reader:  # readers need no lease
            assert len(reader) == 0
        first.put(DRILL[0].iri, "1", ntriples(*DRILL))
    with open_store(one.url, write=True) as again:
        assert again.article_hashes() == {DRILL[0].iri: "1"}


def test_the_lease_of_a_writer_that_was_killed_ends(one: Double) -> None:
    code = f"from kg.store import open_store\nstore = open_store({one.url!r}, write=True)\nprint('opened', flush=True)\ninput()"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment) as first:
        assert first.stdout
        assert first.stdout.readline() == "opened\n"
        with pytest.raises(StoreError, match=rf"process {first.pid} on "):
            open_store(one.url, write=True)
        first.kill()
        first.wait()
    end = "GRAPH ?g { ?claim <urn:geokg:server/leaseUntil> ?t }"  # an hour passes
    one.store.update(f"DELETE {{ {end} }} INSERT {{ {end.replace('?t', repr('2024-01-01T00:00:00Z'))} }} WHERE {{ {end} }}")
    with open_store(one.url, write=True) as store:
        assert len(store) == 0


def test_a_writer_whose_lease_ran_out_writes_nothing_more(one: Double, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEOKG_STORE_LEASE", "5")
    monkeypatch.setattr("kg.store.lease.time.monotonic", iter(range(0, 10000, 100)).__next__)  # much time passes between any two looks
    with open_store(one.url, write=True) as slow:
        slow.put(DRILL[0].iri, "1", ntriples(*DRILL))  # nobody wanted it in the meantime
        one.store.update(f"DROP GRAPH <{LOCK}>")
        before = len(slow)
        with pytest.raises(StoreError, match="lease had run out"):
            slow.put(SUMMIT[0].iri, "1", ntriples(*SUMMIT))
        assert len(slow) == before


def test_two_claims_at_once_are_both_given_up(one: Double) -> None:
    """As on a server that does not keep conditions apart that are asked at once."""

    def intruding(handler: object) -> bool:
        rival = "<urn:rival> <urn:geokg:server/holder> 'another' ; <urn:geokg:server/since> '2024' ; <urn:geokg:server/leaseUntil> '{}' ."
        handler.carried_out()  # type: ignore[attr-defined]
        one.store.update(f"INSERT DATA {{ GRAPH <{LOCK}> {{ {rival.format('2999-01-01T00:00:00Z')} }} }}")
        return bool(handler.send(204, b"", ""))  # type: ignore[attr-defined]

    one.faults = [None, None, None, intruding]  # endpoint, clock, claims, and the claim itself
    with pytest.raises(StoreError, match="being written by another"):
        open_store(one.url, write=True)
    assert [q.subject.value for q in one.store.quads_for_pattern(None, ox.NamedNode("urn:geokg:server/holder"), None)] == ["urn:rival"]  # type: ignore[union-attr]


def test_readers_cannot_write_and_a_closed_store_says_so(one: Double) -> None:
    with open_store(one.url, write=True) as store:
        store.put(DRILL[0].iri, "1", ntriples(*DRILL))
    with open_store(one.url) as reader:
        for change in (lambda: reader.put("urn:x", "", b""), lambda: reader.remove_article(DRILL[0].iri), reader.publish):
            with pytest.raises(StoreError, match="reading only"):
                change()
    for use in (lambda: list(reader.articles()), lambda: list(store.quads()), lambda: store.article_hash("urn:x")):
        with pytest.raises(StoreError, match="closed"):
            use()


def test_a_server_keeps_base_and_format(one: Double) -> None:
    with pytest.raises(StoreError, match="holds no geokg store"):
        open_store(one.url)
    with pytest.raises(StoreError, match="base"):
        open_store(one.url, write=True, base="no iri")
    assert len(one.store) == 0
    base = "https://graph.example.org/"
    open_store(one.url, write=True, base=base).close()
    for write in (True, False):
        with pytest.raises(StoreError, match=r"has the base https://graph\.example\.org/, not urn:geokg:"):
            open_store(one.url, write=write, base="urn:geokg:")
        with open_store(one.url, write=write) as store:
            assert store.base == base
    for format_, word in (("99", "format 99"), ("'x'", "nonsense")):
        one.store.update(f"DELETE WHERE {{ GRAPH <{META}> {{ ?s <urn:geokg:server/format> ?f }} }}")
        one.store.update(f"INSERT DATA {{ GRAPH <{META}> {{ <{META}> <urn:geokg:server/format> {format_} }} }}")
        for write in (True, False):
            with pytest.raises(StoreError, match=word):
                open_store(one.url, write=write)


# passwords


def test_a_name_and_a_password_come_from_the_environment_or_netrc(one: Double, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    one.always = asking_for_a_password
    with pytest.raises(StoreError, match="asks who you are") as caught:
        open_store(one.url, write=True)
    assert "GEOKG_STORE_USER" in caught.value.remedy
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login ada password lovelace\n", encoding="utf-8")
    open_store(one.url, write=True).close()
    monkeypatch.setenv("GEOKG_STORE_USER", "ada")
    monkeypatch.setenv("GEOKG_STORE_PASSWORD", "byron-secret")  # goes before netrc
    with pytest.raises(StoreError, match="refuses /query to the user") as caught:
        open_store(one.url, write=True)
    told = str(caught.value)
    assert "byron" not in told
    assert "YWRh" not in told
    assert "\x1b" not in told
    monkeypatch.setenv("GEOKG_STORE_TOKEN", "token-secret")  # goes before both
    with pytest.raises(StoreError) as caught:
        open_store(one.url, write=True)
    assert "token-secret" not in str(caught.value)
    assert "Bearer" in str(caught.value)


def test_a_broken_netrc_is_told_without_its_lines(one: Double, tmp_path: Path) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login ada pasword lovelace\n", encoding="utf-8")
    with pytest.raises(StoreError, match="netrc") as caught:
        open_store(one.url)
    assert "lovelace" not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["http://ada:lovelace@localhost:1", "http://:lovelace@localhost", "https://lovelace@host/x#query=/lovelace"]
)
def test_a_password_in_an_address_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(StoreError, match="GEOKG_STORE_PASSWORD") as caught:
        address(url)
    assert "ada:" not in str(caught.value)
    assert "lovelace" not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "http://",
        "http:///x",
        "http://h:99999",
        "http://h:x",
        "http://[::1",
        "http://h/a b",
        "http://h/?q=1",
        "http://h#colour=red",
        "http://h#update=x",
        "http://h/\r\nX: y",
    ],
)
def test_what_is_no_address_is_told_so(url: str) -> None:
    with pytest.raises(StoreError):
        address(url)


def test_an_address_that_was_made_a_path_makes_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StoreError, match="lost a slash"):
        open_store(Path("http://localhost:7878"), write=True)
    assert not (tmp_path / "http:").exists()


def test_a_password_does_not_cross_the_network_in_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    known = Credentials(user="ada", password="lovelace")
    far = Challenges(address("http://sparql.example.org/"), known)
    assert far.accept('Basic realm="x"')
    with pytest.raises(StoreError, match="everybody on the way"):
        far.header("GET", "/")
    monkeypatch.setenv("GEOKG_STORE_CLEARTEXT", "yes")
    assert far.header("GET", "/")
    monkeypatch.delenv("GEOKG_STORE_CLEARTEXT")
    for url in ("https://sparql.example.org/", "http://127.0.0.1:8890/"):
        near = Challenges(address(url), known)
        assert near.accept('Basic realm="x"')
        assert near.header("GET", "/") == {"Authorization": "Basic YWRhOmxvdmVsYWNl"}


@pytest.mark.parametrize(
    ("algorithm", "response"),
    [("MD5", "8ca523f5e9506fed4657c9700eebdbec"), ("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1")],
)
def test_a_digest_is_that_of_the_standard(monkeypatch: pytest.MonkeyPatch, algorithm: str, response: str) -> None:
    """The example of RFC 7616, section 3.9.1."""
    monkeypatch.setattr("kg.store.credentials.secrets.token_hex", lambda _: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ")
    challenges = Challenges(address("http://www.example.org"), Credentials(user="Mufasa", password="Circle of Life"))
    asked = (
        f'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm={algorithm}, '
        'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"'
    )
    assert challenges.accept(asked)
    sent = challenges.header("GET", "/dir/index.html")["Authorization"]
    assert f'response="{response}"' in sent
    assert "nc=00000001" in sent
    assert not challenges.accept(asked)  # refused: it would be the same answer again
    assert challenges.accept(asked.replace("7ypf", "8ypf") + ", stale=true")


# servers that do not answer as they should


def test_nobody_there_is_told_with_the_address() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(StoreError, match=rf"^{url}: cannot be reached") as caught:
        open_store(url)
    assert caught.value.remedy


def test_a_server_that_drips_is_given_up_in_time(one: Double, monkeypatch: pytest.MonkeyPatch) -> None:
    open_store(one.url, write=True).close()
    monkeypatch.setenv("GEOKG_STORE_TIMEOUT", "0.4")
    one.always = dripping
    with pytest.raises(StoreError, match=r"did not answer within 0\.4 seconds") as caught:
        open_store(one.url)
    assert "GEOKG_STORE_TIMEOUT" in caught.value.remedy


HEAD = b'{"head":{"vars":["format","base"]},"results":{"bindings":['


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>It works!</html>",
        b"[]",
        b"{",
        b"[" * 200_000,
        b"\xff\xfe",
        b'{"head":{},"results":{}}',
        HEAD + b"[]]}}",
        HEAD + b'{"format":"1"}]}}',
        HEAD + b'{"format":{"type":"uri","value":"no iri"}}]}}',
        HEAD + b'{"format":{"type":"literal","value":1}}]}}',
        HEAD + b'{"format":{"type":"literal","value":"x","xml:lang":"not a tag"}}]}}',
        HEAD + b'{"format":{"type":"triple","value":"x"}}]}}',
        HEAD + b'{"format":{"type":"literal","value":"1"',
    ],
    ids=lambda body: body[:40].decode("latin-1") or "nothing",
)
def test_nonsense_is_told_and_not_believed(one: Double, body: bytes) -> None:
    open_store(one.url, write=True).close()
    one.faults = [None, saying(body)]
    with pytest.raises(StoreError, match="answered what cannot be read"):
        open_store(one.url)
    one.faults = [saying(body)] * 3
    with pytest.raises(StoreError, match="takes no SPARQL queries at /query"):
        open_store(one.url)


def test_half_an_answer_is_no_answer(one: Double, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.store.http._PAUSE", 0.001)
    open_store(one.url, write=True).close()
    one.always = half
    with pytest.raises(StoreError, match="broke its answer off"):
        open_store(one.url)


def test_triples_whose_end_is_not_known_are_not_believed(one: Double) -> None:
    def endless(handler: object) -> bool:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/n-triples\r\n\r\n<urn:a> <urn:b> <urn:c> .\n")  # type: ignore[attr-defined]
        handler.close_connection = True  # type: ignore[attr-defined]
        return True

    server = Server(one.url)
    one.faults = [endless]
    with pytest.raises(StoreError, match="without a length"):
        server.construct("CONSTRUCT WHERE { ?s ?p ?o }")
    server.close()


def test_an_answer_that_is_too_long_is_not_read_to_its_end(one: Double) -> None:
    server = Server(one.url, limit=1 << 20)
    one.faults = [saying(b" " * (2 << 20))]
    with pytest.raises(StoreError, match="more than 1 MiB"):
        server.ask("ASK {}")
    server.close()


def test_a_redirect_is_not_followed(one: Double, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEOKG_STORE_TOKEN", "token-secret")
    with serving() as elsewhere:
        one.always = saying(b"", 307, Location=f"{elsewhere.url}/query")
        with pytest.raises(StoreError, match="redirect"):
            open_store(one.url)
        assert elsewhere.requests == []


def test_a_part_of_an_answer_is_not_taken_for_all(one: Double) -> None:
    """As Virtuoso tells it: its limits are told by a header, or by nothing but that rows are missing."""
    with open_store(one.url, write=True) as store:
        store.put(DRILL[0].iri, "1", ntriples(*DRILL))
    answer = b'{"head":{"vars":["x"]},"results":{"bindings":[{},{}]}}'
    server = Server(one.url)
    for headers, word in (({"X_SPARQL_MaxRows": "2"}, "2 rows at most"), ({"X_SQL_State": "S1TAT"}, "a part of the answer")):
        one.faults = [saying(answer, **headers)]
        with pytest.raises(StoreError, match=word):
            server.select("SELECT ?x {}")
    server.close()
    with open_store(one.url) as store:
        one.faults = [None, saying(HEAD + b"]}}")]
        with pytest.raises(StoreError, match=r"gave 0 of \d+ rows"):
            list(store.quads("urn:geokg:graph/article/" + DRILL[0].iri.rpartition("/")[2]))


@pytest.mark.parametrize("told", [True, False], ids=["asked for", "cut off"])
def test_many_rows_are_read_in_parts(one: Double, monkeypatch: pytest.MonkeyPatch, told: bool) -> None:
    if told:
        monkeypatch.setattr("kg.store.sparql.PAGE", 40)
    with open_store(one.url, write=True) as store:
        fill(store)
        one.most = None if told else 40
        quads = sorted(map(str, store.quads()))
    assert len(quads) > 200
    assert quads == sorted(str(q) for q in one.store if q.graph_name.value not in (META, LOCK))  # type: ignore[union-attr]


# endpoints


def test_an_unknown_server_is_told_its_paths_by_the_address(one: Double) -> None:
    one.name = "unknown"
    with open_store(f"{one.url}/#query=/query&update=/update&graphs=/store", write=True) as store:
        store.put(DRILL[0].iri, "1", ntriples(*DRILL))
        assert len(list(store.reports())) == 1
    assert one.count("PUT", "/store?graph=urn") == 2
    with pytest.raises(StoreError, match=r"takes no SPARQL queries at /elsewhere \(404"):
        open_store(f"{one.url}/elsewhere#query=/elsewhere")


# questions


def test_questions_are_answered_as_by_a_folder(one: Double, tmp_path: Path) -> None:
    for where in (one.url, tmp_path / "s"):
        with open_store(where, write=True) as store:
            store.load_ontology()
            fill(store)
    for question, parameters in [
        ("timeline", {"actor": "日本", "since": "2024-04-10"}),
        ("timeline", {"actor": "海原遥"}),
        ("ASK { ?e a gk:Event }", {}),
        ("PREFIX gk: <urn:geokg:vocab:> CONSTRUCT WHERE { ?r gk:reports ?e }", {}),
        ("SELECT (COUNT(*) AS ?n) FROM <urn:geokg:graph/events> { ?s ?p ?o }", {}),
    ]:
        result = run_query(one.url, question, parameters)
        assert result == run_query(tmp_path / "s", question, parameters)
        assert result.rows or result.triples or result.boolean
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [
        sys.executable,
        "-c",
        "from kg.cli import main; main()",
        "query",
        "ASK { ?e a gk:Event }",
        "--store",
        one.url,
        "--format",
        "json",
    ]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    assert json.loads(done.stdout) == {"head": {}, "boolean": True}


@pytest.mark.parametrize(
    "text", ["DROP ALL", "INSERT DATA { <a:b> <a:c> <a:d> }", "SELECT * { SERVICE <http://h/> { ?s ?p ?o } }", "DEFINE x:y 1 ASK {}"]
)
def test_what_is_no_query_does_not_reach_the_server(one: Double, text: str) -> None:
    """Virtuoso carries out updates that are sent as queries."""
    open_store(one.url, write=True).close()
    with pytest.raises(QueryError):
        run_query(one.url, text)
    assert not any(word in body for body in one.bodies for word in (b"DROP+ALL", b"a%3Ab", b"SERVICE", b"DEFINE"))


def test_a_server_that_asks_no_other_graphs_is_told_so(one: Double) -> None:
    open_store(one.url, write=True).close()
    one.union = False
    with pytest.raises(StoreError, match="default graph only") as caught:
        run_query(one.url, "ASK {}")
    assert "#union=" in caught.value.remedy
    assert run_query(f"{one.url}#union=", "ASK {}").boolean
