"""Days, terms and years; the only source of today."""

from datetime import date


def today() -> date:
    """Today in Europe/London, or the day that a test or the demonstration has set."""
    from .current_day import current_day

    return current_day()


__all__ = ["today"]
