"""What is known of organisations: their names in three scripts, their organs, and who belonged to them on a day."""

from __future__ import annotations

import importlib.util
import sys
from collections import Counter, defaultdict
from datetime import date
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pyoxigraph as ox
import pytest

from kg.vocabulary import Vocabulary, load_vocabulary

ONTOLOGY = Path(__file__).resolve().parent.parent / "ontology"
ACTOR = "urn:geokg:actor/"
SOURCE = "http://purl.org/dc/terms/source"


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


def members(vocabulary: Vocabulary, organisation: str, day: str) -> set[str]:
    """The codes of those who belonged to an organisation on a day."""
    return {iri.removeprefix(ACTOR) for iri in vocabulary.members(ACTOR + organisation, date.fromisoformat(day))}


def test_organisations_and_formats_are_many_and_named_in_three_scripts(vocabulary: Vocabulary) -> None:
    organisations = [a for a in vocabulary.actors.values() if a.kind == "organisation"]
    assert len(organisations) >= 180
    assert len({a.labels for a in organisations}) == len(organisations)
    for organisation in organisations:
        assert sorted(tag for tag, _ in organisation.labels) == ["en", "zh-Hans", "zh-Hant"], organisation.iri


@pytest.mark.parametrize(("organisation", "least"), [("UN", 70), ("EU", 30), ("NATO", 12), ("ASEAN", 6)])
def test_the_large_organisations_have_their_organs(vocabulary: Vocabulary, organisation: str, least: int) -> None:
    organs = [a for a in vocabulary.actors.values() if a.kind == "body" and a.acts_for == ACTOR + organisation]
    assert len(organs) >= least


@pytest.mark.parametrize(
    ("name", "iri"),
    [
        ("东盟", "ASEAN"), ("東協", "ASEAN"), ("欧盟委员会", "EU-commission"), ("歐盟執委會", "EU-commission"), ("世卫组织", "WHO"),
        ("國際原子能總署", "IAEA"), ("上合组织", "SCO"), ("欧佩克", "OPEC"), ("欧佩克+", "OPEC-plus"), ("五眼联盟", "org-five-eyes"),
        ("六方會談", "org-six-party-talks"), ("申根區", "org-schengen"), ("拉姆施泰因小組", "org-contact-group-ukraine"),
        ("联刚稳定团", "UN-monusco"), ("UNIFIL", "UN-unifil"), ("MINUSMA", "UN-minusma"), ("联大三委", None), ("歐洲太空總署", "org-esa"),
        ("“一带一路”国际合作高峰论坛", "org-brf"), ("北约—乌克兰理事会", "NATO-ukraine-council"),
        ("Wassenaar Arrangement", "org-wassenaar"),
        ("美洲人权法院", "OAS-human-rights-court"), ("战略与国际研究中心", "institution-csis"), ("基督徒", "people-christians"),
    ],
)  # fmt: skip
def test_organisations_are_found_by_the_names_of_the_press(vocabulary: Vocabulary, name: str, iri: str | None) -> None:
    assert vocabulary.find_actors(name) == ((ACTOR + iri,) if iri else ())


@pytest.mark.parametrize(
    ("iri", "code"),
    [("OPEC-plus", "OPEC"), ("UN-monusco", "UN"), ("KHM-eccc", "KHM"), ("EU-eurogroup", "EU"), ("org-board-of-peace", None)],
)
def test_organs_count_under_their_organisation(vocabulary: Vocabulary, iri: str, code: str | None) -> None:
    assert vocabulary.code_of(ACTOR + iri) == code


@pytest.mark.parametrize(
    ("organisation", "day", "count"),
    [
        ("UN", "2024-01-01", 193), ("UN", "2010-01-01", 192), ("NATO", "2019-01-01", 29), ("NATO", "2024-03-07", 32),
        ("EU", "2019-06-01", 28), ("EU", "2024-06-01", 27), ("org-eurozone", "2022-06-01", 19), ("org-eurozone", "2026-01-01", 21),
        ("COE", "2022-03-15", 47), ("COE", "2022-03-16", 46), ("OSCE", "2020-01-01", 57), ("G7", "2024-01-01", 7),
        ("G20", "2022-01-01", 20), ("G20", "2024-01-01", 21), ("BRICS", "2023-06-01", 5), ("BRICS", "2025-06-01", 10),
        ("SCO", "2016-01-01", 6), ("SCO", "2024-07-04", 10), ("ASEAN", "2020-01-01", 10), ("ASEAN", "2025-11-01", 11),
        ("UN-security-council", "2020-07-01", 15), ("UN-security-council", "2017-03-01", 15), ("UN-security-council", "2026-06-01", 15),
        ("OPEC", "2018-12-31", 15), ("OPEC", "2024-01-01", 12), ("ECOWAS", "2025-01-28", 15), ("ECOWAS", "2025-01-29", 12),
        ("ICC", "2025-06-01", 125), ("WTO", "2020-01-01", 164), ("WTO", "2024-09-01", 166), ("APEC", "2024-01-01", 21),
        ("org-cptpp", "2024-12-15", 12), ("GCC", "2020-01-01", 6), ("LAS", "2020-01-01", 22), ("OECD", "2024-01-01", 38),
        ("AUKUS", "2021-09-14", 0), ("AUKUS", "2021-09-15", 3), ("QUAD", "2021-01-01", 4), ("CSTO", "2020-01-01", 6),
        ("EAEU", "2020-01-01", 5),
    ],
)  # fmt: skip
def test_an_organisation_has_as_many_members_as_it_says(vocabulary: Vocabulary, organisation: str, day: str, count: int) -> None:
    assert len(members(vocabulary, organisation, day)) == count


