"""Names of evidence in, keys out: for the stages that look at a few events of an article and not at all its words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from kg.extract.learned.keys import Ints, Keys, text_key


def named_keys(rows: Sequence[Iterable[str]]) -> tuple[Ints, Keys]:
    """Which row, and which key, each name of evidence is; a name that a row gives twice counts once."""
    at: list[int] = []
    keys: list[int] = []
    for number, names in enumerate(rows):
        own = {text_key(name) for name in names}
        at += [number] * len(own)
        keys += sorted(own)
    return np.array(at, np.int64), np.array(keys, np.uint32)
