"""The command that learns from annotated articles: train."""
