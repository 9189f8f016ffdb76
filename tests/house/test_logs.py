"""Log lines are JSON, carry the request's and user's ids, and hold no query string and no row."""

import io
import json
import logging
import logging.config

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from tests.cast import assemble_cast
from vsh.logs import logging_config


@pytest.fixture
def lines():
    """The JSON lines that the real configuration writes."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    formatter = logging_config(level="INFO")["formatters"]["json"]
    configured = logging.config.DictConfigurator({"version": 1}).configure_formatter(formatter)
    handler.setFormatter(configured)
    logging.getLogger().addHandler(handler)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    logging.getLogger().removeHandler(handler)


@pytest.mark.django_db
def test_a_request_is_one_line_without_its_query_string(lines):
    response = Client().get("/account/login/?next=/&name=Amara", headers={"X-Request-ID": "a" * 20})
    found = [line for line in lines() if line["event"] == "request"]
    assert len(found) == 1
    assert found[0]["request_id"] == response.headers["X-Request-ID"] == "a" * 20
    assert found[0]["route"] == "account/login/"
    assert found[0]["status"] == 200
    assert "Amara" not in json.dumps(lines())


@pytest.mark.django_db
def test_the_secret_of_a_link_is_left_out(lines):
    assert Client().get("/say/link/Zq0RkTbmS3cret-of-a-link/").status_code == 404
    assert Client(enforce_csrf_checks=True).post("/say/link/Zq0RkTbmS3cret-of-a-link/", {})
    assert any("/say/link/(left out)" in line["event"] for line in lines())
    assert "S3cret" not in json.dumps(lines())


@pytest.mark.django_db
def test_a_request_that_is_refused_is_a_line_and_a_fault_keeps_its_traceback(lines):
    cast = assemble_cast()
    client = Client(raise_request_exception=False)
    client.force_login(cast.social_worker)
    assert client.get(reverse("peps:quality_queue")).status_code == 403
    (refused,) = (line for line in lines() if line["event"].startswith("Forbidden"))
    assert (refused["level"], "exception" in refused) == ("warning", False)
    logging.getLogger("django.request").error("fault", exc_info=ValueError("a fault"))
    assert "ValueError" in lines()[-1]["exception"]


@pytest.mark.django_db
def test_a_forged_request_id_is_replaced(lines):
    response = Client().get("/account/login/", headers={"X-Request-ID": 'x"} forged'})
    assert "forged" not in response.headers["X-Request-ID"]


def test_what_the_database_says_of_a_refused_row_is_left_out(lines):
    said = "violates exclusion\nDETAIL:  Key (name)=(Amara Okafor) conflicts\n"
    try:
        raise IntegrityError(said)
    except IntegrityError:
        logging.getLogger("vsh.test").exception("refused: %s", said)
    (line,) = lines()
    assert "violates exclusion" in line["exception"]
    assert "Amara" not in json.dumps(line)
