"""Events chosen by what was learned from annotated articles, among the candidates that the rules offer.

The stages, each usable alone: words that carry an action (``deciding.shares_of_words``), actors and targets (``deciding.read``), dyads
beside their rivals (``dyads``, ``trees``), names, modality and sources (``attributes``). Only numpy is needed.
"""
