"""What reporting keeps of its own: published figures, and work on many plans."""

from .annual_report.models import AnnualReport
from .term_plans.models import PlansJob

__all__ = ["AnnualReport", "PlansJob"]
