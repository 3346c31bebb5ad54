"""What several tests need."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real articles and the benchmark, which stands beside the repository and never in it."""
    folder = Path(os.environ.get("GEOKG_SHARED") or ROOT.parent / "shared").resolve()
    if not (folder / "benchmark" / "dev.gold.jsonl").exists():
        pytest.skip(f"no shared folder at {folder}: set GEOKG_SHARED")
    return folder


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:  # the yielded report has no public type
    """Where everything can be had, a skip for want of it hides a failure."""
    report = yield
    wanted = next((m for m in ("browser", "shared", "server") if item.get_closest_marker(m)), None)
    if report.skipped and wanted and os.environ.get("CI"):
        report.outcome, report.longrepr = "failed", f"skipped in CI for want of the {wanted}: {report.longrepr}"
    return report
