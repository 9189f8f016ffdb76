"""What somebody sends of a record that is being merged waits, and their words are not lost."""

import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.urls import reverse

from placements.models import SchoolSearch
from pupils.services.locking import MergedMeanwhileError, lock_visible_pupil
from tests.cast import assemble_cast
from tests.peps.services.test_asked_under_the_lock import somebody_waits
from tests.pupils.twice import merge, record_twice
from tests.reporting.page_requests import signed_in

SENT = {
    "why": "What the <carer> said",
    "needed_from_on_day": 4,
    "needed_from_on_month": 11,
    "needed_from_on_year": 2026,
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("who", ["head", "south_head"])
def test_what_waited_for_a_merge_comes_back_to_who_sent_it(who: str) -> None:
    cast = record_twice(assemble_cast())
    client = signed_in(cast, who)
    address = reverse("placements:open_search", args=[cast.twice.ref])
    answers = []

    def post() -> None:
        try:
            answers.append(client.post(address, SENT))
        finally:
            connection.close()

    thread = threading.Thread(target=post)
    with transaction.atomic():
        merge(cast, "head")
        thread.start()
        while thread.is_alive() and not somebody_waits():
            thread.join(0.02)
    thread.join()
    [answer] = answers
    page = answer.content.decode()
    is_theirs = who == "head"
    assert answer.status_code == 404
    assert ("What the &lt;carer&gt; said" in page) is is_theirs
    assert (cast.ben.ref in page) is is_theirs
    assert not SchoolSearch.objects.exists()


def test_who_may_not_see_the_record_is_refused_as_ever(cast) -> None:
    record_twice(cast)
    merge(cast)
    with pytest.raises(MergedMeanwhileError):
        lock_visible_pupil(cast.twice, actor=cast.head)
    for who in ("outsider", "south_head"):
        with pytest.raises(PermissionDenied):
            lock_visible_pupil(cast.ben, actor=cast.people[who])
