"""The page inside a notebook's cell."""

from __future__ import annotations

from html import escape
from typing import Any

from kg.model import Network
from viz.page import render_page


class NotebookPage:
    """A page that Jupyter shows in a frame of its own; ``html`` is the whole page."""

    def __init__(self, html: str, *, height: int) -> None:
        self.html = html
        self.height = height

    def _repr_html_(self) -> str:
        # sandboxed without allow-same-origin: the page's scripts cannot reach the notebook around it
        return (
            f'<iframe srcdoc="{escape(self.html)}" sandbox="allow-scripts allow-downloads allow-popups allow-modals" '
            f'style="width:100%;height:{self.height}px;border:0"></iframe>'
        )


def show(network: Network, *, height: int = 720, **options: Any) -> NotebookPage:
    """The network as the last value of a cell shows it; ``options`` as for ``render_page``, ``height`` in pixels."""
    return NotebookPage(render_page(network, **options), height=height)
