"""What was made of some contents in, the same out of a file on the next start: plain JSON, found by the contents' hash.

A file of the cache can be wrong, old or hostile: it is data and never code, its body must have the hash that its first line gives,
and whatever cannot be read is made anew. A folder that cannot be written to is no error either, only no gain.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
Plain = Any  # what JSON can say

_MOST = 100_000_000  # bytes; a file that is larger was not written here
_KEPT = 4  # entries of one kind: those of other ontologies and earlier versions are used again, but not for ever
_BROKEN = (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError)


def cache_folder() -> Path | None:
    """Where this user's caches are: $GEOKG_CACHE (empty: nowhere), else geokg in the platform's folder for them, if it has one."""
    if (own := os.environ.get("GEOKG_CACHE")) is not None:
        return Path(own) if own else None
    try:
        if sys.platform == "win32":
            return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "geokg" / "Cache"
        if sys.platform == "darwin":
            return Path.home() / "Library" / "Caches" / "geokg"
        # the XDG specification: a relative path there is to be ignored
        folder = Path(os.environ.get("XDG_CACHE_HOME", ""))
        return (folder if folder.is_absolute() else Path.home() / ".cache") / "geokg"
    except RuntimeError:  # no home
        return None


def content_key(*parts: bytes) -> str:
    """The sha256, in hex, of some contents; where one ends and the next begins counts too."""
    sign = hashlib.sha256()
    for part in parts:
        sign.update(b"%d:" % len(part))
        sign.update(part)
    return sign.hexdigest()


@cache
def code_key(*files: str) -> str:
    """The hash of the code that makes a thing: whoever changes it need not think of the cache.

    ``files`` are modules' ``__file__``; those of this package count with them, and the versions of what is not ours.
    """
    from importlib.metadata import version

    ours = sorted(path for path in Path(__file__).parent.iterdir() if path.suffix in (".py", ".pyc"))
    versions = " ".join(f"{name} {version(name)}" for name in ("opencc", "pyoxigraph")) + f" Python {sys.version}"
    return content_key(versions.encode(), *(Path(file).read_bytes() for file in [*ours, *map(Path, files)]))


def kept(kind: str, key: str, *, make: Callable[[], T], write: Callable[[T], Plain], read: Callable[[Plain], T]) -> T:
    """What ``make`` gives, or what it gave before for the same ``key``; ``write`` makes it plain and ``read`` undoes that.

    ``key`` must hang on everything that ``make`` looks at. Raises only what ``make`` raises.
    """
    folder = cache_folder()
    if folder is None:
        return make()
    file = folder / f"{kind}-{key}.json"
    with contextlib.suppress(*_BROKEN), _without_collection():
        found = read(_load(file))
        with contextlib.suppress(OSError):
            os.utime(file)  # used today: others are pruned before it
        return found
    made = make()
    with contextlib.suppress(OSError):
        _store(file, write(made))
        _prune(folder, kind)
    return made


@contextlib.contextmanager
def _without_collection() -> Iterator[None]:
    """Many thousands of small values at once, none of them garbage: looking for some takes a third of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _load(file: Path) -> Plain:
    with file.open("rb") as stream:
        sign, body = stream.readline(80).strip(), stream.read(_MOST)
    if hashlib.sha256(body).hexdigest().encode() != sign:
        raise ValueError(f"{file} is damaged")
    return json.loads(body)


def _store(file: Path, plain: Plain) -> None:
    """Write a file whole or not at all: another process sees the old one, the new one or none."""
    body = json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".writing-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _prune(folder: Path, kind: str) -> None:
    for file in _oldest_last(folder.glob(f"{kind}-*.json"))[_KEPT:]:
        file.unlink(missing_ok=True)
    # left by processes that were killed while writing; a live one needs no second
    for file in _oldest_last(folder.glob(".writing-*"))[_KEPT:]:
        file.unlink(missing_ok=True)


def _oldest_last(files: Iterable[Path]) -> list[Path]:
    aged = []
    for file in files:
        with contextlib.suppress(OSError):  # another process was quicker
            aged.append((-file.stat().st_mtime, file))
    return [file for _, file in sorted(aged)]
