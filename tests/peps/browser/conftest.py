"""A plan of the cast, and a page of its own in Chromium for each person."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from peps.models import Pep
from peps.services import initiate_pep
from tests.cast import Cast, assemble_cast

expect.set_options(timeout=30_000)


@pytest.fixture
def cast() -> Cast:
    return assemble_cast()


@pytest.fixture
def pep(cast: Cast) -> Pep:
    return initiate_pep(actor=cast.social_worker, pupil=cast.ada)


@pytest.fixture
def open_as(browser: Browser, live_server, cast: Cast) -> Iterator[Callable[..., Page]]:
    """A page of its own for each person, signed in."""
    contexts = []

    def open_page(person: str, path: str, **options) -> Page:
        client = Client()
        client.force_login(cast.people[person])
        context = browser.new_context(base_url=live_server.url, **options)
        contexts.append(context)
        cookie = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
