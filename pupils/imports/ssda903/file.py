"""The return's files, each known by its header; those from which nothing is taken yet as well.

Source: column lists of the returns of 2018 to 2027.
"""

from vsh.tables.layouts import Layout

HEADER = Layout(
    name="ssda903_header",
    title="SSDA903 Header",
    required=("CHILD", "SEX", "DOB", "ETHNIC", "UPN"),
    optional=("MOTHER", "MC_DOB"),
)
EPISODES = Layout(
    name="ssda903_episodes",
    title="SSDA903 Episodes",
    required=("CHILD", "DECOM", "RNE", "LS", "CIN", "PLACE", "DEC", "REC"),
    optional=(
        *("PLACE_PROVIDER", "REASON_PLACE_CHANGE", "HOME_POST", "PL_POST", "URN"),
        *("PL_LA", "PL_LOCATION", "PL_DISTANCE"),
    ),
)
REVIEWS = Layout(
    name="ssda903_reviews",
    title="SSDA903 Reviews",
    required=("CHILD", "DOB", "REVIEW", "REVIEW_CODE"),
)
UASC = Layout(name="ssda903_uasc", title="SSDA903 UASC", required=("CHILD", "SEX", "DOB", "DUC"))
OC2 = Layout(
    name="ssda903_oc2",
    title="SSDA903 OC2",
    required=("CHILD", "DOB", "SDQ_SCORE", "SDQ_REASON"),
    optional=(
        *("CONVICTED", "HEALTH_CHECK", "IMMUNISATIONS", "TEETH_CHECK", "HEALTH_ASSESSMENT"),
        *("SUBSTANCE_MISUSE", "INTERVENTION_RECEIVED", "INTERVENTION_OFFERED"),
    ),
)


def _unused(name: str, *columns: str) -> Layout:
    return Layout(
        name=f"ssda903_{name.lower()}", title=f"SSDA903 {name}", required=columns, is_used=False
    )


NOT_USED = (
    _unused("OC3", "CHILD", "DOB", "IN_TOUCH", "ACTIV", "ACCOM"),
    _unused("AD1", "CHILD", "DOB", "DATE_INT", "DATE_MATCH", "FOSTER_CARE", "NB_ADOPTR"),
    _unused("PlacedAdoption", "CHILD", "DOB", "DATE_PLACED", "DATE_PLACED_CEASED"),
    _unused("PrevPerm", "CHILD", "DOB", "PREV_PERM", "LA_PERM", "DATE_PERM"),
    _unused("Missing", "CHILD", "DOB", "MISSING", "MIS_START", "MIS_END"),
    _unused("SWEpisodes", "CHILD", "DOB", "SW_ID", "SW_DECOM", "SW_DEC", "SW_REASON"),
    _unused("DoLo", "CHILD", "DOB", "DOLO_START", "DOLO_END"),
)
LAYOUTS = (HEADER, EPISODES, REVIEWS, UASC, OC2, *NOT_USED)
