"""What a training has learned so far in, files beside its output out: the same training begun again goes on from there.

Plain arrays, as in the weights themselves. They are signed with what they were learned from and by which code, and what another training
has left is thrown away.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

import kg
from kg.errors import KgError
from kg.extract.learned.attributes import AttributeWeights
from kg.extract.learned.deciding import StageWeights
from kg.extract.learned.table import WeightTable
from kg.extract.learned.weights import pack_arrays
from kg.extract.learned.words import Clusters, cluster_arrays, clusters_of

_SUFFIX: Final = ".part"
_SIGN: Final = "learned-from"
_OURS: Final = re.compile(r"learned-from|(?:clusters|all|fold-\d+(?:-\d+)?)\.(?:npz|\d+)")
_STAGES: Final = ("trigger", "actor", "target", "seen")
_ATTRIBUTES: Final = ("name", "modality", "source", "speaker")

Arrays = Mapping[str, NDArray[Any]]
Learned = tuple[StageWeights, AttributeWeights | None]


@dataclass(frozen=True)
class Keeping:
    """A folder of what is done already; without one nothing is kept."""

    folder: Path | None = None

    @classmethod
    def beside(cls, output: Path, sign: str) -> Keeping:
        """The folder of a training; what it holds of one with another sign is removed. Raises KgError where there can be none."""
        folder = output.with_name(output.name + _SUFFIX)
        try:
            folder.mkdir(exist_ok=True)
        except OSError as error:
            raise KgError(folder, "cannot hold what is learned on the way", "remove it, or name another file of weights") from error
        sign_file = folder / _SIGN
        if not sign_file.is_file() or sign_file.read_text("utf-8") != sign:
            _empty(folder)
            sign_file.write_text(sign, "utf-8")
        return cls(folder)

    def done(self) -> None:
        """Remove it: the training is over."""
        if self.folder is not None:
            _empty(self.folder)
            if not any(self.folder.iterdir()):
                self.folder.rmdir()

    def learned(self, name: str, learn: Callable[[], Learned]) -> Learned:
        """The weights of that name: what was kept, else what ``learn`` gives."""
        arrays = self._kept(name)
        if arrays is not None:
            return _learned(arrays)
        stages, attributes = learn()
        self._keep(name, _arrays(stages, attributes))
        return stages, attributes

    def clusters(self, make: Callable[[], Clusters]) -> Clusters:
        """The word clusters: what was kept, else what ``make`` gives."""
        arrays = self._kept("clusters")
        if arrays is not None:
            return clusters_of(arrays["cluster_words"], arrays["cluster_ids"].astype(np.uint16))
        clusters = make()
        self._keep("clusters", cluster_arrays(clusters))
        return clusters

    def _kept(self, name: str) -> Arrays | None:
        file = self.folder / f"{name}.npz" if self.folder is not None else None
        if file is None or not file.is_file():
            return None
        try:
            with np.load(io.BytesIO(file.read_bytes()), allow_pickle=False) as stored:
                return {part: stored[part] for part in stored.files}
        except (OSError, ValueError, EOFError, zipfile.BadZipFile):
            return None  # learned again

    def _keep(self, name: str, arrays: Mapping[str, Any]) -> None:
        if self.folder is not None:
            part = self.folder / f"{name}.{os.getpid()}"
            part.write_bytes(pack_arrays(arrays))
            part.replace(self.folder / f"{name}.npz")


NOTHING_KEPT: Final = Keeping()


def signed(parts: Iterable[object]) -> str:
    """A sign of what is learned from, and of the code that learns."""
    root = Path(kg.__file__).parent
    sign = hashlib.sha256(json.dumps([str(part) for part in parts]).encode())
    for file in sorted(root.rglob("*.py")):
        sign.update(f"{file.relative_to(root).as_posix()}\n".encode() + file.read_bytes())
    return sign.hexdigest()


def _empty(folder: Path) -> None:
    for file in folder.iterdir():
        if _OURS.fullmatch(file.name):
            file.unlink()


def _arrays(stages: StageWeights, attributes: AttributeWeights | None) -> dict[str, Any]:
    arrays: dict[str, Any] = {"trigger_intercepts": stages.trigger_intercepts}
    tables = [(name, getattr(stages, name)) for name in _STAGES]
    tables += [(name, getattr(attributes, name)) for name in _ATTRIBUTES] if attributes is not None else []
    for name, table in tables:
        arrays |= {f"{name}_keys": table.keys, f"{name}_weights": table.weights}
    return arrays


def _learned(arrays: Arrays) -> Learned:
    def table(name: str) -> WeightTable:
        return WeightTable(arrays[f"{name}_keys"], arrays[f"{name}_weights"])

    stages = StageWeights(table("trigger"), arrays["trigger_intercepts"], table("actor"), table("target"), table("seen"))
    if f"{_ATTRIBUTES[0]}_keys" not in arrays:
        return stages, None
    return stages, AttributeWeights(table("name"), table("modality"), table("source"), table("speaker"))
