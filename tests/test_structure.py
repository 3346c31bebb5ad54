"""The rooms and the doors between them: a stage imports no other stage; only the engine, the command line and the package compose them."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

FOUNDATION = {"model", "errors", "plural", "shipped", "vocabulary"}
# what composes the stages, and what reads the store's answers for people
COMPOSERS = {
    *(
        "__init__",
        "answers",
        "cli",
        "engine",
        "build",
        "derive",
        "graph",
        "judging",
        "load",
        "rows",
        "summary",
        "telling",
        "coverage",
        "train",
        "annotate",
    ),
}
# readers of a store: they take rows and graphs from it, and nothing of how articles became them
ON_THE_STORE = {"query", "export", "network", "check"}


def imports(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            if node.module == "kg":
                names.update(f"kg.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
    return names


def room(file: Path) -> str:
    inside = file.relative_to(ROOT / "kg").parts
    return inside[0].removesuffix(".py")


FILES = sorted((ROOT / "kg").rglob("*.py"))


@pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.relative_to(ROOT)))
def test_a_stage_imports_no_other_stage(file: Path) -> None:
    here = room(file)
    if here in COMPOSERS:
        return
    others = {name.split(".")[1] for name in imports(file) if name.startswith("kg.")} - FOUNDATION - {here}
    allowed = {"store"} if here in ON_THE_STORE else set()
    if here == "check":
        allowed.add("extract")  # whether a frame's example is read as what it is an example of, only the extractor can say
    assert others <= allowed, f"{here} imports {sorted(others - allowed)}"


@pytest.mark.parametrize("name", sorted(FOUNDATION))
def test_the_foundation_stands_on_nothing_but_itself(name: str) -> None:
    files = [f for f in FILES if room(f) == name]
    assert files
    for file in files:
        assert {n.split(".")[1] for n in imports(file) if n.startswith("kg.")} <= FOUNDATION, file


def test_only_the_views_import_pyvis_and_only_the_vocabulary_reads_the_ontology() -> None:
    for file in FILES:
        assert not any(name.split(".")[0] == "pyvis" for name in imports(file)), file
    for file in sorted((ROOT / "viz").rglob("*.py")):
        rooms = {n.split(".")[1] for n in imports(file) if n.startswith("kg.")}
        assert rooms <= FOUNDATION, f"{file} imports {sorted(rooms - FOUNDATION)}"


def test_no_work_is_done_at_import() -> None:
    """Importing every module loads no dictionary, opens no file of the ontology and writes nothing."""
    code = (
        "import sys, pkgutil, importlib, kg\n"
        "[importlib.import_module(m.name) for m in pkgutil.walk_packages(kg.__path__, 'kg.')]\n"
        "heavy = [m for m in ('jieba', 'pyvis', 'IPython', 'trafilatura') if m in sys.modules]\n"
        "sys.exit(f'loaded at import: {heavy}' if heavy else 0)"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, env=environment)
    assert done.returncode == 0, done.stderr


def test_the_command_line_starts_without_a_stage() -> None:
    """`kg --help` answers at once: a command imports what it needs when it runs."""
    code = (
        "import sys, kg.cli\n"
        "stages = ('kg.read', 'kg.extract', 'kg.engine', 'kg.evaluate', 'kg.store', 'kg.vocabulary', 'kg.train', 'kg.annotate', 'numpy')\n"
        "sys.exit(f'loaded at start: {loaded}' if (loaded := [m for m in stages if m in sys.modules]) else 0)"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, env=environment)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("file", sorted((ROOT / "kg" / "cli").glob("*.py")), ids=lambda f: f.name)
def test_each_module_of_commands_imports_only_what_they_share(file: Path) -> None:
    """Commands know nothing of one another; the package alone brings them together."""
    siblings = {n for n in imports(file) if n.startswith("kg.cli")}
    assert file.name == "__init__.py" or siblings <= {"kg.cli.options"}, siblings
