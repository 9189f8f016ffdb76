"""The return's files, each known by its header; those of which nothing is kept here as well.

Source: column lists of the returns of 2018 to 2027.
"""

from vsh.tables.layouts import Layout

HEADER = Layout(
    name="ssda903_header",
    title="SSDA903 Header",
    required=("CHILD", "SEX", "DOB", "ETHNIC", "UPN"),
    optional=("MOTHER", "MC_DOB"),
    day_first=("DOB",),
    not_kept="whether the child is a mother (MOTHER, MC_DOB) is checked, and not kept here.",
)
EPISODES = Layout(
    name="ssda903_episodes",
    title="SSDA903 Episodes",
    required=("CHILD", "DECOM", "RNE", "LS", "CIN", "PLACE", "DEC", "REC"),
    optional=(
        *("PLACE_PROVIDER", "REASON_PLACE_CHANGE", "HOME_POST", "PL_POST", "URN"),
        *("PL_LA", "PL_LOCATION", "PL_DISTANCE"),
    ),
    day_first=("DECOM", "DEC"),
    not_kept="where the child's home was (HOME_POST) is not kept here.",
)
REVIEWS = Layout(
    name="ssda903_reviews",
    title="SSDA903 Reviews",
    required=("CHILD", "DOB", "REVIEW", "REVIEW_CODE"),
    day_first=("DOB", "REVIEW"),
)
UASC = Layout(
    name="ssda903_uasc",
    title="SSDA903 UASC",
    required=("CHILD", "SEX", "DOB", "DUC"),
    day_first=("DOB", "DUC"),
)
OC2 = Layout(
    name="ssda903_oc2",
    title="SSDA903 OC2",
    required=("CHILD", "DOB", "SDQ_SCORE", "SDQ_REASON"),
    optional=(
        *("CONVICTED", "HEALTH_CHECK", "IMMUNISATIONS", "TEETH_CHECK", "HEALTH_ASSESSMENT"),
        *("SUBSTANCE_MISUSE", "INTERVENTION_RECEIVED", "INTERVENTION_OFFERED"),
    ),
    day_first=("DOB",),
    not_kept="the SDQ score and the reason for none are kept. Convictions, health and substance "
    "misuse are not kept here.",
)
MISSING = Layout(
    name="ssda903_missing",
    title="SSDA903 Missing",
    required=("CHILD", "DOB", "MISSING", "MIS_START", "MIS_END"),
    day_first=("DOB", "MIS_START", "MIS_END"),
)


def _not_kept(
    name: str, why: str, required: tuple[str, ...], optional: tuple[str, ...] = ()
) -> Layout:
    return Layout(
        name=f"ssda903_{name.lower()}",
        title=f"SSDA903 {name}",
        required=("CHILD", "DOB", *required),
        optional=optional,
        is_used=False,
        not_kept=why,
    )


OC3 = _not_kept(
    "OC3",
    "How the authority keeps in touch with care leavers stays in its own case system.",
    ("IN_TOUCH", "ACTIV", "ACCOM"),
)
AD1 = _not_kept(
    "AD1",
    "An adoption here would tie the child's two identities to each other.",
    ("DATE_INT", "DATE_MATCH", "FOSTER_CARE", "NB_ADOPTR"),
    ("SEX_ADOPTR", "LS_ADOPTR"),
)
PLACED_ADOPTION = _not_kept(
    "PlacedAdoption",
    "That a child is placed for adoption is told by the placement in Episodes.",
    ("DATE_PLACED", "DATE_PLACED_CEASED"),
    ("REASON_PLACED_CEASED",),
)
PREV_PERM = _not_kept(
    "PrevPerm",
    "An earlier adoption here would tie the child's two identities to each other.",
    ("PREV_PERM", "LA_PERM", "DATE_PERM"),
)
SW_EPISODES = _not_kept(
    "SWEpisodes",
    "Who works with a child comes with the roll extract, by their account.",
    ("SW_ID", "SW_DECOM", "SW_DEC", "SW_REASON"),
)
DOLO = _not_kept(
    "DoLo",
    "Orders that deprive a child of liberty stay in the council's own case system.",
    ("DOLO_START", "DOLO_END"),
)
NOT_KEPT = (OC3, AD1, PLACED_ADOPTION, PREV_PERM, SW_EPISODES, DOLO)
LAYOUTS = (HEADER, EPISODES, REVIEWS, UASC, OC2, MISSING, *NOT_KEPT)
