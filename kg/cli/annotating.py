"""The command that shows articles to an annotator and keeps the corrections: annotate."""
