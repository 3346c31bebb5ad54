"""`kg check` of an ontology: each kind of fault is found, with its line and a remedy, and what is right is left alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.check import check_ontology
from kg.check.finding import Finding
from kg.cli import app
from kg.errors import OntologyError
from tests.test_vocabulary_layers import PREFIXES

FIRST = PREFIXES.count("\n") + 1  # the line on which a test's own Turtle begins
Check = Callable[[str], list[Finding]]


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Check:
    """Turtle of the user's own (without prefixes) to what is found in it."""
    monkeypatch.setenv("GEOKG_CACHE", "")

    def checked(text: str) -> list[Finding]:
        (tmp_path / "own.ttl").write_text(PREFIXES + text, encoding="utf-8")
        return list(check_ontology(tmp_path))

    return checked


def person(name: str, state: str = "JPN", iri: str = "x", more: str = "") -> str:
    labels = f'"{name}"@zh-Hans, "{name}"@zh-Hant, "X {iri}"@en'
    return f"actor:person-{iri} a gk:Person ; gk:actsFor actor:{state} ; skos:prefLabel {labels} {more}.\n"


def tenure(who: str, start: str, until: str = "", iri: str = "x", post: str = "post:JPN-tea-master", more: str = "") -> str:
    end = f' ; gk:until "{until}"' if until else ""
    return (
        f"tenure:{iri} a org:Membership ; org:member actor:person-{who} ; org:organization actor:JPN ; gk:post {post} ;\n"
        f'  gk:from "{start}"{end} ; dcterms:source <https://example.org/tea> {more}.\n'
    )


POST = (
    "post:JPN-tea-master a org:Post ; org:postIn actor:JPN ; gk:role role:spokesperson ; "
    'skos:prefLabel "茶道总管"@zh-Hans, "Tea master"@en .\n'
)
TWO = person("茶泉一郎", iri="a") + person("茶泉二郎", iri="b") + POST
FRAME = 'frame:x a gk:Frame ; gk:action action:CONSULT ; gk:pattern "把酒言欢"@zh ; gk:example "日本和美国把酒言欢。"@zh'


def test_the_shipped_ontology_has_no_errors() -> None:
    assert [str(f) for f in check_ontology() if not f.warning] == []


@pytest.mark.parametrize(
    "text",
    [
        TWO + tenure("a", "2020-01-01", "2020-12-31", "a") + tenure("b", "2021-01-01", "", "b"),
        TWO + tenure("a", "2020-01", "2020-05", "a") + tenure("b", "2020-05", "", "b"),  # handed over in May
        TWO + tenure("a", "2020", "2020", "a") + tenure("b", "2020", "2021", "b"),
        TWO + tenure("a", "2020-01-01", "", "a") + tenure("b", "2021-01-01", "2021-02-01", "b", more="; gk:acting true "),
        TWO.replace("org:postIn", "gk:shared true ; org:postIn") + tenure("a", "2020-01-01", "", "a") + tenure("b", "2021-01-01", "", "b"),
        person("茶泉", "JPN", "a") + person("茶泉", "KOR", "b"),  # the state decides
        # the day decides
        TWO.replace("茶泉二郎", "茶泉一郎") + tenure("a", "2020-01-01", "2020-12-31", "a") + tenure("b", "2021-01-01", "", "b"),
        FRAME + " .",
        FRAME + ' ; gk:unless "把酒言欢乐" .',
        'actor:JPN skos:altLabel "扶桑"@zh-Hans ; gk:notLabel "霞关" .',
        # what it overrides is not there twice
        'actor:CZE skos:prefLabel "Czech Republic"@en . actor:PSE-hamas gk:actsFor actor:IRN . frame:consult-会见 gk:precision 0.9 .',
        "actor:person-kishida-fumio gk:withdrawn true .",
    ],
)  # fmt: skip
def test_what_is_right_is_left_alone(check: Check, text: str) -> None:
    assert [str(f) for f in check(text)] == []


