"""What several tests need."""

from __future__ import annotations

import os
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
