"""Rubric 2026.1: the nine marks of "To be effective and high quality, a PEP should"."""

from .parts import Mark, RollUp, Rubric

RUBRIC = Rubric(
    version="2026.1",
    roll_up=RollUp(red_from=3, decisive=frozenset({"short_term_targets", "actions"}), green_from=7),
    marks=(
        Mark(
            key="living_record",
            title="A living record of the child",
            guidance="A living, evolving, comprehensive and enduring record of experience, "
            "progress and achievement (academic and otherwise), which informs statutory reviews.",
            red="Unchanged since last term, or tells nothing of this child.",
            amber="Up to date, but achievements outside lessons or the child's voice are thin.",
            green="This child and this term are plain to see; a review could start from it.",
            sections=("about_me", "childs_views", "attainment_and_progress", "meeting"),
        ),
        Mark(
            key="linked_plans",
            title="Linked to the other plans",
            guidance="Linked to, but not duplicating or in conflict with, information in any "
            "other plans, such as the care plan or Education, Health and Care Plan.",
            red="Conflicts with the care plan or EHC plan, or does not mention them.",
            amber="Mentions the other plans without saying how they fit together.",
            green="Says what each plan does and who brings them together.",
            sections=("care_and_contacts", "sen_and_ehc_plan", "ehc_plan"),
        ),
        Mark(
            key="needs",
            title="Needs are identified",
            guidance="Identifies developmental (including attachment and past trauma) and "
            "educational needs, short and longer term, in skills, subjects and experiences.",
            red="Needs missing, or only “behaviour”.",
            amber="Educational needs named, developmental needs vague (or the other way round).",
            green="Both named in detail, short and longer term, with their source.",
            sections=("attainment_and_progress", "health_and_wellbeing", "sen_and_ehc_plan"),
        ),
        Mark(
            key="mental_health",
            title="Mental health support",
            guidance="Says what will happen or is already happening to identify and support any "
            "mental health needs, including specialist support.",
            red="Nothing said although the SDQ score or the record gives cause for concern.",
            amber="A need is named without who does what.",
            green="Who supports, how, since when and what follows; or why none is needed.",
            sections=("health_and_wellbeing",),
        ),
        Mark(
            key="short_term_targets",
            title="SMART short-term targets",
            guidance="SMART short-term targets, including progress monitoring of each of the "
            "areas identified against development and educational needs.",
            red="“Improve maths”: no measure, baseline or day.",
            amber="Measured and dated, but a baseline is missing or a need has no target.",
            green="“Read 90 words a minute (now 62) by 26 March, checked fortnightly by…”.",
            sections=("review_of_targets", "new_targets"),
        ),
        Mark(
            key="longer_term_plan",
            title="Longer-term plans and aspirations",
            guidance="SMART longer-term plans: public examinations, further and higher "
            "education, managing money and savings, work experience, career plans.",
            red="No aspiration, or one below what the child can do.",
            amber="An aspiration without steps towards it.",
            green="The child's own aspiration with dated steps and the people who help.",
            sections=("aspirations_and_careers",),
        ),
        Mark(
            key="actions",
            title="Actions, people and resources",
            guidance="Actions, with time scales, for specific individuals to support agreed "
            "targets and the use of additional resources (e.g. the pupil premium plus).",
            red="No action with a name and a day, or premium not tied to a target.",
            amber="Names and days, but not for every target; premium loosely described.",
            green="Each target has actions, names, days and what the premium pays for.",
            sections=("actions", "pupil_premium_plus", "new_targets"),
        ),
        Mark(
            key="behaviour",
            title="Behaviour strategies agreed",
            guidance="Behaviour management strategies agreed between the VSH and school to help "
            "ensure challenging behaviour is managed in the most effective way for that child.",
            red="Suspensions without a strategy.",
            amber="The school's general policy rather than this child's strategy.",
            green="What helps this child, agreed with us; or plainly no need of one.",
            sections=("attendance_and_behaviour",),
        ),
        Mark(
            key="interventions",
            title="Interventions that make a difference",
            guidance="Highlights access to effective intervention strategies and how this will "
            "make/has made a difference to achievement levels.",
            red="Interventions listed without evidence or effect.",
            amber="Effective ones chosen, their effect not yet measured.",
            green="Evidence-based, with the difference made in numbers or examples.",
            sections=("attainment_and_progress", "pupil_premium_plus"),
        ),
    ),
)
