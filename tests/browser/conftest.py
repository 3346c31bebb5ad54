"""A real browser on pages written to disk; whatever a page asks for or complains about fails its test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.model import Network
from tests.viz_networks import Names, summit_network
from viz import write_page

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, where it and Playwright are installed."""
    driver = pytest.importorskip("playwright.sync_api")
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if path is None:
        pytest.skip("no chromium: apt-get install chromium, or set CHROMIUM")
    with driver.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


Opener = Callable[..., Any]


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Opener]:
    """Write a page, open it from disk, wait until it is drawn. Requests and console messages fail the test at its end."""
    complaints: list[str] = []
    contexts = []

    def open_page(
        network: Network | None = None, *, address: str = "", width: int = 1280, height: int = 800, ratio: int = 1, **options: Any
    ) -> Any:
        file = write_page(tmp_path / "page.html", network or summit_network(), vocabulary=Names(), **options)
        context = browser.new_context(viewport={"width": width, "height": height}, device_scale_factor=ratio, accept_downloads=True)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15000)
        page.on(
            "request", lambda r: complaints.append(f"request: {r.url[:200]}") if not r.url.startswith(("file:", "blob:", "data:")) else None
        )
        page.on("console", lambda m: complaints.append(f"console: {m.text}"))
        page.on("pageerror", lambda e: complaints.append(f"error: {e}"))
        page.on("dialog", lambda d: (complaints.append(f"dialog: {d.message}"), d.dismiss()))
        page.goto(file.as_uri() + address)
        page.wait_for_selector("html[data-drawn]")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
