"""Paths as a user gives them in, sources out: what to read and how, small enough to hand to a worker process."""

from __future__ import annotations

import glob
import gzip
import itertools
import os
import stat
import sys
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

from kg.errors import ReadError

Format = Literal["text", "feed", "json", "jsonl"]
STDIN = "-"
_READING = (OSError, EOFError, zlib.error)  # EOFError and zlib.error: a .gz that is cut off or is none

_SUFFIXES: dict[str, Format] = {
    ".md": "text", ".markdown": "text", ".txt": "text", ".text": "text",
    ".html": "text", ".htm": "text", ".xhtml": "text", ".shtml": "text",
    ".xml": "feed", ".rss": "feed", ".atom": "feed", ".rdf": "feed",
    ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".jsonlines": "jsonl",
}  # fmt: skip
# What stands beside articles in the folders of archives and of saved pages
_COMPANIONS = frozenset((
    ".css", ".js", ".mjs", ".map", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".ico", ".bmp", ".avif", ".mp3", ".mp4",
    ".webm", ".m4a", ".woff", ".woff2", ".ttf", ".eot", ".yml", ".yaml", ".toml", ".ini", ".py", ".sh", ".lock",
))  # fmt: skip
_COMPANION_NAMES = frozenset(("readme", "license", "licence", "changelog", "contributing", "makefile"))
_LARGEST = 50_000_000
_PORTION_ROWS, _PORTION_BYTES = 64, 1_000_000


@dataclass(frozen=True, slots=True)
class Source:
    """Something to read: a file, or some rows of one. It pickles."""

    path: str  # as the user would name it
    id: str  # what articles without an id of their own are called after
    format: Format | None  # None: told from its first bytes
    rows: bytes | None = None  # rows of JSON Lines, or all of standard input
    first_row: int = 1


def find_sources(paths: Iterable[str], *, failures: Callable[[ReadError], None] | None = None) -> Iterator[Source]:
    """What there is to read under files, folders (recursive, sorted), globs and ``-``; each file once.

    What cannot be found is given to ``failures``, or raised where there is none.
    """
    report = failures or _raise
    found = list(_files(paths, report))
    names = Counter(name for _, name in found)
    for path, name in found:
        # two folders, or two formats, may hold files of one name
        id_ = name if names[name] == 1 else Path(path).as_posix()
        try:
            yield from _sources_of(path, id_, report)
        except _READING as error:
            report(_unreadable(path, error))


def read_bytes(source: Source) -> bytes:
    """A source's bytes. Raises ReadError where it cannot be opened or is too large to be an article."""
    if source.rows is not None:
        return source.rows
    try:
        with _opened(source.path) as stream:
            raw = stream.read(_LARGEST + 1)
    except _READING as error:
        raise _unreadable(source.path, error) from error
    if len(raw) > _LARGEST:
        raise _too_large(source.path)
    return raw


def _raise(error: ReadError) -> None:
    raise error