@pytest.mark.parametrize(
    ("text", "kind", "line", "words"),
    [
        # terms
        ('actor:JPN gk:metonim "霞关"@zh-Hans .', "unknown property", 0, ["gk:metonim", "did you mean gk:metonym?"]),
        ('actor:x a gk:Persn ; skos:prefLabel "甲"@zh-Hans .', "unknown class", 0, ["gk:Persn", "gk:Person"]),
        (person("茶泉") + "\nactor:person-x\n  gk:actsFor actor:JNP .", "two values of one property", 3, ["actor:JNP and actor:JPN"]),
        ("\n" + person("茶泉", "JNP"), "lost reference", 1, ["actor:JNP"]),
        (FRAME.replace("CONSULT", "DANCE") + " .", "lost reference", 0, ["action:DANCE"]),
        (FRAME + " ;\n gk:mode action:CONSULT-dance .", "lost reference", 1, ["action:CONSULT-dance"]),
        (FRAME + " ;\n gk:mode action:AID-aid .", "lost reference", 1, ["action:AID-aid"]),
        (POST.replace("spokesperson", "tea-master"), "lost reference", 0, ["role:tea-master"]),
        ("actor:x-y a gk:Body ; gk:actsFor actor:JPN ; gk:bodyType bodytype:tea .".replace("bodytype:tea", "<urn:geokg:bodytype/tea>"),
         "lost reference", 0, ["bodytype:tea"]),
        (person("茶泉") + tenure("x", "2020-01-01", post="post:JPN-tea"), "lost reference", 1, ["post:JPN-tea "]),
        (FRAME + " ; gk:weak 1 .", "wrong value", 0, ["true or false"]),
        # labels
        (person("茶泉").replace('"茶泉"@zh-Hant, ', ""), "missing label", 0, ["zh-Hant"]),
        (person("茶泉").replace('"X x"@en', '"X"@fr'), "missing label", 0, ["label in en"]),
        (person("茶泉").replace("@zh-Hans", "@zh"), "label's language", 0, ["@zh", "zh-Hans or zh-Hant"]),
        # names
        (person("茶泉", iri="a") + person("茶泉", iri="b"), "ambiguous name", 1, ["'茶泉'", "actor:person-a", "tenures"]),
        ('actor:KOR skos:altLabel "日本"@zh-Hans .', "ambiguous name", 0, ["actor:JPN", "keep it on one"]),
        ('actor:KOR\n  gk:initial "日"@zh .', "ambiguous name", 1, ["letter '日'", "actor:JPN"]),
        ('source:x a gk:Outlet ; skos:prefLabel "茶报"@zh-Hans, "Tea Post"@en ;\n  gk:host "rfi.fr" .',
         "ambiguous name", 1, ["rfi.fr", "source:rfi"]),
        ('<urn:geokg:role/tea> a gk:Role ; skos:prefLabel "茶官"@zh-Hans, "tea official"@en ;\n  skos:altLabel "外長"@zh-Hant .',
         "ambiguous name", 1, ["role:foreign-minister"]),
        # tenures
        (TWO + tenure("a", "2020-01-01", "2021-01-01", "a") + tenure("b", "2021-01-01", "", "b"),
         "overlapping holders", 6, ["tenure:a", "gk:acting"]),
        (TWO + tenure("a", "2020-01", "2020-07", "a") + tenure("b", "2020-06", "", "b"), "overlapping holders", 6, ["tenure:a"]),
        (TWO + tenure("a", "2020-01-01", "", "a") + tenure("b", "2021-01-01", "", "b"), "overlapping holders", 6, ["gk:shared"]),
        (TWO + tenure("a", "2020-03-01", "2020-02-01"), "ends before it starts", 4, ["2020-03-01 to 2020-02-01"]),
        (TWO + tenure("a", "2020-02-31"), "no day", 4, ["2020-02-31"]),
        (TWO + tenure("a", "2020-02-01").replace("dcterms:source", "skos:note"), "no source", 3, ["dcterms:source"]),
        (TWO + tenure("a", "2020-02-01").replace("org:organization actor:JPN", "org:organization actor:KOR"),
         "post elsewhere", 3, ["actor:KOR"]),
        # frames
        (FRAME.replace("把酒言欢\"", "[把酒|言欢\"") + " .", "unreadable pattern", 0, ["bracket", "[a|b]"]),
        (FRAME.replace("把酒言欢\"", "{country}言欢\"") + " .", "unreadable pattern", 0, ["{initial}"]),
        (FRAME.replace("美国把酒言欢", "美国言欢") + " .", "example", 0, ["does not hold"]),
        (FRAME + ' ; gk:unless "国把酒言欢" .', "example", 0, ["does not hold"]),
        (FRAME.replace('"日本和美国把酒言欢。"@zh', '"A and B drink."@en') + " .", "example", 0, ["its example is in en"]),
        (FRAME + ' ;\n gk:unless "酒" .', "idle guard", 1, ["'酒'"]),
        (FRAME.replace("把酒言欢", "会见") + " .", "words of two frames", 0, ["会见", "is said by frame:"]),
        (FRAME.replace("CONSULT", "ASSAULT").replace("把酒言欢", "会见") + " .", "words of two frames", 0, ["会见"]),
        (FRAME + " ; gk:mode action:AGREE .", "lost reference", 0, ["another class"]),
        # the shapes tell the rest
        ('actor:XXX a gk:State ; skos:prefLabel "某国"@zh-Hans, "某國"@zh-Hant, "Some"@en .', "shape", 0, ["a state has a code"]),
    ],
)  # fmt: skip
def test_a_fault_is_found_with_its_line_and_its_remedy(
    check: Check, tmp_path: Path, text: str, kind: str, line: int, words: list[str]
) -> None:
    found = check(text)
    (fault, *_) = [f for f in found if f.problem.kind == kind] or pytest.fail(f"only {[str(f) for f in found]}")
    told = str(fault)
    assert [word for word in words if word not in told] == []
    assert told.startswith(f"{tmp_path / 'own.ttl'}:{FIRST + line}: {'warning' if fault.warning else 'error'}: ")
    assert " — " in told


