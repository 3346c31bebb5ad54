"""The README says what happens: its commands are run and its output compared, its queries are asked.

With GEOKG_UPDATE_README=1 the outputs are written anew, to be read before they are committed.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

README = ROOT / "README.md"
UPDATE = bool(os.environ.get("GEOKG_UPDATE_README"))
CONSOLE = re.compile(r"```console\n\$ (?P<command>kg [^\n]+)\n(?P<output>.*?)```\n", re.S)
QUERY = re.compile(r"```sparql\n(?P<query>.*?)```\n(?:\n```text\n(?P<output>.*?)```\n)?", re.S)


def kg(*arguments: str, cwd: Path) -> str:
    code = "import sys; from kg.cli import main; sys.argv[0] = 'kg'; main()"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code, *arguments], cwd=cwd, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("readme")
    kg("build", "data/sample", "--store", str(folder / "store"), cwd=ROOT)
    return folder / "store"


def ran(command: str, store: Path) -> str:
    words = [str(store) if word == "out/store" else word for word in shlex.split(command)[1:]]
    return kg(*words, cwd=ROOT)


def test_every_command_prints_what_the_readme_shows(store: Path) -> None:
    text = README.read_text(encoding="utf-8")
    assert len(CONSOLE.findall(text)) >= 2
    for match in CONSOLE.finditer(text):
        output = ran(match["command"], store)
        if UPDATE:
            text = text.replace(match.group(), f"```console\n$ {match['command']}\n{output}```\n")
        else:
            assert output == match["output"], match["command"]
    if UPDATE:
        README.write_text(text, encoding="utf-8")


def test_every_query_gives_what_the_readme_shows(store: Path) -> None:
    text = README.read_text(encoding="utf-8")
    assert len(QUERY.findall(text)) >= 3
    for match in QUERY.finditer(text):
        output = kg("query", match["query"], "--store", str(store), cwd=ROOT)
        if UPDATE:
            text = text.replace(match.group(), f"```sparql\n{match['query']}```\n\n```text\n{output}```\n")
        else:
            assert output == (match["output"] or ""), match["query"]
            assert len(output.splitlines()) > 2, "a query that finds nothing shows nothing"
    if UPDATE:
        README.write_text(text, encoding="utf-8")


def test_the_python_of_the_readme_prints_what_it_shows(tmp_path: Path) -> None:
    pytest.importorskip("pandas")
    text = README.read_text(encoding="utf-8")
    match = re.search(r"```python\n(?P<code>.*?)```\n\n```text\n(?P<output>.*?)```\n", text, re.S)
    assert match is not None
    (tmp_path / "out").mkdir()
    (tmp_path / "data").symlink_to(ROOT / "data")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])}
    command = [sys.executable, "-c", match["code"]]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    if UPDATE:
        README.write_text(
            text.replace(match.group(), match.group().replace(match["output"] + "```\n", done.stdout + "```\n")), encoding="utf-8"
        )
    else:
        assert done.stdout == match["output"]
    assert (tmp_path / "out" / "events.plover.csv").read_text(encoding="utf-8").startswith("event_id,")


def test_the_turtle_of_the_readme_extends_the_ontology(tmp_path: Path) -> None:
    turtle = re.search(r"```turtle\n(.*?)```", README.read_text(encoding="utf-8"), re.S)
    assert turtle is not None
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "own.ttl").write_text(turtle.group(1), encoding="utf-8")
    (tmp_path / "a.txt").write_text("海上保安大学校\n2024年4月12日\n\n海上保安大学校谴责俄罗斯。\n", encoding="utf-8")
    table = kg("extract", str(tmp_path / "a.txt"), "--format", "table", "--ontology", str(tmp_path / "mine"), cwd=tmp_path)
    assert "海上保安大学校" in table
    assert "ACCUSE" in table


def test_every_make_target_of_the_readme_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^make (\w+)", README.read_text(encoding="utf-8"), re.M):
        assert re.search(rf"^{target}:", makefile, re.M), target
