"""The ontology out of the cache is the ontology; and nothing that happens to the cache can be noticed but by the time it takes."""

from __future__ import annotations

import json
import multiprocessing
import os
import time
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kg.extract.lexicon import lexicon_of
from kg.extract.triggers import frame_table
from kg.vocabulary import Vocabulary, load_vocabulary
from kg.vocabulary.cache import cache_folder, content_key, kept
from kg.vocabulary.plain import from_plain, to_plain

PREFIXES = """@prefix gk: <urn:geokg:vocab:> .
@prefix actor: <urn:geokg:actor/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
ACADEMY = """actor:JPN-tea-academy a gk:Body ; gk:actsFor actor:JPN ;
  skos:prefLabel "茶道大学校"@zh-Hans, "茶道大學校"@zh-Hant, "Academy of Tea"@en ."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A cache of the test's own, and vocabularies that are forgotten afterwards."""
    monkeypatch.setenv("GEOKG_CACHE", str(tmp_path / "cache"))
    load_vocabulary.cache_clear()
    yield tmp_path / "cache"
    load_vocabulary.cache_clear()


def fresh(extra: Path | None = None) -> Vocabulary:
    load_vocabulary.cache_clear()
    return load_vocabulary(extra)


def assert_same(one: Any, other: Any) -> None:
    """Equal in every part, types and order too: 'a tuple' and 'a list' are not the same."""
    assert type(one) is type(other)
    if is_dataclass(one):
        for field in fields(one):
            assert_same(getattr(one, field.name), getattr(other, field.name))
    elif isinstance(one, dict):
        assert list(one) == list(other)
        for key in one:
            assert_same(one[key], other[key])
    elif isinstance(one, tuple | list):
        assert len(one) == len(other)
        for a, b in zip(one, other, strict=True):
            assert_same(a, b)
    else:
        assert one == other


def test_what_comes_out_of_the_cache_is_what_went_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh()
    (file,) = folder.glob("vocabulary-*.json")
    cached = fresh()
    lexicon_of(cached), frame_table(cached)
    again = fresh()
    lexicon, table = lexicon_of(again), frame_table(again)
    monkeypatch.setenv("GEOKG_CACHE", "")
    plain = fresh()
    assert_same(cached, plain)
    assert file.exists()
    for field in ("patterns", "meanings", "acronyms", "initials", "before_initial"):
        assert_same(getattr(lexicon, field), getattr(lexicon_of(plain), field))
    assert_same(table.literals, frame_table(plain).literals)
    assert_same(table.by_first, frame_table(plain).by_first)


def test_the_second_start_reads_no_turtle(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh()
    monkeypatch.setattr("kg.vocabulary.loading.subjects_of", lambda contents: pytest.fail("the files were read again"))
    assert fresh().find_actors("日本")
    start = time.process_time()
    fresh()
    assert time.process_time() - start < 1


def test_a_file_that_changes_by_one_letter_is_read_again(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    file = own / "tea.ttl"
    file.write_text(PREFIXES + ACADEMY, encoding="utf-8")
    before = file.stat()
    assert fresh(own).find_actors("茶道大学校")
    file.write_text(PREFIXES + ACADEMY.replace("茶", "花"), encoding="utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))  # same size, same time: its content counts
    changed = fresh(own)
    assert changed.find_actors("花道大学校")
    assert not changed.find_actors("茶道大学校")
    assert changed.fingerprint != load_vocabulary().fingerprint


BROKEN = [
    b"",
    b"\n",
    b"not a hash\n{}",
    b"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n",
    "乱".encode() * 1000,
    None,  # cut short
    b"0",  # one letter changed
]


@pytest.mark.parametrize("content", BROKEN)
def test_a_damaged_file_is_made_anew(folder: Path, content: bytes | None) -> None:
    def value() -> dict[str, list[int]]:
        return kept("thing", "k", make=lambda: {"a": [1, 2]}, write=dict, read=dict)

    assert value() == {"a": [1, 2]}
    (file,) = folder.glob("*.json")
    whole = file.read_bytes()
    file.write_bytes(whole[:-3] if content is None else whole.replace(b"1", content) if content == b"0" else content)
    assert value() == {"a": [1, 2]}
    assert file.read_bytes() == whole


def test_a_file_that_says_something_of_another_form_is_made_anew(folder: Path) -> None:
    """Somebody who can write to the folder can give it a right hash: it still is data, and has to be of the form that is asked for."""
    import hashlib

    expected = fresh()
    (file,) = folder.glob("vocabulary-*.json")
    whole = file.read_bytes()
    for body in (b"[]", b"{}", b'["a"]', b"[" * 100_000, json.dumps([1] * 12).encode(), b'{"__class__": "os.system"}', b"cos\nsystem\n."):
        file.write_bytes(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
        assert_same(fresh(), expected)
        assert file.read_bytes() == whole


def test_a_folder_that_cannot_be_written_to_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("a file where a folder should be", encoding="utf-8")
    monkeypatch.setenv("GEOKG_CACHE", str(in_the_way / "cache"))
    assert kept("thing", "k", make=lambda: 1, write=int, read=int) == 1
    monkeypatch.setenv("GEOKG_CACHE", "")
    assert cache_folder() is None
    assert kept("thing", "k", make=lambda: 1, write=int, read=int) == 1


@pytest.mark.skipif(os.name == "nt", reason="the XDG specification is not for Windows")
def test_the_folder_is_where_the_platform_has_caches(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.delenv("GEOKG_CACHE", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert cache_folder() == tmp_path / "xdg" / "geokg"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert cache_folder() == tmp_path / ".cache" / "geokg"
    monkeypatch.setenv("GEOKG_CACHE", str(tmp_path / "mine"))
    assert cache_folder() == tmp_path / "mine"


def test_old_entries_are_pruned_and_used_ones_stay(folder: Path) -> None:
    def value(key: str) -> str:
        return kept("thing", key, make=lambda: key, write=str, read=str)

    for n in range(4):
        value(f"k{n}")
        os.utime(folder / f"thing-k{n}.json", (1000 + n, 1000 + n))
    value("k0")  # used again
    value("k4")
    assert {f.name for f in folder.iterdir()} == {f"thing-k{n}.json" for n in (0, 2, 3, 4)}


def _write(folder: str, n: int) -> bool:
    os.environ["GEOKG_CACHE"] = folder
    wanted = [[i, "国" * 50] for i in range(2000)]
    return all(kept("thing", f"k{(n + i) % 3}", make=lambda: wanted, write=list, read=list) == wanted for i in range(30))


def test_processes_that_start_together_do_not_meet(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        assert all(pool.starmap(_write, [(str(tmp_path / "c"), n) for n in range(4)]))
    assert len(list((tmp_path / "c").iterdir())) == 3


def test_where_one_part_ends_counts() -> None:
    assert content_key(b"ab", b"c") != content_key(b"a", b"bc")
    assert content_key(b"a") != content_key(b"a", b"")


def test_plain_data_keeps_its_types() -> None:
    type_ = dict[str, tuple[tuple[str, date | None], ...]]
    value = {"a": (("x", date(2024, 2, 29)), ("y", None)), "b": ()}
    assert_same(from_plain(type_, json.loads(json.dumps(to_plain(value)))), value)
    for odd in ({1: "a"}, {"a": {1, 2}}, object(), ["a"]):
        with pytest.raises(TypeError):
            to_plain(odd)
