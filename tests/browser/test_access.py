"""Reading the page without eyes or mouse: axe-core's rules, and the table."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Opener

pytestmark = pytest.mark.browser
AXE = "axe-core@4.10.3"


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The script of axe-core, fetched by npm when the tests run; it is no part of the project."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("no npm to fetch axe-core with")
    folder = tmp_path_factory.mktemp("axe")
    done = subprocess.run([npm, "install", "--no-save", "--no-audit", "--no-fund", "--prefix", folder, AXE], capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"npm could not fetch {AXE}: {done.stderr.strip()[-200:]}")
    return Path(folder, "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")


def findings(page: Any, axe: str) -> list[str]:
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found["violations"] if v["impact"] in ("serious", "critical")]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_serious_finding(opened: Opener, axe: str, theme: str, language: str) -> None:
    page = opened(language=language, address=f"#theme={theme}")
    assert findings(page, axe) == []
    page.locator("#show-filters").click()
    page.locator("#panel .pairs button").nth(3).click()
    assert page.locator("#panel .event").count() > 0
    assert findings(page, axe) == []
    page.locator("#show-table").click()
    assert findings(page, axe) == []


def test_the_table_says_what_the_picture_shows(opened: Opener) -> None:
    page = opened(language="en")
    page.locator("#show-table").click()
    rows = [row.split("\t") for row in page.locator("#facts-table tbody tr").all_inner_texts()]
    assert ["China Coast Guard", "Philippines", "Conflict", "2", "5", "2024-04-30", "Open"] in rows
    page.get_by_role("button", name="Open: China Coast Guard → Philippines, Conflict").click()
    assert page.locator("#panel h2").inner_text() == "China Coast Guard → Philippines"
