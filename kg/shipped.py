"""Where the ontology and the sample data are: in a checkout beside ``kg/``, in a wheel inside it."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """The folder or file ``name`` (``ontology``, ``data/sample``) that came with the package."""
    inside = _HERE / "_shipped" / name
    return inside if inside.exists() else _HERE.parent / name
