"""A network in, one self-contained HTML page out, as text or as a file.

The page makes no request: its policy names the scripts and the style by their hashes and forbids everything else.
Whatever articles say stands in one JSON element and reaches the screen as text nodes only.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import os
import re
import tempfile
from datetime import date
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from kg.model import Network
from viz.drawing import draw, vis_network
from viz.facts import Names, facts
from viz.focus import Level, starting_view
from viz.safety import clean

WEB = Path(__file__).parent / "web"
# the parts of the page's script in their order: what is seen, then what is done with it
SCRIPT_SEEN = ("facts", "state", "choose", "graph", "arrange", "shapes", "labels", "rings", "overlay", "legend")
SCRIPT_USED = ("panel", "timeline", "filters", "search", "table", "picture", "texts", "export", "main")


def render_page(
    network: Network,
    *,
    vocabulary: Names,
    language: Literal["zh", "en"] = "zh",
    title: str | None = None,
    actor: str | None = None,
    between: tuple[str, ...] = (),
    since: date | None = None,
    until: date | None = None,
    level: Level = "person",
    top: int = 150,
    summit: str | None = None,
) -> str:
    """The page as text.

    The options choose what it shows when opened, never what it holds: ``actor`` one actor's neighbourhood, ``between``
    the actors whose dealings with one another count, ``since`` and ``until`` days, ``level`` states only, bodies too or
    people too, ``top`` how many of the strongest actors, ``summit`` an event's IRI or the ISO day of a meeting.
    Raises QueryError for a name that nobody in the network has, or a meeting that is not in it.
    """
    drawing = draw(network)
    known = facts(network, vocabulary)
    start = starting_view(network, vocabulary, actor=actor, between=between, since=since, until=until, level=level, top=top, summit=summit)
    data = {
        **known,
        "graph": {"nodes": drawing.nodes, "edges": drawing.edges, "options": drawing.options},
        "start": {"language": language, **start},
        "title": clean(title) if title else None,
        "words": json.loads((WEB / "words.json").read_text(encoding="utf-8")),
    }
    style, vis, app = _text(WEB / "style.css"), _one_line_ends(vis_network()), _app()
    page: str = _template().render(
        language=language,
        title=clean(title) if title else "",
        policy=_policy(style, (vis, app)),
        style=Markup(style),  # noqa: S704 our own file
        vis=Markup(vis),  # noqa: S704 pyvis's file
        app=Markup(app),  # noqa: S704 our own files
        data=Markup(json_for_html(data)),  # noqa: S704 escaped by json_for_html
    )
    return page.encode("utf-8", "backslashreplace").decode("utf-8")  # half a surrogate pair cannot be written


def write_page(path: Path | str, network: Network, **options: Any) -> Path:
    """Write ``render_page(network, **options)`` to ``path``, whole or not at all; the path."""
    target = Path(path)
    page = render_page(network, **options)
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    try:
        os.close(handle)
        Path(name).write_text(page, encoding="utf-8", newline="\n")
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(target)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            Path(name).unlink()
        raise
    return target


def json_for_html(value: object) -> str:
    """JSON that may stand inside a script element: nothing in it ends the element or a line of script."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _app() -> str:
    """The parts of the page's script, in one function so that they share their names with nobody else."""
    parts = "\n".join(_text(WEB / "app" / f"{name}.js") for name in (*SCRIPT_SEEN, *SCRIPT_USED))
    return f'(() => {{\n"use strict";\n{parts}\n}})();'


def _text(path: Path) -> str:
    return _one_line_ends(path.read_text(encoding="utf-8"))


def _one_line_ends(text: str) -> str:
    """A browser hashes an element's text after making every line end a line feed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    assert not re.search("</(script|style)", text, re.IGNORECASE), "would end its own element"
    return text


def _policy(style: str, scripts: tuple[str, ...]) -> str:
    hashes = " ".join(_hash(script) for script in scripts)
    return (
        f"default-src 'none'; script-src {hashes}; style-src {_hash(style)}; img-src data: blob:; "
        "connect-src 'none'; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True)
    return environment.from_string((WEB / "template.html.j2").read_text(encoding="utf-8"))
