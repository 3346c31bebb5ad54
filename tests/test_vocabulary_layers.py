"""What a user's own Turtle does to the shipped ontology: it adds, overrides and withdraws."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kg.errors import OntologyError
from kg.extract.lexicon import lexicon_of
from kg.extract.triggers import frame_table
from kg.vocabulary import ACTOR, Vocabulary, load_vocabulary

PREFIXES = """@prefix gk: <urn:geokg:vocab:> .
@prefix actor: <urn:geokg:actor/> .
@prefix action: <urn:geokg:action/> .
@prefix affix: <urn:geokg:affix/> .
@prefix frame: <urn:geokg:frame/> .
@prefix post: <urn:geokg:post/> .
@prefix role: <urn:geokg:role/> .
@prefix source: <urn:geokg:source/> .
@prefix tenure: <urn:geokg:tenure/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
Load = Callable[..., Vocabulary]


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Load:
    """Turtle of the user's own (without prefixes), one file for each text, to the vocabulary that it makes with the shipped one."""

    load_vocabulary()
    monkeypatch.setenv("GEOKG_CACHE", "")  # nobody will want these again

    def loaded(*texts: str) -> Vocabulary:
        for n, text in enumerate(texts):
            (tmp_path / f"{n}.ttl").write_text(PREFIXES + text, encoding="utf-8")
        return load_vocabulary(tmp_path)

    return loaded


def test_a_name_is_added_to_a_shipped_actor(load: Load) -> None:
    vocabulary = load('actor:JPN skos:altLabel "扶桑"@zh-Hans .')
    assert vocabulary.find_actors("扶桑") == (ACTOR + "JPN",)
    assert vocabulary.find_actors("日本") == (ACTOR + "JPN",)
    assert vocabulary.actors[ACTOR + "JPN"].kind == "state"


def test_a_preferred_label_is_overridden_in_its_language_alone(load: Load) -> None:
    vocabulary = load('actor:CZE skos:prefLabel "Czech Republic"@en .')
    assert vocabulary.label(ACTOR + "CZE", "en") == "Czech Republic"
    assert vocabulary.label(ACTOR + "CZE", "zh-Hans") == load_vocabulary().label(ACTOR + "CZE", "zh-Hans")
    # articles still write the shipped one
    assert vocabulary.find_actors(load_vocabulary().label(ACTOR + "CZE", "en")) == (ACTOR + "CZE",)


def test_a_value_of_which_there_is_one_is_overridden(load: Load) -> None:
    vocabulary = load("actor:HKG a gk:State . actor:PSE-hamas gk:actsFor actor:IRN . frame:consult-会见 gk:precision 0.1 ; gk:weak true .")
    assert vocabulary.actors[ACTOR + "HKG"].kind == "state"
    assert load_vocabulary().code_of(ACTOR + "PSE-hamas") == "PSE"
    assert vocabulary.code_of(ACTOR + "PSE-hamas") == "IRN"
    changed = [f for f in vocabulary.frames if f.iri.endswith("frame/consult-会见")]
    assert changed
    assert all(f.precision == 0.1 and f.weak for f in changed)


def test_a_tenure_is_ended(load: Load) -> None:
    held = load_vocabulary()._posts[ACTOR + "TUR", "urn:geokg:role/head-of-state"]
    tenure = next(t for t in held if t.end is None)
    vocabulary = load(f'<{tenure.iri}> gk:until "2026-05-01"^^xsd:date .')
    assert vocabulary.holders(tenure.organization, tenure.role, date(2026, 5, 1)) == (tenure.person,)
    assert vocabulary.holders(tenure.organization, tenure.role, date(2026, 5, 2)) == ()


def test_a_name_is_withdrawn_as_whatever_kind_of_name_and_in_whatever_script(load: Load) -> None:
    shipped = lexicon_of(load_vocabulary())
    assert {"华盛顿", "美国"} <= set(shipped.patterns)
    vocabulary = load('actor:USA gk:notLabel "華盛頓", "America" .')
    patterns = set(lexicon_of(vocabulary).patterns)
    assert {"华盛顿", "america"} & patterns == set()
    assert "美国" in patterns


def test_a_name_is_withdrawn_in_one_language(load: Load) -> None:
    vocabulary = load('actor:person-kishida-fumio gk:notLabel "岸田文雄"@zh-Hant .')
    assert dict(vocabulary.actors[ACTOR + "person-kishida-fumio"].labels).keys() == {"en", "zh-Hans"}


def test_a_letter_an_affix_a_host_and_a_pattern_are_withdrawn(load: Load) -> None:
    before = load_vocabulary()
    assert "拉美" in before.affixes["blocker"]
    assert before.outlet_of_host("rfi.fr") == "RFI"
    vocabulary = load(
        'actor:NLD gk:notLabel "荷" . affix:blocker gk:notLabel "拉美" .',
        'source:rfi gk:notLabel "rfi.fr" . frame:agree-愿意 gk:notLabel "愿意" .',
    )
    assert "荷" not in vocabulary.actors[ACTOR + "NLD"].initials
    assert "拉美" not in vocabulary.affixes["blocker"]
    assert vocabulary.outlet_of_host("rfi.fr") is None
    assert "urn:geokg:frame/agree-愿意" in {m.frame.iri for m in frame_table(before).candidates("愿意参加")}
    assert "urn:geokg:frame/agree-愿意" not in {m.frame.iri for m in frame_table(vocabulary).candidates("愿意参加")}


