"""Views of the actor network as self-contained pages: ``write_page`` for a file, ``show`` for a notebook."""

from viz.notebook import show
from viz.page import render_page, write_page

__all__ = ["render_page", "show", "write_page"]
