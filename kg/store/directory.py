"""The folder of a store: its format and base, the writer's lock, checkpoints and the file that names the present one.

DIR/geokg.json · DIR/LOCK · DIR/live · DIR/checkpoints/1, 2, … · DIR/CURRENT. Every step leaves a folder that opens, wherever it is cut off.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pyoxigraph as ox

from kg.errors import StoreError
from kg.store.names import BASE

FORMAT = 1
_META, _LOCK, _CURRENT, _CHECKPOINTS, _LIVE = "geokg.json", "LOCK", "CURRENT", "checkpoints", "live"
_REMEMBERED = "merged"


class StoreDirectory:
    """Paths and locks of one store; opens no database."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def live(self) -> Path:
        return self.path / _LIVE

    def prepare(self, base: str | None) -> str:
        """Make the folder a store if it is none yet, and give its base. To be called with the lock held."""
        if not (self.path / _META).exists():
            check_base(BASE if base is None else base)
            _replace(self.path / _META, json.dumps({"format": FORMAT, "base": BASE if base is None else base}, sort_keys=True) + "\n")
        known = self.check()
        if base is not None and base != known:
            raise StoreError(self.path, f"has the base {known}, not {base}", "leave --base away, or build into another folder")
        if not self.live.exists() and (current := self.current()) is not None:
            raise StoreError(self.path, "has lost its folder 'live'", f"copy {current} to {self.live}: the last published state is whole")
        return known

    def check(self) -> str:
        """The base of the store. Raises StoreError where the folder is no store or one that this version cannot read."""
        if not self.path.exists():
            raise StoreError(self.path, "does not exist", "make a store with 'kg build PATH… --store DIR'")
        if not (self.path / _META).exists():
            raise StoreError(self.path, "is not a geokg store", "name the folder that 'kg build' wrote")
        try:
            meta = json.loads((self.path / _META).read_text(encoding="utf-8"))
            version, base = int(meta["format"]), str(meta["base"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreError(self.path / _META, f"cannot be read: {error}", "restore the file, or build the store anew") from error
        if version > FORMAT:
            raise StoreError(
                self.path, f"has format {version}, and this geokg knows {FORMAT}", "use the geokg that wrote it, or a newer one"
            )
        return base

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only writer. Raises StoreError naming the process that is."""
        descriptor = self._lock_file()
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                holder = os.pread(descriptor, 32, 0).decode(errors="replace").strip()
                who = f"process {holder}" if holder.isdigit() else "another process"
                raise StoreError(self.path, f"is being written by {who}", "wait until it has finished, or stop it") from error
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
            yield
        finally:
            os.close(descriptor)  # which unlocks

    def _lock_file(self) -> int:
        if self.path.exists() and not self.path.is_dir():
            raise StoreError(self.path, "is a file", "name a folder for the store")
        ours = {_META, _LOCK, f"{_META}.new"}
        try:
            if self.path.is_dir() and not (self.path / _META).exists() and {p.name for p in self.path.iterdir()} - ours:
                raise StoreError(self.path, "is a folder with other files in it", "name a new or an empty folder for the store")
            self.path.mkdir(parents=True, exist_ok=True)
            return os.open(self.path / _LOCK, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise StoreError(self.path, f"cannot be written: {error.strerror}", "choose a folder that you may write to") from error

    def current(self) -> Path | None:
        """The checkpoint that readers open; None before the first."""
        try:
            name = (self.path / _CURRENT).read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise StoreError(self.path / _CURRENT, f"cannot be read: {error}", "run 'kg build' again: it publishes anew") from error
        if not name.isdigit():
            raise StoreError(self.path / _CURRENT, "names no checkpoint", "run 'kg build' again: it publishes anew")
        return self.path / _CHECKPOINTS / name

    def remembered(self) -> bytes | None:
        """What ``remember`` kept."""
        try:
            return (self.path / _REMEMBERED).read_bytes()
        except OSError:
            return None

    def remember(self, kept: bytes) -> None:
        """Keep something that can be made again, whole or not at all."""
        fresh = self.path / f"{_REMEMBERED}.new"
        fresh.write_bytes(kept)
        fresh.replace(self.path / _REMEMBERED)

    def publish(self, backup: Callable[[Path], None]) -> Path:
        """A new checkpoint, written by ``backup`` into a folder that is not there yet, becomes the current one; older ones go."""
        folder = self.path / _CHECKPOINTS
        folder.mkdir(exist_ok=True)
        target = folder / str(1 + max((int(p.name) for p in folder.iterdir() if p.name.isdigit()), default=0))
        backup(target)
        _replace(self.path / _CURRENT, f"{target.name}\n")
        self._prune(target)
        return target

    def _prune(self, keep: Path) -> None:
        for old in sorted(keep.parent.iterdir()):
            if old != keep and old.is_dir():
                held = _Held(old, fcntl.LOCK_EX)
                with held:
                    if held.taken:  # else a reader is at work in it, and it goes with a later one
                        shutil.rmtree(old)

    @contextmanager
    def reading(self) -> Iterator[Path]:
        """The current checkpoint, kept from being pruned until the context ends. Raises StoreError where there is none."""
        self.check()
        with self._held() as current:
            yield current

    def _held(self) -> _Held:
        for _ in range(100):  # a writer may publish and prune between our reading its name and our holding it
            current = self.current()
            if current is None:
                raise StoreError(self.path, "has nothing published yet", "let 'kg build' finish, or run it again")
            held = _Held(current, fcntl.LOCK_SH)
            if held.taken:
                return held
            if self.current() == current and not current.exists():
                break
        raise StoreError(self.path, "has lost its published checkpoint", "run 'kg build' again: it publishes anew")


def check_base(base: str) -> None:
    """Raises StoreError on what cannot begin an IRI."""
    try:
        ox.NamedNode(f"{base}article/0")
    except ValueError as error:
        raise StoreError(base, f"cannot be the base of IRIs: {error}", "give an absolute IRI, as https://example.org/graph/") from error
    if not base.endswith((":", "/", "#")):
        raise StoreError(base, "cannot be the base of IRIs: it must end in :, / or #", f"give {base}/")


class _Held:
    """A folder under a lock, as long as the context lasts; ``taken`` is false where it could not be had."""

    def __init__(self, folder: Path, mode: int) -> None:
        self._folder, self._descriptor, self.taken = folder, -1, False
        with suppress(FileNotFoundError, BlockingIOError):
            self._descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            fcntl.flock(self._descriptor, mode | fcntl.LOCK_NB)
            # the folder may have been removed, and another put in its place, before the lock was had
            self.taken = folder.stat().st_ino == os.fstat(self._descriptor).st_ino
        if not self.taken:
            self._close()

    def _close(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def __enter__(self) -> Path:
        return self._folder

    def __exit__(self, *_: object) -> None:
        self._close()


def _replace(file: Path, text: str) -> None:
    """Write a small file whole or not at all, also if the machine stops."""
    fresh = file.with_name(f"{file.name}.new")
    with fresh.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(file)
    descriptor = os.open(file.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
