"""Views of the actor network as self-contained pages."""

from viz.page import render_page, write_page

__all__ = ["render_page", "write_page"]