def test_all_faults_are_told_and_warnings_last(check: Check) -> None:
    jpn = 'actor:JPN gk:metonim "霞关"@zh-Hans ; gk:notLabel "从来不是名字" .\n'
    found = check(person("茶泉", "JNP") + jpn + FRAME + ' ; gk:unless "酒" .')
    assert [f.problem.kind for f in found] == ["lost reference", "unknown property", "idle guard", "idle withdrawal"]
    assert [f.warning for f in found] == [False, False, False, True]


def test_one_fault_is_told_once(check: Check) -> None:
    """Of an action that is not defined loading, the shapes and the terms each have something to say."""
    assert len(check(FRAME.replace("CONSULT", "DANCE") + " .")) == 1


def test_a_name_that_is_never_read_is_a_warning(check: Check) -> None:
    (finding,) = check(person("茶泉一郎", more='; gk:shortName "日本"@zh-Hans '))
    assert finding.warning
    assert "is never read" in str(finding)
    assert "actor:JPN" in str(finding)


def test_what_is_no_turtle_is_told_for_each_file(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("actor:JPN a", encoding="utf-8")
    (tmp_path / "b.ttl").write_text(PREFIXES + 'actor:JPN skos:altLabel "a"@@ .', encoding="utf-8")
    (tmp_path / "c.ttl").write_text(PREFIXES + "actor:JPN gk:actsFor actor:NOBODY .", encoding="utf-8")
    first, second = (str(f) for f in check_ontology(tmp_path))
    assert first.startswith(f"{tmp_path / 'a.ttl'}:1: error: is not valid Turtle: ")
    assert second.startswith(f"{tmp_path / 'b.ttl'}:{FIRST}: error: is not valid Turtle: ")


def test_only_what_ones_own_files_have_to_do_with_is_told(check: Check) -> None:
    for finding in check(person("茶泉")):
        assert "person-x" in str(finding)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match="is no folder"):
        list(check_ontology(tmp_path / "nowhere"))


def test_the_command_ends_with_status_one_where_there_are_errors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEOKG_CACHE", "")
    own = tmp_path / "own.ttl"
    own.write_text(PREFIXES + FRAME + " .", encoding="utf-8")
    good = CliRunner().invoke(app, ["check", "--ontology", str(tmp_path)])
    assert (good.exit_code, good.stdout) == (0, "conforms\n")
    own.write_text(PREFIXES + person("茶泉", more='; gk:shortName "日本"@zh-Hans '), encoding="utf-8")
    warned = CliRunner().invoke(app, ["check", "--ontology", str(tmp_path)])
    assert warned.exit_code == 0
    assert warned.stdout.endswith("conforms; 1 warning\n")
    own.write_text(PREFIXES + person("茶泉", "JNP") + FRAME.replace("美国把酒", "美国把") + " .", encoding="utf-8")
    bad = CliRunner().invoke(app, ["check", "--ontology", str(tmp_path)])
    assert bad.exit_code == 1
    assert bad.stdout.count(f"{own}:") == 2
    assert bad.stdout.endswith("2 errors\n")