@pytest.mark.parametrize(
    ("member", "organisation", "day", "belongs"),
    [
        ("GBR", "EU", "2019-06-01", True), ("GBR", "EU", "2020-01-31", True), ("GBR", "EU", "2020-02-01", False),
        ("GBR", "EU", "2021-01-01", False), ("FIN", "NATO", "2023-04-03", False), ("FIN", "NATO", "2024-01-01", True),
        ("SWE", "NATO", "2024-03-06", False), ("SWE", "NATO", "2024-03-07", True), ("RUS", "G7", "2013-01-01", True),
        ("RUS", "G7", "2014-06-01", False), ("RUS", "COE", "2022-03-15", True), ("RUS", "COE", "2022-03-16", False),
        ("IDN", "BRICS", "2024-12-31", False), ("IDN", "BRICS", "2025-01-06", True), ("IRN", "SCO", "2023-07-04", True),
        ("BLR", "SCO", "2024-07-03", False), ("QAT", "OPEC", "2019-01-01", False), ("AGO", "OPEC", "2024-01-01", False),
        ("IDN", "OPEC", "2016-06-01", True), ("IDN", "OPEC", "2018-06-01", False), ("ARE", "OPEC", "2026-05-01", False),
        ("PHL", "ICC", "2019-03-16", True), ("PHL", "ICC", "2019-03-17", False), ("BDI", "ICC", "2017-10-27", False),
        ("NER", "ECOWAS", "2025-01-28", True), ("NER", "ECOWAS", "2025-01-29", False), ("TLS", "ASEAN", "2025-10-26", True),
        ("TWN", "APEC", "2020-01-01", True), ("TWN", "UN", "2020-01-01", False), ("AU", "G20", "2023-09-09", True),
        ("UKR", "UN-security-council", "2016-06-01", True), ("UKR", "UN-security-council", "2018-06-01", False),
        ("USA", "org-p5-plus-1", "2018-05-08", True), ("USA", "org-p5-plus-1", "2018-05-09", False),
        ("LTU", "org-china-ceec", "2021-06-01", False), ("KOR", "org-rcep", "2022-01-31", False), ("KOR", "org-rcep", "2022-02-01", True),
    ],
)  # fmt: skip
def test_who_belongs_to_what_depends_on_the_day(vocabulary: Vocabulary, member: str, organisation: str, day: str, belongs: bool) -> None:
    assert (member in members(vocabulary, organisation, day)) == belongs


def test_without_a_day_all_who_ever_belonged_are_members(vocabulary: Vocabulary) -> None:
    assert len(vocabulary.members(ACTOR + "EU", None)) == 28
    assert vocabulary.members(ACTOR + "nothing", None) == ()


def test_nobody_belongs_twice_at_a_time(vocabulary: Vocabulary) -> None:
    held = defaultdict(list)
    for membership in vocabulary.memberships:
        held[membership.organization, membership.member].append(membership)
    assert Counter(len(memberships) for memberships in held.values())[2] >= 4  # Ecuador, Gabon and Indonesia came back to OPEC
    for memberships in held.values():
        for earlier, later in pairwise(sorted(memberships, key=lambda m: m.start)):
            assert earlier.end is not None, later.iri
            assert earlier.end < later.start, later.iri


def test_memberships_end_after_they_start_and_none_is_an_office(vocabulary: Vocabulary) -> None:
    assert len(vocabulary.memberships) > 1200
    assert len({m.organization for m in vocabulary.memberships}) >= 50
    for membership in vocabulary.memberships:
        assert membership.end is None or membership.start <= membership.end, membership.iri
        assert membership.start.year >= 1945, membership.iri
    assert {t.iri for t in vocabulary.tenures}.isdisjoint(m.iri for m in vocabulary.memberships)


def test_each_membership_has_one_source() -> None:
    sources: dict[str, list[str]] = defaultdict(list)
    subjects = set()
    for triple in ox.parse(path=str(ONTOLOGY / "actors" / "memberships.ttl"), format=ox.RdfFormat.TURTLE):
        subjects.add(triple.subject.value)
        if triple.predicate.value == SOURCE:
            sources[triple.subject.value].append(triple.object.value)
    assert sources.keys() == subjects
    assert all(len(found) == 1 and found[0].startswith(("https://", "http://")) for found in sources.values())


@pytest.fixture
def generator(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script that writes memberships.ttl."""
    spec = importlib.util.spec_from_file_location("generate_memberships", ONTOLOGY / "generate_memberships.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)  # its dataclass looks itself up there
    spec.loader.exec_module(module)
    return module


def test_the_generated_file_is_what_the_table_says(generator: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generator, "FILE", tmp_path / "memberships.ttl")
    generator.main()
    assert (tmp_path / "memberships.ttl").read_bytes() == (ONTOLOGY / "actors" / "memberships.ttl").read_bytes()


@pytest.mark.parametrize("line", ["2020-01-01 CHN", "[UN] not-a-url", "[UN] https://un.org/\n1945 ", "[UN] https://un.org/\nsoon CHN"])
def test_a_line_that_says_nothing_is_an_error(generator: ModuleType, line: str) -> None:
    with pytest.raises(ValueError, match="neither"):
        list(generator.memberships(line))


def test_an_indented_line_goes_on_with_the_line_above(generator: ModuleType) -> None:
    found = list(generator.memberships("# why\n[EU] https://europa.eu/\n1995-01-01 AUT FIN\n  SWE\n"))
    assert [(m.organisation, m.member, m.start, m.end) for m in found] == [
        ("EU", "AUT", "1995-01-01", None),
        ("EU", "FIN", "1995-01-01", None),
        ("EU", "SWE", "1995-01-01", None),
    ]
