"""A file of JSON Lines in, the same file with one line added or replaced out: whole at every moment, every other byte as it was."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import KgError


def read_lines(path: Path) -> bytes:
    """What a file holds; nothing where there is none yet. Raises KgError where it cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise KgError(path, f"cannot be read ({error.strerror})", "check the path and its permissions") from error


def ids_in(raw: bytes) -> set[str]:
    """The ids that the lines name."""
    return {str(id_) for line in raw.splitlines() if (id_ := _id(line)) is not None}


def line_of(raw: bytes, id_: str) -> bytes | None:
    """The line whose object has this ``id``, without its end."""
    return next((line.strip() for line in raw.splitlines() if _id(line) == id_), None)


def with_line(raw: bytes, id_: str, line: bytes) -> bytes:
    """``raw`` with ``line`` in place of the one that has this ``id``, or at its end."""
    old = raw.splitlines(keepends=True)
    at = next((n for n, each in enumerate(old) if _id(each) == id_), None)
    if at is not None:
        ending = old[at][len(old[at].rstrip(b"\r\n")) :] or b"\n"
        return b"".join((*old[:at], line + ending, *old[at + 1 :]))
    parted = b"" if not raw or raw.endswith((b"\n", b"\r")) else b"\n"
    return raw + parted + line + b"\n"


def _id(line: bytes) -> object:
    return json.loads(line).get("id") if line.strip() else None


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Nobody else changes files in the folder of ``path`` meanwhile who asks here: another window, or the same command run twice."""
    folder = path.resolve().parent
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise KgError(folder, f"cannot be opened ({error.strerror})", "make the folder first, or name another file") from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def put(path: Path, content: bytes, check: Callable[[Path], object] = lambda written: None) -> None:
    """Replace a file as a whole, once ``check`` has passed what was written beside it. Raises KgError where it cannot be written."""
    path = path.resolve()  # a link goes on pointing to its file
    beside = path.with_name(f".{path.name}.tmp")
    try:
        with beside.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if path.exists():
            shutil.copymode(path, beside)
        check(beside)
        beside.replace(path)
    except OSError as error:
        raise KgError(
            path, f"cannot be written ({error.strerror})", "what it held before is as it was; make room, or name another file"
        ) from error
    finally:
        beside.unlink(missing_ok=True)
