"""What a sheet of paper says of itself: confidential, printed when, and by whom."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.reporting.test_pages import signed_in

pytestmark = pytest.mark.django_db


def foot(client: Client, url: str) -> str:
    page = client.get(url).content.decode()
    return page.partition('<aside class="vsh-print-foot"')[2].partition("</aside>")[0]


@pytest.mark.parametrize("name", ["home", "roll", "annual_reports", "messages"])
def test_a_list_on_paper_says_by_whom_it_was_printed(cast: Cast, name) -> None:
    told = foot(signed_in(cast, "head"), reverse(f"reporting:{name}"))
    assert "Confidential · printed on 4 November 2026 by Head" in told


def test_a_page_of_a_child_has_the_reference_too(cast: Cast) -> None:
    told = foot(signed_in(cast, "officer"), reverse("reporting:overview", args=[cast.ada.ref]))
    words = f"Reference {cast.ada.ref} · confidential · printed on 4 November 2026 by Officer"
    assert words in told


def test_a_page_that_anybody_may_read_has_none(cast: Cast) -> None:
    assert foot(Client(), reverse("account_login")) == ""
