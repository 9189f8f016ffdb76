"""What reporting keeps of its own: published figures, early warning, and work on many plans."""

from .annual_report.models import AnnualReport
from .early_warning.models import EarlyWarningFact, EarlyWarningLook
from .term_plans.models import PlansJob

__all__ = ["AnnualReport", "EarlyWarningFact", "EarlyWarningLook", "PlansJob"]
