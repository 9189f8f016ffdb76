"""Why a request is refused, beside what the framework knows."""

from rest_framework.exceptions import APIException

MOST_MEGABYTES = 2
TOO_LARGE = f"Send at most {MOST_MEGABYTES} MB at a time."


class Conflict(APIException):
    """The same key was used for something else."""

    status_code = 409
    default_code = "conflict"


class BadKey(APIException):
    """The header that tells one delivery from another is missing or is none."""

    status_code = 400
    default_code = "bad_key"
