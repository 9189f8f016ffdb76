"""The statutory guidance in its own words, for the help beside a question.

"Promoting the education of looked-after children and previously looked-after children", Department
for Education, 2018. Contains public sector information licensed under the Open Government Licence
v3.0. The numbers are those of `docs/guidance.md`.
"""

from dataclasses import dataclass

from .parts import Field

THE_PEP = "The Personal Education Plan (PEP)"
CONTENT = "PEP content"
REVIEW = "Initiating, developing and reviewing the PEP"
QUALITY = f"{REVIEW}: to be effective and high quality, a PEP should"
TEACHER = "The designated teacher role in the PEP"
SEN = "Special educational needs (SEN)"


@dataclass(frozen=True, kw_only=True)
class GuidanceWords:
    """A line of the guidance, and under which heading it stands."""

    heading: str
    words: str


_PP_PLUS = (
    "identify actions, with time scales, for specific individuals intended to support the "
    "achievement of agreed targets and use of any additional resources (e.g. the pupil "
    "premium plus) specifically designated to support the attainment of looked-after "
    "children"
)
_LIVING = (
    "be a ‘living’, evolving, comprehensive and enduring record of the child’s experience, "
    "progress and achievement (academic and otherwise), and inform any discussion about "
    "education during statutory reviews of the child’s wider care plan"
)
_ALL_INVOLVED = (
    "All of those involved in the PEP process at all stages should involve the child "
    "(according to understanding and ability) and, where appropriate, the child’s "
    "parent and/or relevant family member."
)

