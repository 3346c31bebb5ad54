"""What the actors' half of the ontology promises, read from its Turtle as any RDF tool would read it."""

from __future__ import annotations

import importlib.util
import json
from collections import defaultdict
from datetime import date, timedelta
from importlib.metadata import PackageNotFoundError, version
from itertools import pairwise
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.vocabulary import Vocabulary, fold, load_vocabulary

ROOT = Path(__file__).resolve().parent.parent
ONTOLOGY = ROOT / "ontology"
GK, SKOS, ORG = "urn:geokg:vocab:", "http://www.w3.org/2004/02/skos/core#", "http://www.w3.org/ns/org#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
SOURCE = "http://purl.org/dc/terms/source"
ACTOR = "urn:geokg:actor/"
ACTOR_CLASSES = {"State", "Territory", "Organisation", "Body", "ArmedGroup", "Party", "People", "Person"}
SOURCE_CLASSES = {"Agency", "Outlet", "OfficialSource", "AnonymousSource"}

Values = list[tuple[str, str]]  # text or IRI, language tag


@pytest.fixture(scope="module")
def subjects() -> dict[str, dict[str, Values]]:
    """Subject -> property -> values, over actors/ and sources.ttl."""
    found: dict[str, dict[str, Values]] = defaultdict(lambda: defaultdict(list))
    for file in [*sorted((ONTOLOGY / "actors").glob("*.ttl")), ONTOLOGY / "sources.ttl"]:
        for triple in ox.parse(path=str(file), format=ox.RdfFormat.TURTLE):
            assert not isinstance(triple.subject, ox.BlankNode), file
            assert not isinstance(triple.object, ox.BlankNode), file
            language = (triple.object.language or "") if isinstance(triple.object, ox.Literal) else ""
            found[triple.subject.value][triple.predicate.value].append((triple.object.value, language))
    return found


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


def classes(properties: dict[str, Values]) -> set[str]:
    return {iri.removeprefix(GK) for iri, _ in properties.get(RDF_TYPE, [])}


def texts(properties: dict[str, Values], *names: str) -> list[str]:
    return [text for name in names for text, _ in properties.get(name, [])]


def names_of(properties: dict[str, Values]) -> set[str]:
    """The full names, as they are compared."""
    return {fold(text) for text in texts(properties, SKOS + "prefLabel", SKOS + "altLabel")}


def of_class(subjects: dict[str, dict[str, Values]], wanted: set[str]) -> dict[str, dict[str, Values]]:
    return {iri: p for iri, p in subjects.items() if classes(p) & wanted}


def test_every_concept_is_named_in_three_scripts(subjects: dict[str, dict[str, Values]]) -> None:
    concepts = of_class(subjects, ACTOR_CLASSES | SOURCE_CLASSES | {"Role", "BodyType"})
    assert len(concepts) > 2500
    for iri, properties in concepts.items():
        tags = sorted(tag for _, tag in properties[SKOS + "prefLabel"])
        assert tags == ["en", "zh-hans", "zh-hant"], iri


def test_names_are_tidy(subjects: dict[str, dict[str, Values]]) -> None:
    for iri, properties in subjects.items():
        for name in ("prefLabel", "altLabel"):
            for text, tag in properties.get(SKOS + name, []):
                assert text == text.strip(), (iri, text)
                assert tag in ("zh-hans", "zh-hant", "en"), (iri, text)
                if tag == "en":
                    assert not any("㐀" <= c <= "鿿" for c in text), (iri, text)


def test_no_full_name_means_two_actors(subjects: dict[str, dict[str, Values]]) -> None:
    meanings: dict[str, set[str]] = defaultdict(set)
    for iri, properties in of_class(subjects, ACTOR_CLASSES).items():
        for name in names_of(properties):
            meanings[name].add(iri)
    assert {name: iris for name, iris in meanings.items() if len(iris) > 1} == {}


