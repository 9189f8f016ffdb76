"""The roll extract's columns."""

from vsh.tables.layouts import Layout

ROLL = Layout(
    name="roll",
    title="Roll extract",
    required=("child_id", "date_of_birth", "looked_after_from"),
    optional=(
        *("upn", "legal_first_name", "legal_last_name", "known_as", "sex", "ethnicity"),
        *("first_language", "uasc", "uasc_until", "looked_after_to", "legal_status"),
        *("placement_type", "placement_from", "placement_postcode", "placement_emergency"),
        *("school_urn", "enrolled_from", "enrolled_to", "nc_year", "sen_status"),
        *("social_worker_email", "team_manager_email", "iro_email", "officer_email"),
        *("next_review_on", "last_review_on"),
    ),
    day_first=(
        *("date_of_birth", "looked_after_from", "looked_after_to", "placement_from"),
        *("enrolled_from", "enrolled_to", "next_review_on", "last_review_on", "uasc_until"),
    ),
)