def _unreadable(path: str, error: Exception) -> ReadError:
    reason = (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
    return ReadError(path, f"cannot be read ({reason})", "check the path and its permissions")


def _files(paths: Iterable[str], report: Callable[[ReadError], None]) -> Iterator[tuple[str, str]]:
    """(path, short name) of every file, each once."""
    seen: set[str] = set()
    for given in paths:
        given = str(given)
        for path, name in [(STDIN, "stdin")] if given == STDIN else _expanded(given, report):
            key = path if path == STDIN else os.path.realpath(path)
            if key not in seen:
                seen.add(key)
                yield path, name


def _expanded(given: str, report: Callable[[ReadError], None]) -> Iterator[tuple[str, str]]:
    if Path(given).is_dir():
        yield from _walk(given, report)
    elif os.path.lexists(given) or not glob.has_magic(given):
        if not os.path.lexists(given):
            report(ReadError(given, "does not exist", "give a file, a folder, a glob in quotes, or - for standard input"))
        elif problem := _no_file(given):
            report(ReadError(given, problem, "give a file, a folder, a glob in quotes, or - for standard input"))
        else:
            yield given, _stem(Path(given).name)
    else:
        matches = sorted(glob.glob(given, recursive=True))  # noqa: PTH207 - Path.glob takes no absolute pattern
        if not matches:
            report(ReadError(given, "matches no file", "check the pattern; in a shell, put it in quotes"))
        for match in matches:
            if Path(match).is_dir():
                yield from _walk(match, report)
            elif not _is_companion(match):
                yield match, _stem(Path(match).name)


def _walk(folder: str, report: Callable[[ReadError], None]) -> Iterator[tuple[str, str]]:
    """The files under a folder, sorted; links to folders are followed, each folder once."""
    visited: set[tuple[int, int]] = set()
    for current, folders, files in os.walk(folder, followlinks=True, onerror=lambda e: report(_unreadable(e.filename or folder, e))):
        at = Path(current).stat()
        if (at.st_dev, at.st_ino) in visited:
            folders.clear()
            continue
        visited.add((at.st_dev, at.st_ino))
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted(files):
            path = str(Path(current, name))
            if _is_companion(path):
                continue
            if problem := _no_file(path):
                report(ReadError(path, problem, "remove it from the folder, or mend it"))
            else:
                yield path, _stem(os.path.relpath(path, folder))


def _no_file(path: str) -> str | None:
    """What is wrong with a path that is no folder: a broken link, or a pipe that would block."""
    try:
        mode = Path(path).stat().st_mode
    except OSError as error:
        return f"cannot be read ({error.strerror})"
    return None if stat.S_ISREG(mode) else "is not a regular file"


def _is_companion(path: str) -> bool:
    name = Path(path).name.lower()
    return name.startswith(".") or Path(name).suffix in _COMPANIONS or name.split(".")[0] in _COMPANION_NAMES


def _stem(path: str) -> str:
    """The path without the suffixes of its format: raw/seed.md -> raw/seed, rows.jsonl.gz -> rows."""
    posix = Path(path).as_posix()
    for suffix in (".gz", *_SUFFIXES):
        if posix.lower().endswith(suffix) and len(posix) > len(suffix):
            posix = posix[: -len(suffix)]
    return posix


def _format(path: str) -> Format | None:
    name = path.lower().removesuffix(".gz")
    return _SUFFIXES.get(Path(name).suffix)


def _sources_of(path: str, id_: str, report: Callable[[ReadError], None]) -> Iterator[Source]:
    if path == STDIN:
        yield from _standard_input(id_, report)
    elif _format(path) == "jsonl":
        with _opened(path) as stream:
            yield from _portions(_rows(stream, path, report), path, id_)
    else:
        yield Source(path, id_, _format(path))


def _standard_input(id_: str, report: Callable[[ReadError], None]) -> Iterator[Source]:
    """Rows of JSON Lines as they come, or one document."""
    stream = sys.stdin.buffer
    first = stream.readline(_LARGEST + 1)
    if first.lstrip().startswith(b"{") and first.rstrip().endswith(b"}"):
        yield from _portions(itertools.chain([first], _rows(stream, STDIN, report, first=2)), STDIN, id_)
        return
    raw = first + stream.read(_LARGEST + 1)
    if len(raw) > _LARGEST:
        report(_too_large(STDIN))
    else:
        yield Source(STDIN, id_, None, rows=raw)


def _opened(path: str) -> BinaryIO:
    return gzip.open(path, "rb") if path.lower().endswith(".gz") else Path(path).open("rb")  # type: ignore[return-value]


def _rows(stream: BinaryIO, path: str, report: Callable[[ReadError], None], *, first: int = 1) -> Iterator[bytes]:
    """The lines of a stream; a blank one in place of each that is too large to be a row."""
    number = first
    while row := stream.readline(_LARGEST + 1):
        if len(row) > _LARGEST:
            report(_too_large(f"{path}:{number}"))
            while row and not row.endswith(b"\n"):
                row = stream.readline(_LARGEST)
            row = b"\n"
        yield row
        number += 1


def _portions(rows: Iterable[bytes], path: str, id_: str) -> Iterator[Source]:
    """Rows in portions of a size that is worth a worker's while."""
    waiting: list[bytes] = []
    first, size = 1, 0
    for row in rows:
        waiting.append(row)
        size += len(row)
        if len(waiting) >= _PORTION_ROWS or size >= _PORTION_BYTES:
            yield Source(path, id_, "jsonl", b"".join(waiting), first)
            first += len(waiting)
            waiting, size = [], 0
    if waiting:
        yield Source(path, id_, "jsonl", b"".join(waiting), first)


def _too_large(where: str) -> ReadError:
    return ReadError(where, f"is larger than {_LARGEST // 1_000_000} MB", "split it, or give JSON Lines with a row for each article")
