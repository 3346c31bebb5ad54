"""What only training needs, asked for where it is used: reading articles and weighing them does without."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from kg.errors import MissingExtra


def needed(module: str) -> Any:
    """The module of that name, ``scipy.sparse``. Raises MissingExtra naming the extra that brings it."""
    try:
        return import_module(module)
    except ImportError as error:
        raise MissingExtra(module.split(".")[0], "is not installed, and training needs it", 'pip install "geokg[train]"') from error
