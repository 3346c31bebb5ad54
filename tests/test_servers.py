"""The same code on Oxigraph's server and on Virtuoso 7, for real: graphs, questions, replacing and removing, the lease, passwords.

The servers are found by GEOKG_OXIGRAPH_URL and GEOKG_VIRTUOSO_URL (``tests/servers.sh`` starts both) and emptied of geokg's graphs.
What must not happen on a bad day is in ``test_remote``. To be run in one process, for a server holds one store.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.build import build
from kg.errors import StoreError
from kg.export import export
from kg.network import build_network
from kg.query import named_queries, run_query
from kg.store import open_store
from kg.store.lease import LOCK
from kg.store.sparql import Server
from kg.vocabulary import load_vocabulary
from tests.conftest import ROOT
from tests.store_articles import AMERICA, DRILL, JAPAN, SUMMIT, Said, changed, ntriples, written
from tests.test_remote import fill, state

pytestmark = pytest.mark.server
SAMPLE = str(ROOT / "data" / "sample")
WANTED = {"actor": "日本", "other": "美国", "outlet": "海桥日报", "since": "2024-04-10", "place": "美国", "event": "the first"}
ASKED = [
    *((name, {p.name: WANTED[p.name] for p in query.parameters if p.required}) for name, query in sorted(named_queries().items())),
    ("timeline", {"actor": "日本", "since": "2024-04-01", "until": "2024-04-30", "language": "en"}),
    ("timeline", {"limit": "7", "action": "CONSULT"}),
    ("summit", {"actor": "菲律宾", "other": "美国"}),
    ("dyads", {"actor": "岸田文雄"}),
    ("dyads", {"min-events": "3", "limit": "5", "language": "zh-Hant"}),
    ("corroborated", {"min-origins": "1", "since": "2024-04-01"}),
    ("contested", {"actor": "中国"}),
    ("sources", {"actor": "日本", "limit": "5"}),
    ("actor", {"actor": "岸田文雄", "language": "en"}),
    ("actor", {"actor": "冰岛"}),
    ("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?g), 'urn:geokg:graph/')) } GROUP BY ?g ORDER BY ?g", {}),
    ("SELECT (COUNT(*) AS ?n) FROM <urn:geokg:graph/events> { ?s ?p ?o }", {}),
    ("ASK { ?e a gk:Event }", {}),
    ("ASK { ?e a gk:Nothing }", {}),
    ("CONSTRUCT { ?e gk:action ?a } WHERE { ?e a gk:Event ; gk:action ?a ; gk:label|rdfs:label ?l }", {}),
]


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    """An empty server, with the credentials that it wants in the environment."""
    name = request.param.upper()
    found = os.environ.get(f"GEOKG_{name}_URL")
    if not found:
        pytest.skip(f"no server: set GEOKG_{name}_URL, as tests/servers.sh does")
    with pytest.MonkeyPatch.context() as patch:
        for part in ("USER", "PASSWORD"):
            patch.setenv(f"GEOKG_STORE_{part}", os.environ.get(f"GEOKG_{name}_{part}", ""))
        empty(found)
        yield found
        empty(found)


def empty(url: str) -> None:
    server = Server(url)
    rows = server.select("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }").rows
    for (graph,) in rows:
        if isinstance(graph, ox.NamedNode) and graph.value.startswith(("urn:geokg:", "https://graph.example.org/")):
            server.drop(graph.value)
    server.close()


@pytest.fixture
def fresh(url: str) -> str:
    empty(url)
    return url


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("embedded") / "sample"
    build([SAMPLE], path, failures=pytest.fail)
    return path


@pytest.fixture(scope="module")
def sample(url: str) -> str:
    """The server with the sample's articles, which the tests of this fixture leave as they are."""
    built = build([SAMPLE], url, failures=pytest.fail)
    assert built.new == built.articles > 20
    return url


