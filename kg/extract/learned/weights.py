"""A file of weights in, the learned extractor's parts out, and back. Plain arrays in numpy's npz form; nothing in it is ever run."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kg.errors import KgError
from kg.extract.learned.attributes import AttributeWeights
from kg.extract.learned.deciding import StageWeights
from kg.extract.learned.dyads import FEATURES
from kg.extract.learned.modality import CLASSES
from kg.extract.learned.table import WeightTable
from kg.extract.learned.trees import MOST_LEAVES, Trees
from kg.extract.learned.trigger_evidence import ACTIONS
from kg.extract.learned.words import Clusters, WordBook, cluster_arrays, clusters_of

FORMAT: Final = 1
_MOST: Final = 50_000_000  # bytes, unpacked: what is larger was not written here
_REMEDY: Final = "make it again with kg train"


@dataclass(frozen=True)
class Calibration:
    """What a raw score means as a probability: 1 / (1 + exp(-(slope * score + offset)))."""

    slope: float
    offset: float

    def probability(self, scores: NDArray[np.float64]) -> NDArray[np.float64]:
        """The probability that each dyad is right."""
        found: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-(self.slope * scores + self.offset)))
        return found


@dataclass(frozen=True)
class Weights:
    """All that was learned, and from what."""

    stages: StageWeights
    trees: Trees
    calibration: Calibration
    attributes: AttributeWeights
    clusters: Clusters
    thresholds: Mapping[str, float]  # "default", "high": the least confidence of an operating point
    about: Mapping[str, Any]  # what they were made from: JSON

    def book(self) -> WordBook:
        """A book of words for one process: it remembers what it has looked up."""
        return WordBook(self.clusters)


def write_weights(weights: Weights, file: Path) -> None:
    """Write the file; the same weights give the same bytes."""
    head = {"format": FORMAT, "actions": ACTIONS, "features": FEATURES, "modalities": CLASSES, "thresholds": dict(weights.thresholds)}
    head |= {"calibration": [weights.calibration.slope, weights.calibration.offset], "base": weights.trees.base, "about": weights.about}
    arrays: dict[str, Any] = {
        "head": np.frombuffer(json.dumps(head, ensure_ascii=False, sort_keys=True).encode(), np.uint8),
        "trigger_intercepts": weights.stages.trigger_intercepts.astype(np.float16),
        **cluster_arrays(weights.clusters),
    }
    for name, table in _tables(weights).items():
        arrays[f"{name}_keys"] = table.keys
        arrays[f"{name}_weights"] = table.weights.astype(np.float16)
    for name in ("feature", "threshold", "left", "starts", "leaves"):
        arrays[f"tree_{name}"] = getattr(weights.trees, name)
    file.write_bytes(pack_arrays(arrays))


def pack_arrays(arrays: Mapping[str, Any]) -> bytes:
    """The npz form, unpacked and without a day, so that no version of Python, zlib or numpy gives other bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as packed:
        for name, array in arrays.items():
            content = io.BytesIO()
            np.lib.format.write_array(content, np.asanyarray(array), version=(1, 0), allow_pickle=False)
            part = zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0))
            part.create_system = 3  # the same on every platform
            packed.writestr(part, content.getvalue())
    return stream.getvalue()


def _tables(weights: Weights) -> dict[str, WeightTable]:
    stages = weights.stages
    return {
        "trigger": stages.trigger,
        "actor": stages.actor,
        "target": stages.target,
        "seen": stages.seen,
        "name": weights.attributes.name,
        "modality": weights.attributes.modality,
        "source": weights.attributes.source,
        "speaker": weights.attributes.speaker,
    }


def read_weights(file: Path) -> Weights:
    """The weights of a file. Raises KgError where it is missing, is no file of weights or was made for another version."""
    try:
        with zipfile.ZipFile(file) as packed:
            if sum(part.file_size for part in packed.infolist()) > _MOST:
                raise KgError(file, "is too large to be a file of weights", _REMEDY)
        with np.load(file, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        head = json.loads(arrays["head"].tobytes())
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise KgError(file, "holds no weights", f"{_REMEDY}, or name another file") from error
    if not isinstance(head, dict):
        raise KgError(file, "holds no weights", f"{_REMEDY}, or name another file")
    made_for = (head.get("format"), tuple(head.get("actions", ())), tuple(head.get("features", ())), tuple(head.get("modalities", ())))
    if made_for != (FORMAT, ACTIONS, FEATURES, CLASSES):
        raise KgError(file, "was made by another version of geokg", _REMEDY)
    try:
        return _weights(arrays, head)
    except (KeyError, ValueError, TypeError, IndexError) as error:
        raise KgError(file, "is not whole", _REMEDY) from error


def _weights(arrays: Mapping[str, NDArray[Any]], head: Mapping[str, Any]) -> Weights:
    def table(name: str) -> WeightTable:
        keys, weights = arrays[f"{name}_keys"], arrays[f"{name}_weights"].astype(np.float32)
        if keys.shape != weights.shape[:1] or not np.isfinite(weights).all():
            raise ValueError(name)
        return WeightTable(keys.astype(np.uint32), weights)

    _refuse_broken(arrays)
    trees = Trees(
        arrays["tree_feature"],
        arrays["tree_threshold"],
        arrays["tree_left"],
        arrays["tree_starts"],
        arrays["tree_leaves"],
        float(head["base"]),
    )
    stages = StageWeights(table("trigger"), arrays["trigger_intercepts"].astype(np.float32), table("actor"), table("target"), table("seen"))
    return Weights(
        stages,
        trees,
        Calibration(*map(float, head["calibration"])),
        AttributeWeights(table("name"), table("modality"), table("source"), table("speaker")),
        clusters_of(arrays["cluster_words"], arrays["cluster_ids"]),
        {str(k): float(v) for k, v in head["thresholds"].items()},
        head["about"],
    )


def _refuse_broken(arrays: Mapping[str, NDArray[Any]]) -> None:
    """Raise ValueError for trees that could not be walked."""
    feature, starts, leaves = arrays["tree_feature"], arrays["tree_starts"], arrays["tree_leaves"]
    splits = {len(feature), len(arrays["tree_threshold"]), len(arrays["tree_left"])}
    rising = len(starts) > 0 and starts[0] == 0 and bool((np.diff(starts) > 0).all()) and starts[-1] < len(feature)
    known = len(feature) > 0 and int(feature.min()) >= 0 and int(feature.max()) < len(FEATURES)
    if len(splits) != 1 or not rising or not known or leaves.shape != (len(starts), MOST_LEAVES):
        raise ValueError("trees")


SHIPPED: Final = Path(__file__).with_name("weights.npz")
