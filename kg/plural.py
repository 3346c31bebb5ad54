"""A number and what is counted in, both as people write them out."""


def counted(number: int, what: str) -> str:
    """1 event, 2 events."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