def test_no_seat_of_power_means_two_states(subjects: dict[str, dict[str, Values]]) -> None:
    meanings: dict[str, set[str]] = defaultdict(set)
    for iri, properties in of_class(subjects, ACTOR_CLASSES).items():
        for name in [*texts(properties, GK + "metonym"), *texts(properties, SKOS + "prefLabel", SKOS + "altLabel")]:
            meanings[fold(name)].add(iri)
    seats = {fold(t) for p in subjects.values() for t in texts(p, GK + "metonym")}
    assert "白宫" in seats
    assert {name: meanings[name] for name in sorted(seats) if len(meanings[name]) > 1} == {}


def test_titles_bodies_and_sources_are_told_apart(subjects: dict[str, dict[str, Values]]) -> None:
    meanings: dict[str, set[str]] = defaultdict(set)
    for iri, properties in of_class(subjects, {"Role", "BodyType"} | SOURCE_CLASSES).items():
        for name in names_of(properties):
            meanings[name].add(iri)
    assert {name: iris for name, iris in meanings.items() if len(iris) > 1} == {}
    actors = {name for p in of_class(subjects, ACTOR_CLASSES).values() for name in names_of(p)}
    assert {name for name in meanings if name in actors} == set()


def test_a_letter_means_one_state(subjects: dict[str, dict[str, Values]]) -> None:
    letters = [(text, iri) for iri, p in subjects.items() for text, tag in p.get(GK + "initial", []) if tag == "zh"]
    assert {"美", "俄", "菲", "台", "港"} <= {letter for letter, _ in letters}
    assert all(len(letter) == 1 for letter, _ in letters)
    assert len({letter for letter, _ in letters}) == len(letters)


def test_every_actor_counts_under_a_code_or_says_that_it_does_not(subjects: dict[str, dict[str, Values]]) -> None:
    codeless = set()
    for iri, properties in of_class(subjects, ACTOR_CLASSES).items():
        step, seen = iri, set()
        while GK + "code" not in subjects[step] and step not in seen:
            seen.add(step)
            following = texts(subjects[step], GK + "actsFor")
            assert len(following) <= 1, step
            step = following[0] if following else step
            assert classes(subjects[step]) & ACTOR_CLASSES, f"{iri} acts for {step}, which is not defined"
        if GK + "code" not in subjects[step]:
            codeless.add(iri)
            kinds = {*classes(properties), *classes(subjects[step])}
            # formats such as the East Asia Summit, groups and peoples of many countries, and who belongs to them
            assert kinds & {"Organisation", "ArmedGroup", "People"}, iri
    assert ACTOR + "org-boao" in codeless


def test_codes_are_used_once(subjects: dict[str, dict[str, Values]]) -> None:
    codes = [(text, iri) for iri, p in of_class(subjects, ACTOR_CLASSES).items() for text in texts(p, GK + "code")]
    assert len({code for code, _ in codes}) == len(codes)
    assert all(iri == ACTOR + code for code, iri in codes)


def test_members_and_observers_of_the_united_nations_are_the_states(subjects: dict[str, dict[str, Values]]) -> None:
    assert len(of_class(subjects, {"State"})) == 193 + 2


@pytest.mark.shared
def test_every_code_of_the_benchmark_is_an_actor(subjects: dict[str, dict[str, Values]], shared: Path) -> None:
    codes = json.loads((shared / "benchmark" / "codes.json").read_text(encoding="utf-8"))
    for code, names in codes.items():
        if code != "note":
            known = names_of(subjects[ACTOR + code])
            assert fold(names[-1]) in known, code


def test_wikidata_items_are_linked_once(subjects: dict[str, dict[str, Values]]) -> None:
    links = [(item, iri) for iri, p in subjects.items() for item in texts(p, SKOS + "exactMatch")]
    items = [item for item, _ in links]
    assert all(item.startswith("http://www.wikidata.org/entity/Q") for item in items)
    assert sorted(set(items)) == sorted(items)


def first_day(text: str) -> date:
    parts = [*map(int, text.split("-")), 1, 1]
    return date(parts[0], parts[1], parts[2])


