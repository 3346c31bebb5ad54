"""The command line: composes the stages, shows progress on a terminal, and says what could not be done.

Each module beside this one holds some of the commands; importing it adds them to the application.
"""

from __future__ import annotations

import sys

from kg.cli import annotating, asking, building, evaluating, exchanging, learning, measuring, merging  # noqa: F401 (they add their commands)
from kg.cli.options import app, complaints
from kg.errors import KgError

__all__ = ["app", "main"]

# as `kg --help` lists them, in whichever module they stand: from what one needs first to what one needs last
_ORDER = (
    "extract",
    "build",
    "query",
    "check",
    "export",
    "import_",
    "view",
    "why",
    "diff",
    "remove",
    "evaluate",
    "coverage",
    "annotate",
    "train",
)
_place = {name: place for place, name in enumerate(_ORDER)}
app.registered_commands.sort(key=lambda command: _place.get(command.callback.__name__ if command.callback else "", len(_ORDER)))


def main() -> None:
    """The entry point: errors that a user can mend are one line, and end with status 1."""
    for stream in (sys.stdout, sys.stderr):
        # names and quotes in any script, whatever the terminal's locale
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app()
    except KgError as error:
        complaints.print(f"kg: {error}")
        sys.exit(1)
    except BrokenPipeError:
        # the reader of our output has gone (kg extract … | head): nothing is wrong
        sys.stderr.close()
        sys.exit(0)
    except KeyboardInterrupt:
        complaints.print("kg: interrupted; what was stored stays, and running the same command again goes on")
        sys.exit(130)
