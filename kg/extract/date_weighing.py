"""The file of weights in, what a candidate's evidence is worth out.

``date_weights.json`` is written by ``data/gold/fit_dates.py`` from annotated articles, and by nobody's hand: ``{"about": {…}, "weights":
{name: weight}}``, where ``about`` says what it was made from and ``about.evidence`` which evidence there was. Evidence that it gives no
weight counts nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from kg.errors import KgError
from kg.extract.date_evidence import evidence_names

WEIGHTS_FILE: Final = Path(__file__).with_name("date_weights.json")
_REMEDY: Final = "write it again with data/gold/fit_dates.py"


def read_weights(path: Path) -> dict[str, float]:
    """The weights of a file, by name of evidence.

    Raises KgError where the file does not hold weights, or holds some for evidence that ``date_evidence`` does not give; OSError.
    """
    try:
        weights = json.loads(path.read_text(encoding="utf-8"))["weights"]
        found = {str(name): float(weight) for name, weight in weights.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise KgError(path, "holds no weights of evidence", _REMEDY) from error
    if unknown := sorted(found.keys() - evidence_names()):
        raise KgError(path, f"weighs evidence that nothing gives: {unknown}", _REMEDY)
    return found


@cache
def shipped_weights() -> Mapping[str, float]:
    """The weights that come with the package, read once."""
    return read_weights(WEIGHTS_FILE)


def worth(evidence: Iterable[str], weights: Mapping[str, float]) -> float:
    """What the evidence for and against a candidate comes to."""
    return sum(weights.get(name, 0.0) for name in evidence)