def last_day(text: str) -> date:
    parts = list(map(int, text.split("-")))
    if len(parts) == 3:
        return date(parts[0], parts[1], parts[2])
    year, month = parts[0], parts[1] if len(parts) == 2 else 12
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def tenures_by_post(subjects: dict[str, dict[str, Values]]) -> dict[str, list[tuple[date, date, str]]]:
    """Post -> (first day, last day, tenure) in order."""
    held: dict[str, list[tuple[date, date, str]]] = defaultdict(list)
    for iri, p in subjects.items():
        if GK + "post" in p:
            (start,), until, (post,) = texts(p, GK + "from"), texts(p, GK + "until"), texts(p, GK + "post")
            held[post].append((first_day(start), last_day(until[0]) if until else date.max, iri))
    return {post: sorted(tenures) for post, tenures in held.items()}


def test_tenures_name_people_posts_and_a_source(subjects: dict[str, dict[str, Values]]) -> None:
    count = 0
    for iri, p in subjects.items():
        if GK + "post" in p:
            count += 1
            (person,), (post,), (organisation,) = texts(p, ORG + "member"), texts(p, GK + "post"), texts(p, ORG + "organization")
            assert "Person" in classes(subjects[person]), iri
            assert classes(subjects[organisation]) & ACTOR_CLASSES, iri
            assert texts(subjects[post], RDF_TYPE) == [ORG + "Post"], iri
            assert texts(subjects[post], ORG + "postIn") == [organisation], iri
            (role,) = texts(subjects[post], GK + "role")
            assert "Role" in classes(subjects[role]), iri
            assert texts(p, SOURCE)[0].startswith("https://"), iri
    assert count > 400


def test_tenures_end_after_they_start(subjects: dict[str, dict[str, Values]]) -> None:
    for tenures in tenures_by_post(subjects).values():
        for start, end, iri in tenures:
            assert start <= end, iri


def test_one_office_has_one_holder_at_a_time(subjects: dict[str, dict[str, Values]]) -> None:
    for tenures in tenures_by_post(subjects).values():
        for (_, end, earlier), (start, _, later) in pairwise(tenures):
            assert end < start, (earlier, later)


def test_hosts_belong_to_one_source(subjects: dict[str, dict[str, Values]]) -> None:
    hosts = [host for p in of_class(subjects, SOURCE_CLASSES).values() for host in texts(p, GK + "host")]
    assert all(host == host.lower() and "/" not in host and not host.startswith("www.") for host in hosts)
    assert sorted(set(hosts)) == sorted(hosts)


def test_generated_names_are_what_the_script_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = importlib.util.spec_from_file_location("generate_states", ONTOLOGY / "generate_states.py")
    assert spec is not None
    assert spec.loader is not None
    written = (ONTOLOGY / "actors" / "states.ttl").read_text(encoding="utf-8")
    try:
        inputs = {name: version(name) for name in ("babel", "pycountry", "rigour")}
    except PackageNotFoundError as error:
        pytest.skip(f"{error}: install geokg[ontology] to check the generated file")
    if not all(f"{name} {number}" in written.splitlines()[0] for name, number in inputs.items()):
        pytest.skip("states.ttl was written from other versions of babel, pycountry and rigour")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "FILE", tmp_path / "states.ttl")
    module.main()
    assert (tmp_path / "states.ttl").read_text(encoding="utf-8") == written


