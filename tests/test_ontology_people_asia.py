"""Who held which office in Asia, the Pacific and the Middle East on which day, and what each such statement must bring along."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.vocabulary import Vocabulary, load_vocabulary

ACTORS = Path(__file__).resolve().parent.parent / "ontology" / "actors"
FILES = ("tenures-asia-pacific.ttl", "tenures-china.ttl", "tenures-middle-east.ttl")
GK = "urn:geokg:vocab:"
SOURCE = "http://purl.org/dc/terms/source"
ACTOR, ROLE = "urn:geokg:actor/", "urn:geokg:role/"

Tenures = dict[str, dict[str, list[str]]]


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


@pytest.fixture(scope="module")
def tenures() -> Tenures:
    found: Tenures = {}
    for name in FILES:
        for triple in ox.parse(path=str(ACTORS / name), format=ox.RdfFormat.TURTLE):
            assert isinstance(triple.subject, ox.NamedNode)
            found.setdefault(triple.subject.value, {}).setdefault(triple.predicate.value, []).append(triple.object.value)
    return found


@pytest.mark.parametrize(
    ("organisation", "role", "day", "person"),
    [
        ("JPN", "foreign-minister", "2021-11-03", "motegi-toshimitsu"),
        ("JPN", "foreign-minister", "2021-11-04", "kishida-fumio"),  # he led the ministry himself for six days
        ("JPN", "foreign-minister", "2021-11-10", "hayashi-yoshimasa"),
        ("JPN", "finance-minister", "2025-10-20", "kato-katsunobu"),
        ("JPN", "finance-minister", "2025-10-21", "katayama"),
        ("KOR", "foreign-minister", "2024-01-09", "park-jin"),
        ("KOR", "foreign-minister", "2024-01-10", "cho-tae-yul"),
        ("KOR", "defence-minister", "2025-08-01", "ahn-gyu-back"),
        ("TWN", "foreign-minister", "2024-05-19", "joseph-wu"),
        ("TWN", "foreign-minister", "2024-05-20", "lin-chia-lung"),
        ("TWN", "head-of-government", "2018-06-01", "lai-ching-te"),
        ("CHN", "vice-president", "2024-01-01", "han-zheng"),
        ("CHN-parliament", "speaker-of-parliament", "2020-05-28", "li-zhanshu"),
        ("VNM", "head-of-state", "2024-04-01", "vo-thi-anh-xuan"),
        ("VNM", "head-of-state", "2024-06-20", "to-lam"),
        ("THA", "head-of-government", "2024-08-14", "srettha"),
        ("THA", "foreign-minister", "2024-04-28", "parnpree"),
        ("MYS", "foreign-minister", "2023-12-11", "zambry"),
        ("MYS", "foreign-minister", "2019-01-01", "saifuddin-abdullah"),
        ("VNM", "foreign-minister", "2025-08-28", "bui-thanh-son"),
        ("VNM", "foreign-minister", "2025-08-29", "le-hoai-trung"),
        ("KHM", "foreign-minister", "2024-11-19", "sok-chenda-sophea"),
        ("KHM", "foreign-minister", "2024-11-20", "prak-sokhonn"),
        ("KAZ", "foreign-minister", "2025-09-26", "kosherbayev-yermek"),
        ("NZL", "foreign-minister", "2024-01-01", "peters-winston"),
        ("AUS", "foreign-minister", "2019-01-01", "payne-marise"),
        ("BGD", "foreign-minister", "2024-08-09", "touhid-hossain"),
        ("THA", "defence-minister", "2019-07-09", "prawit"),
        ("THA", "defence-minister", "2019-07-10", "prayut"),
        ("SAU", "foreign-minister", "2019-10-22", "assaf-ibrahim"),
        ("ISR", "defence-minister", "2019-11-11", "netanyahu-benjamin"),
        ("ISR", "foreign-minister", "2020-09-15", "ashkenazi-gabi"),
        ("KOR", "head-of-government", "2025-08-01", "kim-min-seok"),
        ("MAC", "chief-executive", "2024-12-20", "sam-hou-fai"),
        ("MYS", "foreign-minister", "2023-12-12", "mohamad-hasan"),
        ("MYS", "defence-minister", "2023-12-11", "mohamad-hasan"),
        ("AUS", "defence-minister", "2020-07-01", "reynolds-linda"),
        ("PAK", "foreign-minister", "2024-01-16", "jilani"),
        ("BGD", "head-of-government", "2024-08-08", "yunus-muhammad"),
        ("IRN", "head-of-state", "2024-06-01", "mokhber-mohammad"),
        ("IRN", "foreign-minister", "2024-08-20", "bagheri-kani"),
        ("IRN", "foreign-minister", "2024-08-21", "araghchi-abbas"),
        ("IRN", "supreme-leader", "2026-04-01", "khamenei-mojtaba"),
        ("ISR", "foreign-minister", "2023-10-07", "cohen-eli"),
        ("ISR", "foreign-minister", "2024-01-01", "katz-israel"),
        ("TUR", "foreign-minister", "2023-06-02", "cavusoglu-mevlut"),
        ("TUR", "foreign-minister", "2023-06-03", "fidan-hakan"),
        ("SYR", "foreign-minister", "2024-12-21", "shaibani-asaad"),
        ("LBN", "head-of-government", "2024-09-23", "mikati-najib"),
        ("EGY", "foreign-minister", "2024-07-02", "shoukry-sameh"),
        ("SAU", "defence-minister", "2022-09-26", "mbs"),
        ("SAU", "defence-minister", "2022-09-27", "khalid-bin-salman"),
    ],
)
def test_the_holder_on_a_day(vocabulary: Vocabulary, organisation: str, role: str, day: str, person: str) -> None:
    holders = vocabulary.holders(ACTOR + organisation, ROLE + role, date.fromisoformat(day))
    assert holders == (ACTOR + "person-" + person,)


@pytest.mark.parametrize(
    ("organisation", "role", "day"),
    [
        ("SYR", "foreign-minister", "2024-12-12"),  # the old government had fallen, the new one had named nobody
        ("KOR", "defence-minister", "2025-03-01"),  # vacant after martial law
        ("LBN", "head-of-state", "2024-01-01"),  # no president was elected for two years
        ("IRN", "supreme-leader", "2026-03-05"),  # between the death of one and the choice of the next
    ],
)
def test_a_vacant_office_has_no_holder(vocabulary: Vocabulary, organisation: str, role: str, day: str) -> None:
    assert vocabulary.holders(ACTOR + organisation, ROLE + role, date.fromisoformat(day)) == ()


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("上川洋子", "kamikawa-yoko"),  # a misspelling that is printed
        ("社德他", "srettha"),  # Singapore's transcription
        ("赛塔·他威信", "srettha"),
        ("阿拉格希", "araghchi-abbas"),
        ("佐科维多多", "jokowi"),
        ("塔里克·拉赫曼", "rahman-tarique"),
        ("王庭惠", "vuong-dinh-hue"),
        ("蕭澤頤", "siu-raymond"),
        ("Vương Đình Huệ", "vuong-dinh-hue"),
    ],
)
def test_people_are_found_by_the_names_that_are_printed(vocabulary: Vocabulary, name: str, person: str) -> None:
    assert vocabulary.find_actors(name) == (ACTOR + "person-" + person,)


def test_a_ministry_has_several_spokespersons_at_a_time(vocabulary: Vocabulary) -> None:
    spoke = vocabulary.holders(ACTOR + "CHN-foreign-ministry", ROLE + "spokesperson", date(2022, 10, 10))
    assert {ACTOR + "person-" + p for p in ("hua-chunying", "zhao-lijian", "wang-wenbin", "mao-ning")} == set(spoke)


def test_each_tenure_has_a_source_and_a_beginning(tenures: Tenures) -> None:
    assert len(tenures) > 300
    for iri, properties in tenures.items():
        assert len(properties[GK + "from"]) == 1, iri
        assert len(properties.get(GK + "until", [])) <= 1, iri
        assert all(source.startswith("https://") for source in properties[SOURCE]), iri
        assert len(properties.get(GK + "post", [])) + len(properties.get(GK + "role", [])) == 1, iri


def test_no_tenure_ends_before_it_starts_and_no_post_is_held_twice(vocabulary: Vocabulary, tenures: Tenures) -> None:
    several = {iri for iri, p in tenures.items() if GK + "post" not in p}  # a ministry's spokespersons
    held: dict[tuple[str, str], list[tuple[date, date, str]]] = {}
    for tenure in vocabulary.tenures:
        end = tenure.end or date.max
        assert tenure.start <= end, tenure.iri
        if tenure.iri not in several:
            held.setdefault((tenure.organization, tenure.role), []).append((tenure.start, end, tenure.iri))
    for office in held.values():
        for (_, end, earlier), (start, _, later) in pairwise(sorted(office)):
            assert end < start, (earlier, later)
