"""A NUL, which no field of the database can hold, is refused before anything is read."""

import pytest
from django.test import Client

from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    [
        "/pupils/a%00b/",
        "/peps/a%00b/",
        "/pupils/?sort=%00&page=%00&school=%00",
        "/peps/quality/?x=%00",
        "/?%00=x",
    ],
)
def test_no_address_or_query_holds_one(cast: Cast, client: Client, address: str) -> None:
    client.force_login(cast.officer)
    response = client.get(address)
    assert response.status_code == 400
    assert "We could not read the request" in response.content.decode()


def test_nor_does_the_search_for_a_school(cast: Cast, client: Client) -> None:
    client.force_login(cast.officer)
    address = f"/pupils/{cast.ada.ref}/school/place/"
    assert client.get(address, {"school": "elm"}).status_code == 200
    assert client.get(address, {"school": "\0"}).status_code == 400


@pytest.mark.parametrize("sent", [{"q": "a\0b"}, {"q\0": "ab"}])
def test_nor_does_a_form(cast: Cast, client: Client, sent: dict[str, str]) -> None:
    client.force_login(cast.officer)
    assert client.post("/pupils/search/", {"q": "ada"}, follow=True).status_code == 200
    response = client.post("/pupils/search/", sent)
    assert response.status_code == 400
    assert "Nothing was changed" in response.content.decode()


def test_nor_does_a_cookie(client: Client) -> None:
    client.cookies.load('sessionid="abcdefgh\\000"')
    assert client.get("/").status_code == 400
