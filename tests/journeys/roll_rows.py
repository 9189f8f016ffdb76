"""Children for journeys: lines of the roll as the council's case system would send them."""

from pathlib import Path

HEAD = (
    "child_id,upn,legal_first_name,legal_last_name,known_as,date_of_birth,sex,ethnicity,"
    "first_language,looked_after_from,looked_after_to,legal_status,placement_type,placement_from,"
    "placement_postcode,placement_emergency,school_urn,enrolled_from,enrolled_to,nc_year,"
    "sen_status,social_worker_email,team_manager_email,iro_email,next_review_on,last_review_on"
)
PEOPLE = {
    "social_worker_email": "socialworker@northshire.example",
    "team_manager_email": "manager@northshire.example",
    "iro_email": "iro@northshire.example",
}
USUAL = PEOPLE | {
    "sex": "F",
    "ethnicity": "WBRI",
    "first_language": "English",
    "looked_after_from": "2026-11-09",
    "legal_status": "V2",
    "placement_type": "U6",
    "placement_from": "2026-11-09",
    "placement_postcode": "NS2 4AB",
    "placement_emergency": "Y",
    "school_urn": "999001",
    "enrolled_from": "2023-09-01",
    "nc_year": "9",
    "sen_status": "N",
    "next_review_on": "2026-12-04",
}


def roll_of(path: Path, *children: dict[str, str]) -> Path:
    """A roll file of these children: each names what is not usual about them."""
    columns = HEAD.split(",")
    rows = [USUAL | child for child in children]
    lines = [",".join(row.get(column, "") for column in columns) for row in rows]
    path.write_text("\n".join([HEAD, *lines, ""]))
    return path
