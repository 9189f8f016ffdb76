"""What hangs on plans when two records of one child become one."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from peps.models import CourtOrderClosure, Pep, PersonalLink, ReviewPack, ReviewPackCopy
from peps.services.calls import call_for_help
from peps.voice.speaker import Speaker
from pupils.models import CarePeriod, Pupil, StatutoryReview
from pupils.services.locking import lock_pupil
from tests.cast import add_children
from tests.peps.by_link import invited
from tests.pupils.twice import merge
from vsh.notices.models import Notice

ARRANGED = date(2026, 12, 1)


@pytest.fixture
def twice(cast):
    """Ben once more: the same care, no school."""
    add_children(cast, {"twice": {}})
    cast.twice.enrolments.all().delete()
    return cast


def test_a_pack_that_falls_away_leaves_who_opened_it(twice):
    """The system said of both records that there is no plan: to two reviewing officers."""
    opened, first = timezone.now(), timezone.now() - timedelta(days=1)
    for child, readers in (
        (twice.ben, {twice.officer: None}),
        (twice.twice, {twice.officer: first, twice.iro: opened}),
    ):
        review = StatutoryReview.objects.create(
            pupil=child, care_period=child.care_periods.get(), planned_on=ARRANGED
        )
        # the two were sent on different days: they do not say the same
        sent_on = date(2026, 11, 2 if child == twice.ben else 3)
        pack = ReviewPack.objects.create(review=review, arranged_for=ARRANGED, sent_on=sent_on)
        for user, at in readers.items():
            ReviewPackCopy.objects.create(pack=pack, user=user, sent_on=sent_on, opened_at=at)
    merge(twice, "head")
    copies = ReviewPackCopy.objects.filter(pack=ReviewPack.objects.get())
    assert dict(copies.values_list("user", "opened_at")) == {
        twice.officer.pk: first,
        twice.iro.pk: opened,
    }


def test_a_court_order_closes_the_links_of_both_records(cast, ada_pep):
    add_children(cast, {"twice": {"born_on": cast.ada.date_of_birth}})
    cast.twice.enrolments.all().delete()
    links = [invited(cast.teacher, ada_pep, purpose).link for purpose in ("parent", "child")]
    order = {"purpose": "parent", "reason": "Order", "closed_by": cast.head}
    CourtOrderClosure.objects.create(pupil=cast.twice, **order)
    merge(cast, "head", keep=cast.twice, gone=cast.ada)
    open_now = [link.pk for link in links[1:]]
    assert (
        list(PersonalLink.objects.filter(revoked_at=None).values_list("pk", flat=True)) == open_now
    )


def test_two_plans_of_one_term_in_two_times_in_care_that_become_one_are_named(twice):
    twice.twice.care_periods.update(ended_on=date(2026, 10, 1))
    again = date(2026, 10, 12)
    CarePeriod.objects.create(pupil=twice.twice, started_on=again)
    for period in twice.twice.care_periods.all():
        Pep.objects.create(
            pupil=twice.twice,
            care_period=period,
            kind="termly",
            academic_year="2026-27",
            season="autumn",
            form_version="2026.1",
            opened_on=again,
        )
    with pytest.raises(ValidationError, match=r"Plans\. This term's .* Say of one of the two"):
        merge(twice, "head")


def test_who_waited_holds_the_record_that_stays(twice):
    merge(twice, "head")
    assert lock_pupil(Pupil(pk=twice.twice.pk)) == twice.ben


def test_a_call_that_waited_for_the_merge_is_told_to_those_of_the_record_that_stays(cast, ada_pep):
    add_children(cast, {"twice": {"born_on": cast.ada.date_of_birth}})
    cast.twice.enrolments.all().delete()
    link = invited(cast.teacher, ada_pep, "child").link
    assert link.pep.pupil == cast.ada
    merge(cast, "head", keep=cast.twice, gone=cast.ada)
    call = call_for_help(speaker=Speaker(link=link), kind="advocate", text="I want someone")
    assert cast.social_worker in call.told.all()
    assert Notice.objects.filter(stage="raised", recipient=cast.social_worker).exists()