def test_the_sample_is_the_same_as_in_a_folder(sample: str, folder: Path) -> None:
    with open_store(folder) as embedded, open_store(sample) as store:
        assert state(store) == state(embedded)
    again = build([SAMPLE], sample, failures=pytest.fail)
    assert (again.new, again.changed, again.unchanged) == (0, 0, again.articles)
    with open_store(folder) as embedded, open_store(sample) as store:
        assert sorted(map(str, store.quads())) == sorted(map(str, embedded.quads()))


@pytest.mark.parametrize(
    ("question", "parameters"), ASKED, ids=lambda value: value[:24] if isinstance(value, str) else "-".join(value.values())
)
def test_questions_have_the_same_rows(sample: str, folder: Path, question: str, parameters: dict[str, str]) -> None:
    if "event" in parameters:
        with open_store(folder) as store:
            parameters = {"event": min(event.iri for event in store.events())}
    assert run_query(sample, question, parameters) == run_query(folder, question, parameters)


@pytest.mark.parametrize("suffix", ["nq", "csv", "graphml"])
def test_exports_have_the_same_bytes(sample: str, folder: Path, tmp_path: Path, suffix: str) -> None:
    vocabulary = load_vocabulary()
    for name, where in (("a", folder), ("b", sample)):
        with open_store(where) as store:
            export(store, tmp_path / f"{name}.{suffix}", vocabulary=vocabulary, base=store.base, network=build_network)
    assert (tmp_path / f"a.{suffix}").read_bytes() == (tmp_path / f"b.{suffix}").read_bytes()


# on an empty server; these come after the sample's tests and may not be mixed with them


def test_writing_again_replacing_removing_and_judging_end_as_in_a_folder(fresh: str, tmp_path: Path) -> None:
    states = []
    for where in (fresh, tmp_path / "s"):
        with open_store(where, write=True) as store:
            fill(store)
        with open_store(where) as reader:
            states.append(state(reader))
    assert states[0] == states[1]


@pytest.mark.parametrize(
    "words",
    [
        '"""\\u0022 } } ; DROP ALL ; INSERT DATA { <a> <b> "x" } # </script> \\ \' <urn:x>',
        "𠮷野家🎉 \u202eabc\u2066",
        "tab\there \x01\x7f\x85 line\u2028break \r\n",
        "a\x00b",
        "长" * 100_000,
    ],
    ids=["injection", "astral", "controls", "nul", "long"],
)
def test_any_text_is_kept_to_the_letter(fresh: str, words: str) -> None:
    article, reports = written("hostile", [Said(f"{words}会见{words}", "会见", "CONSULT", (JAPAN,), (AMERICA,))], outlet=words, title=words)
    with open_store(fresh, write=True) as store:
        for _ in range(2):
            store.put(article.iri, article.content_hash, ntriples(article, reports))
        assert list(store.reports()) == list(reports)


def test_another_base_is_kept(fresh: str) -> None:
    base = "https://graph.example.org/"
    article, reports = written("summit", [Said("日本会见美国。", "会见", "CONSULT", (JAPAN,), (AMERICA,))], base=base)
    with open_store(fresh, write=True, base=base) as store:
        store.put(article.iri, "1", ntriples(article, reports))
    with pytest.raises(StoreError, match=r"has the base https://graph\.example\.org/"):
        open_store(fresh, base="urn:geokg:")
    with open_store(fresh) as store:
        assert list(store.reports()) == list(reports)