def test_a_withdrawn_person_takes_the_tenures_along(load: Load) -> None:
    person = ACTOR + "person-kishida-fumio"
    vocabulary = load("actor:person-kishida-fumio gk:withdrawn true .")
    assert load_vocabulary().offices(person)
    assert vocabulary.actor(person) is None
    assert vocabulary.offices(person) == ()
    assert vocabulary.find_actors("岸田文雄") == ()
    assert vocabulary.holders(ACTOR + "JPN", "urn:geokg:role/head-of-government", date(2024, 4, 10)) == ()


def test_a_withdrawn_mode_leaves_its_frames_and_a_withdrawn_frame_goes(load: Load) -> None:
    assert any(f.mode == "visit" for f in load_vocabulary().frames)
    vocabulary = load("action:CONSULT-visit gk:withdrawn true . frame:agree-愿意 gk:withdrawn true .")
    assert "CONSULT-visit" not in vocabulary.modes
    assert not any(f.mode == "visit" and f.action == "CONSULT" for f in vocabulary.frames)
    assert len([f for f in load_vocabulary().frames if f.iri != "urn:geokg:frame/agree-愿意"]) == len(vocabulary.frames)


def test_what_would_hang_in_the_air_is_told(load: Load) -> None:
    with pytest.raises(OntologyError, match="JPN") as caught:
        load("actor:JPN gk:withdrawn true .")
    assert "withdraw" in str(caught.value)


def test_withdrawn_false_takes_nothing_away(load: Load) -> None:
    assert load("actor:JPN gk:withdrawn false .").find_actors("日本")


def test_two_files_of_ones_own_make_one_ontology(load: Load) -> None:
    vocabulary = load(
        'actor:org-tea a gk:Organisation ; skos:prefLabel "茶盟"@zh-Hans, "Tea League"@en .',
        'actor:org-tea skos:altLabel "国际茶盟"@zh-Hans .',
    )
    assert vocabulary.find_actors("国际茶盟") == (ACTOR + "org-tea",)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('actor:JPN gk:metonim "霞关"@zh-Hans .', 14, ["actor:JPN", "gk:metonim", "did you mean gk:metonym?"]),
        ("actor:x a gk:Persn .", 14, ["gk:Persn is no class", "did you mean gk:Person?"]),
        ("actor:x a gk:Body ;\n  gk:actsFor actor:JNP .", 15, ["actor:JNP is not defined"]),
        ("actor:x a gk:Body ;\n\n gk:actsFor\n  role:spokesperson .", 17, ["role:spokesperson is of another class"]),
        ("actor:x a gk:Body ; gk:actsFor actor:JPN, actor:USA .", 14, ["gk:actsFor has more than one value: actor:JPN and actor:USA"]),
        ('frame:x a gk:Frame ; gk:pattern "甲"@zh ; gk:action action:DANCE .', 14, ["action:DANCE is not defined"]),
        ('frame:x a gk:Frame ; gk:pattern "甲"@zh ; gk:action action:AID ; gk:mode action:AID-dance .', 14, ["action:AID-dance"]),
        ('frame:x a gk:Frame ; gk:pattern "甲"@zh ; gk:action action:AID ; gk:roles "upward" .', 14, ["'upward'", "mutual"]),
        ('frame:x a gk:Frame ; gk:pattern "甲"@zh ; gk:action action:AID ; gk:modality "maybe" .', 14, ["'maybe'", "possible"]),
        ('frame:x a gk:Frame ; gk:pattern "甲"@zh ; gk:action action:AID ; gk:precision "high" .', 14, ["'high'", "a number"]),
        ('frame:agree-愿意 gk:weak "yes" .', 14, ["'yes'", "true or false"]),
        ("# actor:JPN\n\nactor:JPN skos:altLabel 扶桑 .", 16, ["is not valid Turtle"]),
        ('actor:JPN skos:altLabel "a" ;;\n  b:c "d" .', 15, ["prefix b:"]),
        ('tenure:x a org:Membership ; org:member actor:person-biden-joe ; org:organization actor:USA ;\n'
         '  gk:post post:USA-head-of-state ; gk:from "2024-02-31"^^xsd:date .', 14, ["'2024-02-31' is no day"]),
        ('tenure:x a org:Membership ; org:member actor:person-biden-joe ; org:organization actor:USA ;\n'
         '  gk:post post:USA-head-of-state ; gk:from "2024-02"^^xsd:gYearMonth ; gk:until "2023"^^xsd:gYear .',
         14, ["ends before it starts"]),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_file_its_line_and_a_remedy(load: Load, tmp_path: Path, text: str, line: int, words: list[str]) -> None:
    with pytest.raises(OntologyError) as caught:
        load(text)
    told = str(caught.value)
    assert told.startswith(f"{tmp_path / '0.ttl'}:{line}: ")
    assert [word for word in words if word not in told] == []
    assert " — " in told


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match="is no folder"):
        load_vocabulary(tmp_path / "nowhere")
