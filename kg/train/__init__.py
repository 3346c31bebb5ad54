"""Annotated articles in, weights and a report on them out."""