def test_of_many_writers_at_once_one_writes_and_the_others_are_told_who(fresh: str) -> None:
    """With a look at the start together: a claim is no lock, unless nobody ever holds two."""
    start, held, told, most = threading.Barrier(6), [], [], []

    def write(number: int) -> None:
        start.wait()
        for _ in range(3):
            try:
                with open_store(fresh, write=True) as store:
                    held.append(number)
                    most.append(len(held))
                    store.put(DRILL[0].iri, str(number), ntriples(*DRILL))
                    held.remove(number)
            except StoreError as error:
                told.append(str(error))

    writers = [threading.Thread(target=write, args=(number,)) for number in range(6)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert set(most) == {1}
    assert len(most) + len(told) == 18
    # who gave way to all others in turn could not be told who had it in the end
    assert all(f"process {os.getpid()} on " in text or "could not be locked" in text for text in told)
    server = Server(fresh)
    assert server.count(f"GRAPH <{LOCK}> {{ ?s ?p ?o }}") == 0
    server.close()


def test_a_build_that_is_killed_goes_on_where_it_stopped(fresh: str, tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEOKG_STORE_LEASE", "5")
    code = "import sys; from kg.cli import main; sys.argv[0] = 'kg'; main()"
    command = [sys.executable, "-c", code, "build", SAMPLE, "--store", fresh]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment, start_new_session=True) as first:
        server = Server(fresh)
        while not server.count("GRAPH ?g { ?it <urn:geokg:vocab:fingerprint> ?mark } FILTER(STRSTARTS(STR(?it), 'urn:geokg:article/'))"):
            assert first.poll() is None, "the build was over before it could be killed"
        os.killpg(first.pid, 9)
        first.wait()
    server.close()
    with pytest.raises(StoreError, match=rf"being written by process {first.pid} on "):
        open_store(fresh, write=True)
    for _ in range(40):
        try:
            built = build([SAMPLE], fresh, failures=pytest.fail)
            break
        except StoreError:
            threading.Event().wait(0.5)  # until the lease has ended
    assert built.articles == built.new + built.changed + built.unchanged  # changed: what the first had only half written
    assert built.changed + built.unchanged
    with open_store(folder) as embedded, open_store(fresh) as store:
        assert sorted(map(str, store.quads())) == sorted(map(str, embedded.quads()))


def test_an_article_read_again_replaces_all_it_said(fresh: str) -> None:
    article, reports = changed(*SUMMIT)
    with open_store(fresh, write=True) as store:
        for one, said in (SUMMIT, DRILL, (article, reports)):
            store.put(one.iri, one.content_hash, ntriples(one, said))
        assert [r for r in store.reports() if r.article.iri == article.iri] == list(reports)
        assert store.remove_article(article.iri)
        assert [r.article.iri for r in store.reports()] == [DRILL[0].iri]
        assert not store.remove_article(article.iri)


@pytest.mark.parametrize("url", ["virtuoso"], indirect=True)
def test_a_wrong_password_is_refused_and_not_repeated(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEOKG_STORE_PASSWORD", "byron-secret")
    with pytest.raises(StoreError, match="refuses /sparql-auth") as caught:
        open_store(url, write=True)
    assert "byron" not in str(caught.value)
    monkeypatch.setenv("GEOKG_STORE_USER", "")
    with pytest.raises(StoreError, match=r"refused|asks who you are") as caught:
        open_store(url, write=True)
    assert "GEOKG_STORE_USER" in caught.value.remedy


def test_a_query_that_takes_too_long_is_given_up(sample_or_fresh: str) -> None:
    product = " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(8))  # ten to the power of thirty rows
    with pytest.raises(StoreError, match="did not answer within 1 seconds"):
        run_query(
            sample_or_fresh,
            f"SELECT (COUNT(*) AS ?n) {{ {product} FILTER(?c0 != ?c1 && STRLEN(CONCAT(STR(?c6), STR(?c7))) != STRLEN(STR(?a1))) }}",
            timeout=1.0,
        )


@pytest.fixture
def sample_or_fresh(url: str) -> str:
    """Whatever is there, and some of it."""
    with open_store(url, write=True) as store:
        for number in range(50):
            article, reports = written(f"many-{number}", [Said("日本会见美国。", "会见", "CONSULT", (JAPAN,), (AMERICA,))])
            store.put(article.iri, "1", ntriples(article, reports))
    return url
