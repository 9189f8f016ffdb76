"""Makes the clocks of a child's wellbeing and of EHC plans known to the engine."""

from .clocks import Clock, register_clock
from .rules import ehc, ehc_reviews, sdq
from .services.wellbeing_facts import load_ehc, load_sdq

_SEND_REGULATIONS = "Special Educational Needs and Disability Regulations 2014"


def register_wellbeing_clocks() -> None:
    """`sdq`, and the six of EHC plans."""
    register_clock(
        Clock(
            kind=sdq.KIND,
            rule=sdq.sdq_scores,
            load=load_sdq,
            words="Each year the carer of a child of 4 to 16 who is looked after for 12 months "
            "fills in the Strengths and Difficulties Questionnaire: its score, or the reason why "
            "there is none, is on record.",
            source="SSDA903 return (SDQ_SCORE, SDQ_REASON); Promoting the education of "
            "looked-after children (statutory guidance, 2018), “Mental health”",
            unit="month",
            statutory=sdq.MONTHS,
        )
    )
    _register_reviews()
    register_clock(
        Clock(
            kind=ehc.DECISION,
            rule=ehc.assessment_decisions,
            load=load_ehc,
            words="Within 6 weeks of a request the authority says whether it will assess the "
            "child’s education, health and care needs.",
            source=f"Children and Families Act 2014 s.36; {_SEND_REGULATIONS} reg. 5",
            unit="week",
            statutory=ehc.DECISION_WEEKS,
        )
    )
    register_clock(
        Clock(
            kind=ehc.ISSUED,
            rule=ehc.plans_issued,
            load=load_ehc,
            words="Within 20 weeks of a request the final EHC plan is issued, unless the "
            "authority decides that there is to be none.",
            source=f"Children and Families Act 2014 s.37; {_SEND_REGULATIONS} reg. 13",
            unit="week",
            statutory=ehc.ISSUED_WEEKS,
        )
    )
    register_clock(
        Clock(
            kind=ehc.TRANSFER,
            rule=ehc.phase_transfers,
            load=load_ehc,
            words="Before a child moves to the next phase of education the EHC plan is amended "
            "to name the new setting: by 15 February of the year of the move, for post-16 "
            "education by 31 March.",
            source=f"{_SEND_REGULATIONS} reg. 18",
            unit="day",
            looks_back=True,
        )
    )


def _register_reviews() -> None:
    register_clock(
        Clock(
            kind=ehc_reviews.REVIEW,
            rule=ehc_reviews.annual_reviews,
            load=load_ehc,
            words="The authority that maintains an EHC plan reviews it within 12 months of the "
            "day on which it was issued, then within 12 months of each decision; from Year 9 with "
            "preparing for adulthood. One that takes a plan over has at least 3 months.",
            source=f"Children and Families Act 2014 s.44; {_SEND_REGULATIONS} regs. 15 and 20",
            unit="month",
            statutory=ehc_reviews.REVIEW_MONTHS,
        )
    )
    register_clock(
        Clock(
            kind=ehc_reviews.REVIEW_DECISION,
            rule=ehc_reviews.decisions_after_reviews,
            load=load_ehc,
            words="Within 4 weeks of the review meeting the authority that maintains the EHC plan "
            "says whether it keeps, changes or ends it.",
            source=f"{_SEND_REGULATIONS} reg. 20(10)",
            unit="week",
            statutory=ehc_reviews.REVIEW_DECISION_WEEKS,
        )
    )
    register_clock(
        Clock(
            kind=ehc_reviews.LINK,
            rule=ehc_reviews.linked_with_pep,
            load=load_ehc,
            words="Where possible, a PEP meeting is also the review of the EHC plan at least once "
            "in 12 months.",
            source="Promoting the education of looked-after children (statutory guidance, 2018), "
            "on independent reviewing officers",
            unit="month",
            is_local=True,
            is_on_by_default=True,
            usual=ehc_reviews.LINK_MONTHS,
            most=ehc_reviews.LINK_MONTHS,
        )
    )
