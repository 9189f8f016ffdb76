"""Care has ended, as a person tells it: what holds afterwards, who is told, and later files."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from pupils.models import (
    CareEpisode,
    CarePeriod,
    CarePlacement,
    Deadline,
    Pupil,
    RestrictedAccess,
    StatutoryReview,
)
from pupils.services.care_endings import end_care
from pupils.services.deadlines import recalculate_deadlines_for
from pupils.services.locking import StaleRecordError
from pupils.services.row_versions import version_of
from tests.architecture.queries import questions
from tests.cast import TODAY, Cast
from tests.placements.test_school_pages import signed_in
from vsh.notices.models import Notice
from vsh.notices.recipients import reason_not_to_send

pytestmark = pytest.mark.django_db
ENDED = date(2026, 11, 2)
DAY = timedelta(days=1)


def period_of(child: Pupil) -> CarePeriod:
    return CarePeriod.objects.get(pupil=child)


def end(cast: Cast, child: Pupil, who: str = "officer", **answers) -> CarePeriod:
    period = period_of(child)
    given = {"version": version_of(period), "ended_on": ENDED, "end_reason": "E4A"} | answers
    return end_care(actor=cast.people[who], period=period, **given)


def told() -> set[str]:
    rows = Notice.objects.filter(about__startswith="care_ended:")
    return set(rows.values_list("recipient__name", flat=True))


def test_the_home_the_status_and_the_review_arranged_end_with_care(cast):
    child = cast.ada
    StatutoryReview.objects.create(
        pupil=child, care_period=period_of(child), planned_on=date(2026, 12, 1)
    )
    recalculate_deadlines_for([child.pk])
    assert Deadline.objects.filter(pupil=child, is_current=True, met_on=None).exists()
    end(cast, child)
    assert (period_of(child).ended_on, period_of(child).end_reason) == (ENDED, "E4A")
    episode = CareEpisode.objects.get(care_period__pupil=child)
    assert (episode.ended_on, episode.reason_ended) == (ENDED, "E4A")
    assert CarePlacement.objects.get(pupil=child).ended_on == ENDED
    assert not StatutoryReview.objects.filter(pupil=child).exists()
    running = Deadline.objects.filter(pupil=child, is_current=True, met_on=None, closed_on=None)
    assert not running.filter(kind="pep_term_review").exists()
    assert not Pupil.objects.visible_to(cast.teacher).filter(pk=child.pk).exists()


def test_it_is_no_correction_and_says_who_told_it(cast):
    client = signed_in(cast, "officer")
    period = period_of(cast.ada)
    client.post(url_of(cast.ada), answers_of(period))
    event = CarePeriod.pgh_event_model.objects.filter(pgh_obj=period.pk).latest("pgh_id")
    assert event.pgh_context["user"] == cast.officer.pk
    assert "reason" not in event.pgh_context


@pytest.mark.parametrize(
    ("answers", "field", "words"),
    [
        ({"ended_on": TODAY + DAY}, "ended_on", "still to come"),
        ({"ended_on": date(2026, 2, 2)}, "ended_on", "It began on 2 February 2026"),
        ({"end_reason": ""}, "end_reason", "Select why"),
        ({"end_reason": "X1"}, "end_reason", "Select why"),
        ({"end_reason": "E43"}, "end_reason", "was in use on that day"),
    ],
)
def test_a_day_or_reason_that_cannot_be_is_refused(cast, answers, field, words):
    with pytest.raises(ValidationError) as refused:
        end(cast, cast.ada, **answers)
    assert words in str(refused.value.message_dict[field])
    assert period_of(cast.ada).ended_on is None
    assert told() == set()


def test_care_that_ended_already_does_not_end_again(cast):
    with pytest.raises(ValidationError) as refused:
        end(cast, cast.fay)
    assert "looked after from" in str(refused.value)
    with pytest.raises(StaleRecordError):
        end(cast, cast.ada, version=0)


@pytest.mark.parametrize("who", ["teacher", "iro", "outsider", "other_social_worker"])
def test_who_may_not_put_care_on_record_does_not_end_it(cast, who):
    with pytest.raises(PermissionDenied):
        end(cast, cast.ada, who)


def test_the_school_is_told_once_without_name_or_reason(cast):
    child = cast.ada
    end(cast, child, end_reason="E11")
    assert told() == {"Teacher", "Head Teacher"}
    recalculate_deadlines_for([child.pk])
    notices = Notice.objects.filter(about=f"care_ended:{child.ref}:{ENDED}")
    assert notices.count() == 2
    for notice in notices:
        text = f"{notice.subject} {notice.body}"
        assert child.ref in text
        assert "2 November 2026" in text
        assert "Northshire" in text
        assert not any(word in text for word in ("Canary", "Ada", "adopt", "E11"))
        assert reason_not_to_send(notice.recipient, notice.pupil_ref) == ""


def test_of_a_child_who_died_no_message_goes(cast):
    end(cast, cast.ada, end_reason="E2")
    assert told() == set()


def test_of_a_restricted_record_only_who_is_named_is_told(cast):
    for name in ("head", "teacher"):
        RestrictedAccess.objects.create(
            pupil=cast.eve,
            user=cast.people[name],
            granted_by=cast.head,
            reason="Works with the child",
            started_on=date(2026, 1, 1),
        )
    end(cast, cast.eve, "head")
    assert told() == {"Teacher"}
    body = Notice.objects.get(about__startswith="care_ended:").body
    assert body.startswith(f"{cast.eve.ref}, on your roll")


@pytest.mark.parametrize(
    ("ended_on", "is_told"),
    [
        (TODAY - 28 * DAY, False),
        (TODAY - 27 * DAY, True),
        (TODAY, True),
        (TODAY + DAY, False),
    ],
)
def test_an_end_that_a_file_told_is_news_for_four_weeks(cast, ended_on, is_told):
    CarePeriod.objects.filter(pupil=cast.ada).update(ended_on=ended_on)
    recalculate_deadlines_for([cast.ada.pk])
    assert bool(told()) is is_told


def test_nothing_is_told_of_who_came_after_the_end_or_is_looked_after_again(cast):
    CarePeriod.objects.filter(pupil=cast.ada).update(ended_on=ENDED)
    CarePeriod.objects.create(pupil=cast.ada, started_on=ENDED + DAY)
    CarePeriod.objects.filter(pupil=cast.ben).update(ended_on=ENDED)
    Pupil.objects.filter(pk=cast.ben.pk).update(on_record_since=ENDED)
    recalculate_deadlines_for([cast.ada.pk, cast.ben.pk])
    assert told() == set()


# --- the page


def url_of(child: Pupil) -> str:
    kwargs = {"ref": child.ref, "period": period_of(child).pk}
    return reverse("placements:end_care", kwargs=kwargs)


def answers_of(period: CarePeriod) -> dict[str, str | int]:
    return {"version": version_of(period), "ended_on": str(ENDED), "end_reason": "E4A"}


def test_the_page_says_what_follows_and_who_is_told(cast):
    client = signed_in(cast, "social_worker")
    tab = reverse("placements:care", kwargs={"ref": cast.ada.ref})
    assert url_of(cast.ada) in client.get(tab).content.decode()
    with questions() as asked:
        body = client.get(url_of(cast.ada)).content.decode()
    assert len(asked) <= 12
    assert "A home (Foster care) from 2 February 2026" in body
    assert "Full care order from 2 February 2026" in body
    assert "tells the head teacher and the designated teacher" in body
    assert "E43" not in body
    refused = client.post(url_of(cast.ada), {"version": 0}).content.decode()
    assert "<title>Error: " in refused
    assert "Select why the child ceased to be looked after" in refused
    url, answers = url_of(cast.ada), answers_of(period_of(cast.ada))
    saved = client.post(url, answers, follow=True).content.decode()
    assert "2 February 2026 to 2 November 2026" in saved
    assert url not in saved
    assert (
        "looked after from 2 February 2026 to 2 November 2026" in client.get(url).content.decode()
    )
