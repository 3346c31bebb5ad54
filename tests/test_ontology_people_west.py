"""Who held which office on which day in Europe, the Americas, Africa and the international organisations."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.vocabulary import Vocabulary, load_vocabulary

ACTORS = Path(__file__).resolve().parent.parent / "ontology" / "actors"
TENURE_FILES = ("tenures-europe.ttl", "tenures-americas.ttl", "tenures-africa.ttl", "tenures-organisations.ttl")
GK, ORG, SKOS = "urn:geokg:vocab:", "http://www.w3.org/ns/org#", "http://www.w3.org/2004/02/skos/core#"
RDF_TYPE, SOURCE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "http://purl.org/dc/terms/source"
ACTOR, ROLE = "urn:geokg:actor/", "urn:geokg:role/"

Properties = dict[str, list[str]]


def read(*files: Path) -> dict[str, Properties]:
    """Subject -> property -> values."""
    found: dict[str, Properties] = defaultdict(lambda: defaultdict(list))
    for file in files:
        for triple in ox.parse(path=str(file), format=ox.RdfFormat.TURTLE):
            assert not isinstance(triple.subject, ox.BlankNode | ox.Triple), file
            assert not isinstance(triple.object, ox.BlankNode | ox.Triple), file
            found[triple.subject.value][triple.predicate.value].append(triple.object.value)
    return found


@pytest.fixture(scope="module")
def actors() -> dict[str, Properties]:
    return read(*sorted(ACTORS.glob("*.ttl")))


@pytest.fixture(scope="module")
def tenures() -> dict[str, Properties]:
    return read(*(ACTORS / name for name in TENURE_FILES))


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


def first_day(text: str) -> date:
    year, month, day = [*map(int, text.split("-")), 1, 1][:3]
    return date(year, month, day)


def last_day(text: str) -> date:
    """The last day of a day, month or year."""
    parts = list(map(int, text.split("-")))
    if len(parts) == 3:
        return first_day(text)
    year, month = parts[0], parts[1] if len(parts) == 2 else 12
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def spans(tenures: dict[str, Properties], key: str) -> dict[str, list[tuple[date, date, str]]]:
    """The tenures of each post (or person) in order, as first day, last day and name."""
    found: dict[str, list[tuple[date, date, str]]] = defaultdict(list)
    for iri, p in tenures.items():
        (start,), until = p[GK + "from"], p.get(GK + "until", [])
        found[p[key][0]].append((first_day(start), last_day(until[0]) if until else date.max, iri))
    return {k: sorted(v) for k, v in found.items()}


def test_every_tenure_has_a_person_a_post_and_a_source(actors: dict[str, Properties], tenures: dict[str, Properties]) -> None:
    assert len(tenures) > 600
    for iri, p in tenures.items():
        assert p[RDF_TYPE] == [ORG + "Membership"], iri
        (person,), (post,), (organisation,) = p[ORG + "member"], p[GK + "post"], p[ORG + "organization"]
        assert actors[person][RDF_TYPE] == [GK + "Person"], iri
        assert actors[post][RDF_TYPE] == [ORG + "Post"], iri
        assert actors[post][ORG + "postIn"] == [organisation], iri
        assert p[SOURCE], iri
        assert all(source.startswith(("https://", "http://")) for source in p[SOURCE]), iri


def test_no_tenure_ends_before_it_starts(tenures: dict[str, Properties]) -> None:
    for held in spans(tenures, GK + "post").values():
        for start, end, iri in held:
            assert start <= end, iri


def test_no_post_has_two_holders_at_a_time(tenures: dict[str, Properties]) -> None:
    for held in spans(tenures, GK + "post").values():
        for (_, end, earlier), (start, _, later) in pairwise(held):
            assert end < start, (earlier, later)


def test_every_post_was_held_by_someone(tenures: dict[str, Properties]) -> None:
    posts = {iri for iri, p in read(ACTORS / "posts-west.ttl").items() if p[RDF_TYPE] == [ORG + "Post"]}
    assert len(posts) > 200
    assert posts == {p[GK + "post"][0] for p in tenures.values()}


OFFICES = """
GBR head-of-government 2022-09-05 johnson-boris
GBR head-of-government 2022-09-06 truss-liz
GBR head-of-government 2022-10-24 truss-liz
GBR head-of-government 2022-10-25 sunak-rishi
GBR head-of-government 2024-07-05 starmer-keir
GBR foreign-minister 2024-07-04 cameron-david
GBR foreign-minister 2024-07-05 lammy-david
GBR defence-minister 2023-08-31 shapps-grant
FRA head-of-government 2024-01-08 borne-elisabeth
FRA head-of-government 2024-01-09 attal-gabriel
FRA head-of-government 2024-09-05 barnier-michel
FRA head-of-government 2024-12-13 bayrou-francois
FRA head-of-government 2025-09-09 lecornu-sebastien
FRA foreign-minister 2024-01-12 sejourne-stephane
FRA defence-minister 2025-10-12 vautrin-catherine
DEU foreign-minister 2021-12-07 maas-heiko
DEU foreign-minister 2021-12-08 baerbock-annalena
DEU head-of-government 2025-05-06 merz-friedrich
DEU foreign-minister 2025-05-06 wadephul-johann
DEU defence-minister 2023-01-18 lambrecht
DEU defence-minister 2023-01-19 pistorius-boris
UKR head-of-state 2019-05-19 poroshenko-petro
UKR head-of-state 2019-05-20 zelensky-volodymyr
UKR defence-minister 2023-09-05 reznikov-oleksii
UKR defence-minister 2023-09-06 umerov-rustem
UKR foreign-minister 2024-09-04 kuleba-dmytro
UKR foreign-minister 2024-09-05 sybiha-andrii
UKR-armed-forces commander 2024-02-07 zaluzhny-valerii
UKR-armed-forces commander 2024-02-08 syrskyi-oleksandr
RUS head-of-government 2020-01-16 mishustin-mikhail
RUS defence-minister 2024-05-14 belousov-andrei
RUS-foreign-ministry spokesperson 2015-08-11 zakharova-maria
POL foreign-minister 2023-12-13 sikorski-radoslaw
POL head-of-state 2025-08-05 duda-andrzej
POL head-of-state 2025-08-06 nawrocki-karol
NLD head-of-government 2024-07-01 rutte-mark
NLD head-of-government 2024-07-02 schoof-dick
SWE foreign-minister 2024-09-10 stenergard
NOR foreign-minister 2017-10-19 brende-borge
NOR foreign-minister 2017-10-20 soreide
FIN head-of-state 2024-02-29 niinisto-sauli
FIN head-of-state 2024-03-01 stubb-alexander
ITA foreign-minister 2022-10-22 tajani-antonio
ESP head-of-government 2018-06-02 sanchez-pedro
GRC foreign-minister 2018-12-01 tsipras-alexis
IRL foreign-minister 2025-11-17 harris-simon
IRL foreign-minister 2025-11-18 mcentee-helen
CZE foreign-minister 2021-04-21 kulhanek-jakub
CZE head-of-state 2023-03-09 pavel-petr
CAN head-of-government 2025-03-13 trudeau-justin
CAN head-of-government 2025-03-14 carney-mark
CAN foreign-minister 2025-05-13 anand-anita
MEX head-of-state 2024-09-30 lopez-obrador
MEX head-of-state 2024-10-01 sheinbaum
ARG head-of-state 2023-12-10 milei-javier
BRA head-of-state 2022-12-31 bolsonaro-jair
BRA head-of-state 2023-01-01 lula
USA secretary-of-state 2018-04-25 sullivan-john
USA secretary-of-state 2018-04-26 pompeo-mike
USA secretary-of-state 2025-01-21 rubio-marco
USA defence-minister 2025-01-25 hegseth-pete
USA interior-security-advisor 2018-04-08 mcmaster-hr
USA interior-security-advisor 2018-04-09 bolton-john
USA-state-council spokesperson 2020-06-01 ortagus-morgan
USA-indo-pacific-command commander 2018-05-29 harris-harry
USA-indo-pacific-command commander 2018-05-30 davidson-philip
USA-indo-pacific-command commander 2022-08-04 aquilino-john
USA-indo-pacific-command commander 2024-05-03 paparo-samuel
ZAF head-of-state 2018-02-15 ramaphosa
ETH head-of-government 2018-04-02 abiy-ahmed
NATO secretary-general 2024-09-30 stoltenberg-jens
NATO secretary-general 2024-10-01 rutte-mark
UN secretary-general 2016-12-31 ban-ki-moon
UN secretary-general 2017-01-01 guterres-antonio
NATO-shape commander 2019-05-02 scaparrotti-curtis
NATO-shape commander 2019-05-03 wolters-tod
EU commission-president 2019-11-30 juncker-jean-claude
EU commission-president 2019-12-01 von-der-leyen
EU council-president 2024-12-01 costa-antonio
EU high-representative 2024-12-01 kallas-kaja
"""


@pytest.mark.parametrize("case", OFFICES.split("\n")[1:-1])
def test_an_office_is_whoever_held_it_on_the_day(vocabulary: Vocabulary, case: str) -> None:
    organisation, role, day, person = case.split()
    holders = vocabulary.holders(ACTOR + organisation, ROLE + role, date.fromisoformat(day))
    assert holders == (ACTOR + "person-" + person,)


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("龐培歐", "pompeo-mike"), ("彭佩奥", "pompeo-mike"), ("奥特加斯", "ortagus-morgan"), ("巴尼尔", "barnier-michel"),
        ("皮特·赫格塞思", "hegseth-pete"), ("鲁比奥", "rubio-marco"), ("馬可·盧比歐", "rubio-marco"), ("扎哈罗娃", "zakharova-maria"),
        ("佩斯科夫", "peskov-dmitry"), ("乌梅罗夫", "umerov-rustem"), ("库列巴", "kuleba-dmytro"), ("勒科尔尼", "lecornu-sebastien"),
        ("米莱", "milei-javier"), ("辛鲍姆", "sheinbaum"), ("维特齐", "vystrcil"), ("Friedrich Merz", "merz-friedrich"),
    ],
)  # fmt: skip
def test_people_are_found_by_the_names_of_the_press(vocabulary: Vocabulary, name: str, person: str) -> None:
    assert vocabulary.find_actors(name) == (ACTOR + "person-" + person,)
