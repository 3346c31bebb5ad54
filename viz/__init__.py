"""Views of the actor network as self-contained pages."""