GUIDANCE = {  # line of `docs/guidance.md` → its words
    "SG-PEP-01": GuidanceWords(
        heading=THE_PEP,
        words="All looked-after children must have a care plan, of which the PEP is an integral "
        "part.",
    ),
    "SG-PEP-03": GuidanceWords(
        heading=THE_PEP,
        words="The PEP (pre-school to age 18) is an evolving record of what needs to happen for "
        "looked-after children to enable them to make at least expected progress and fulfil their "
        "potential.",
    ),
    "SG-PEP-04": GuidanceWords(
        heading=THE_PEP,
        words="The PEP should reflect the importance of a personalised approach to learning that "
        "meets the identified educational needs of the child, raises aspirations and builds life "
        "chances.",
    ),
    "SG-PEP-06": GuidanceWords(
        heading=THE_PEP,
        words="Social workers, carers, VSHs, designated teachers and, as appropriate, other "
        "relevant professionals will need to work closely together.",
    ),
    "SG-PEP-07": GuidanceWords(heading=THE_PEP, words=_ALL_INVOLVED),
    "SG-PEP-08": GuidanceWords(heading=THE_PEP, words=_ALL_INVOLVED),
    "SG-CON-01": GuidanceWords(
        heading=CONTENT,
        words="access to a nursery or other high quality early years provision that is "
        "appropriate to the child’s age (e.g. pre-school playgroups) and meets their identified "
        "developmental needs",
    ),
    "SG-CON-02": GuidanceWords(
        heading=CONTENT,
        words="on-going catch-up support for those who have fallen behind with school work "
        "(including use of effective intervention strategies)",
    ),
    "SG-CON-03": GuidanceWords(
        heading=CONTENT,
        words="provision of immediate suitable education where a child is not in school (e.g. "
        "because of temporary or permanent exclusion)",
    ),
    "SG-CON-04": GuidanceWords(
        heading=CONTENT,
        words="transition support where needed, such as when a child starts attending a new "
        "school or returns to school (e.g. moving from pre-school/ early years to primary school, "
        "primary to secondary school, from secondary school to further education, or following "
        "illness or exclusion) or when a child has a plan for permanence (e.g. placed for "
        "adoption) and may change schools as part of that plan",
    ),
    "SG-CON-05": GuidanceWords(
        heading=CONTENT, words="school attendance and, where appropriate, behaviour support"
    ),
    "SG-CON-06": GuidanceWords(
        heading=CONTENT,
        words="support needed to help the child realise their short and long-term academic "
        "achievements and aspirations",
    ),
    "SG-CON-07": GuidanceWords(
        heading=CONTENT,
        words="support to achieve expected levels of progress for the relevant national "
        "curriculum key stage, and to complete an appropriate range of approved qualifications",
    ),
    "SG-CON-08": GuidanceWords(
        heading=CONTENT,
        words="careers advice and guidance and financial information about further and higher "
        "education, training and employment",
    ),
    "SG-CON-09": GuidanceWords(
        heading=CONTENT,
        words="Discussions about longer term goals should start early and, ideally, well before "
        "Year 9 (age 13-14) at school. High aspirations are crucial to successful planning for "
        "the future. They should focus on the child or young person’s strengths and capabilities "
        "and the outcomes they want to achieve",
    ),
    "SG-CON-10": GuidanceWords(
        heading=CONTENT,
        words="out-of-school hours learning activities, study support and leisure interests",
    ),
    "SG-INIT-04": GuidanceWords(
        heading=REVIEW,
        words="ensure, with the support of others, including the VSH, that the PEP contains a "
        "summary of the child’s current attainment and progress (including any additional needs "
        "such as SEN and mental health needs)",
    ),
    "SG-INIT-07": GuidanceWords(
        heading=REVIEW,
        words="ensure the PEP gives details of who will take the plan forward and specifies "
        "timescales for action and review",
    ),
    "SG-INIT-09": GuidanceWords(
        heading=REVIEW,
        words="agree how pupil premium plus (PP+) can most effectively be used to facilitate the "
        "child’s educational attainment and progress",
    ),
    "SG-INIT-14": GuidanceWords(
        heading=REVIEW,
        words="VSHs should make arrangements for PEPs to be reviewed each school term.",
    ),
    "SG-INIT-15": GuidanceWords(
        heading=REVIEW,
        words="This should include mapping how the pupil premium and any other additional funding "
        "has been used to support the targets set in the PEP.",
    ),
    "SG-INIT-16": GuidanceWords(
        heading=REVIEW,
        words="It is also to ensure that information from the PEP is available to feed into the "
        "next statutory review of the wider care plan.",
    ),
    "SG-QUAL-01": GuidanceWords(heading=QUALITY, words=_LIVING),
    "SG-QUAL-02": GuidanceWords(heading=QUALITY, words=_LIVING),
    "SG-QUAL-03": GuidanceWords(
        heading=QUALITY,
        words="be linked to, but not duplicate or conflict with, information in any other plans "
        "held by the child’s education setting or responsible authority – e.g. their care plan or "
        "Education, Health and Care Plan",
    ),
    "SG-QUAL-04": GuidanceWords(
        heading=QUALITY,
        words="identify developmental (including any related to attachment and past trauma) and "
        "educational needs (short and longer term) in relation to skills, knowledge, subject "
        "areas and experiences",
    ),
    "SG-QUAL-05": GuidanceWords(
        heading=QUALITY,
        words="say what will happen or is already happening to identify and support any mental "
        "health needs, including detailing any support that is required or ongoing from mental "
        "health specialist support services",
    ),
    "SG-QUAL-06": GuidanceWords(
        heading=QUALITY,
        words="include SMART short-term targets, including progress monitoring of each of the "
        "areas identified against development and educational needs",
    ),
    "SG-QUAL-07": GuidanceWords(
        heading=QUALITY,
        words="include SMART longer-term plans for educational targets and aspirations. These "
        "should, according to age and understanding, typically focus on: public examinations, "
        "further and higher education, managing money and savings, work experience and career "
        "plans and aspirations",
    ),
    "SG-QUAL-08": GuidanceWords(heading=QUALITY, words=_PP_PLUS),
    "SG-QUAL-09": GuidanceWords(heading=QUALITY, words=_PP_PLUS),
    "SG-QUAL-10": GuidanceWords(
        heading=QUALITY,
        words="include behaviour management strategies agreed between the VSH and school to help "
        "ensure challenging behaviour is managed in the most effective way for that child",
    ),
    "SG-QUAL-11": GuidanceWords(
        heading=QUALITY,
        words="highlight access to effective intervention strategies and how this will make/has "
        "made a difference to achievement levels",
    ),
    "SG-DT-01": GuidanceWords(
        heading=TEACHER,
        words="The designated teacher leads on how the PEP is developed and used in school to "
        "make sure the child’s progress towards education targets is monitored.",
    ),
    "SG-SEN-02": GuidanceWords(
        heading=SEN,
        words="for looked-after children, that their EHC plan works in harmony with their care "
        "plan and PEP to tell a coherent and comprehensive story of how the child’s needs are "
        "being met",
    ),
    "SG-SEN-05": GuidanceWords(
        heading=SEN,
        words="any special educational support provided by schools for looked-after children with "
        "SEN but who do not need an EHC plan, is looked at as part of the child’s PEP and care "
        "plan reviews, involving Special Educational Needs Co-ordinators (SENCOs) where necessary",
    ),
    "SG-SEN-06": GuidanceWords(
        heading=SEN,
        words="As part of the PEP process, there should be robust arrangements in place to ensure "
        "that any undiagnosed SEN are addressed through the SEND framework as soon as possible.",
    ),
}


def guidance_on(field: Field) -> list[GuidanceWords]:
    """What the guidance says on a question, each sentence once."""
    return list(dict.fromkeys(GUIDANCE[line] for line in field.guidance if line in GUIDANCE))
