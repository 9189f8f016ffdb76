"""What reporting keeps of its own: published figures."""

from .annual_report.models import AnnualReport

__all__ = ["AnnualReport"]
