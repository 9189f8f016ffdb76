"""Which servers the settings use."""

import pytest
from django.db import connection


@pytest.mark.django_db
def test_tests_run_as_the_owner_who_is_no_superuser():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper, rolbypassrls, current_setting('fsync') "
            "FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == ("vsh_owner", False, False, "off")
