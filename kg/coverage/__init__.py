"""Articles in, what the ontology does not know of them out: the verbs and names to add first, and how often each frame is met.

With annotations, also the share of their triggers that a frame covers and of their parties that are linked to the right actor.
"""

from kg.coverage.run import run_coverage

__all__ = ["run_coverage"]