@pytest.mark.parametrize(
    ("name", "iri"),
    [
        ("紐西蘭", "NZL"), ("寮國", "LAO"), ("沙烏地阿拉伯", "SAU"), ("義大利", "ITA"), ("北韓", "PRK"), ("科索沃", "XKX"),
        ("巴勒斯坦", "PSE"), ("中华人民共和国", "CHN"), ("東協", "ASEAN"), ("安理会", "UN-security-council"), ("北約", "NATO"),
        ("川普", "person-trump-donald"), ("拜时", "person-biden-joe"), ("普丁", "person-putin-vladimir"), ("蒲亭", "person-putin-vladimir"),
        ("馬克宏", "person-macron-emmanuel"), ("梅克爾", "person-merkel-angela"), ("歐巴馬", "person-obama-barack"),
        ("澤倫斯基", "person-zelensky-volodymyr"), ("岸田", "person-kishida-fumio"), ("Fumio Kishida", "person-kishida-fumio"),
        ("白宫", "USA"), ("青瓦台", "KOR"), ("布鲁塞尔", "EU"), ("解放军", "CHN-armed-forces"), ("陸委會", "TWN-mainland-affairs-council"),
        ("国民党", "TWN-kuomintang"), ("真主党", "LBN-hezbollah"), ("胡塞武装", "YEM-houthis"), ("加薩走廊", "PSE-gaza-strip"),
    ],
)  # fmt: skip
def test_actors_are_found_by_the_names_of_the_press(vocabulary: Vocabulary, name: str, iri: str) -> None:
    assert vocabulary.find_actors(name) == (ACTOR + iri,)


@pytest.mark.parametrize(
    ("iri", "code"),
    [
        ("HKG-police", "HKG"), ("TWN-dpp", "TWN"), ("PSE-hamas", "PSE"), ("AFG-taliban", "AFG"), ("GEO-abkhazia", "GEO"),
        ("EU-commission", "EU"), ("person-guterres-antonio", "UN"), ("CHN-uyghurs", "CHN"), ("USA-state-council", "USA"),
        ("JPN-foreign-ministry", "JPN"), ("FRA-armed-forces", "FRA"), ("company-huawei", "CHN"), ("people-kurds", None),
    ],
)  # fmt: skip
def test_actors_count_under_the_country_they_act_for(vocabulary: Vocabulary, iri: str, code: str | None) -> None:
    assert vocabulary.code_of(ACTOR + iri) == code


def test_listed_and_composed_bodies_are_one_actor(vocabulary: Vocabulary) -> None:
    assert vocabulary.label(ACTOR + "JPN-foreign-ministry") == "日本外务省"  # listed
    assert vocabulary.label(ACTOR + "DNK-foreign-ministry") == "丹麦外交部"  # composed
    assert vocabulary.label(ACTOR + "USA-state-council", "en") == "US State Department"


@pytest.mark.parametrize(
    ("organisation", "role", "day", "person"),
    [
        ("USA", "head-of-state", "2024-03-25", "biden-joe"),
        ("USA", "head-of-state", "2019-03-25", "trump-donald"),
        ("USA", "head-of-state", "2021-01-20", "biden-joe"),
        ("JPN", "head-of-government", "2024-04-10", "kishida-fumio"),
        ("PHL", "head-of-state", "2024-04-11", "marcos-ferdinand-jr"),
        ("CHN", "foreign-minister", "2023-03-01", "qin-gang"),
        ("CHN", "foreign-minister", "2020-07-20", "wang-yi"),
        ("DEU", "head-of-government", "2020-07-01", "merkel-angela"),
        ("TWN", "head-of-state", "2020-07-01", "tsai-ing-wen"),
        ("GBR", "head-of-government", "2020-07-20", "johnson-boris"),
        ("UN", "secretary-general", "2020-07-20", "guterres-antonio"),
    ],
)
def test_an_office_is_whoever_held_it_on_the_day(vocabulary: Vocabulary, organisation: str, role: str, day: str, person: str) -> None:
    holders = vocabulary.holders(ACTOR + organisation, "urn:geokg:role/" + role, date.fromisoformat(day))
    assert holders == (ACTOR + "person-" + person,)


@pytest.mark.parametrize(
    ("host", "outlet"),
    [
        ("www.rfi.fr", "RFI"),
        ("www.zaobao.com.sg", "联合早报"),
        ("tv.cctv.com", "央视"),
        ("cn.nytimes.com", "纽约时报"),
        ("example.org", None),
    ],
)
def test_a_host_tells_the_outlet(vocabulary: Vocabulary, host: str, outlet: str | None) -> None:
    assert vocabulary.outlet_of_host(host) == outlet
