"""Targets live across plans: set by one, reviewed by each later one until they end."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from peps.models import Pep, PepSection, PlannedAction, SectionDraft, Target, TargetReview
from peps.reading.letter import letter_for
from peps.rules.states import Refusal
from peps.services import (
    PepRefused,
    PepUnfinished,
    StaleSection,
    complete_section,
    initiate_pep,
    open_termly_peps,
    return_pep,
    save_section,
    submit_pep,
)
from peps.services.targets import follow_targets
from peps.views.sections import REPLACED
from pupils.models import CarePeriod
from tests.architecture.queries import questions
from tests.peps.answers import full_answers
from tests.reporting.page_requests import MOST_QUERIES
from vsh.accounts.roles import ROLE_PERMISSIONS, Role
from vsh.calendars.models import CurrentDay

SPRING, LATER = date(2027, 1, 5), date(2027, 4, 13)
NEW, REVIEW = "new_targets", "review_of_targets"
ONE_TARGET = {f"target_{n}_what": "" for n in range(2, 7)}


def next_term(pupil, day=SPRING) -> Pep:
    CurrentDay.objects.update(day=day)
    open_termly_peps(day)
    return pupil.peps.order_by("-opened_on").first()


def say(cast, pep, key, answers):
    pep.refresh_from_db()
    version = PepSection.objects.filter(pep=pep, key=key).values_list("version", flat=True).first()
    officer = cast.officer
    return save_section(actor=officer, pep=pep, key=key, answers=answers, version=version or 0)


def fill(cast, pep, **sections):
    """Every section of the plan as it is asked, some of them otherwise."""
    pep.refresh_from_db()
    for key, answers in full_answers(pep.form).items():
        if key == "meeting":
            answers |= {"held_on": str(pep.opened_on), "next_review_on": "2027-12-01"}
        days = {k: "2027-11-30" for k in answers if k.endswith("by_when")}
        say(cast, pep, key, answers | days | sections.get(key, {}))


def hand_in(cast, pep) -> Pep:
    """Handed in by the designated teacher, what is unchanged since the last plan confirmed."""
    keys = [section.key for section in pep.whole_form.sections]
    return submit_pep(actor=cast.teacher, pep=pep, confirmed=keys)


def open_ones(pupil) -> set[str]:
    return set(Target.objects.filter(pupil=pupil).still_open().values_list("what", flat=True))


def test_a_plan_that_is_handed_in_sets_its_targets(cast, ada_pep, write_all):
    write_all(ada_pep)
    assert not Target.objects.exists()
    hand_in(cast, ada_pep)
    targets = list(Target.objects.filter(set_in=ada_pep, pupil=cast.ada))
    assert [target.position for target in targets] == [1, 2, 3, 4, 5, 6]
    first, second = targets[:2]
    assert (first.area, second.area) == ("learning", "learning")
    assert (first.what, first.by_when) == ("Words about target 1 what.", date(2026, 11, 20))
    assert first.resource == "Words about target 1 resource."
    assert TargetReview.objects.count() == 0
    assert Target.pgh_event_model.objects.filter(pgh_obj=first.pk).exists()  # the history


def test_the_next_plans_ask_about_each_until_it_ends(cast, submitted_pep):
    first = Target.objects.get(set_in=submitted_pep, position=1)
    spring = next_term(cast.ada)
    assert spring.reviewed == [1, 2, 3, 4, 5, 6]
    outcomes = ["goes_on", "met", "partly", "not_met", "dropped", "goes_on"]
    said = {f"target_{n}_outcome": outcome for n, outcome in enumerate(outcomes, 1)}
    fill(cast, spring, review_of_targets=said, new_targets={**ONE_TARGET, "target_1_what": "New."})
    for number in range(2, 7):
        rest = [key for key in spring.form.fields() if f"{NEW}.target_{number}_" in key]
        say(cast, spring, NEW, {key.partition(".")[2]: "" for key in rest})
    assert len(open_ones(cast.ada)) == 6  # while it is written nothing has ended
    hand_in(cast, spring)
    assert open_ones(cast.ada) == {
        "Words about target 1 what.",
        "Words about target 6 what.",
        "New.",
    }
    summer = next_term(cast.ada, LATER)
    assert summer.reviewed == [1, 2, 3]
    asked = [review.target.what for review in summer.target_reviews.order_by("position")]
    assert asked == ["Words about target 1 what.", "Words about target 6 what.", "New."]
    progress = first.reviews.standing().values_list("pep", "outcome", "evidence")
    assert list(progress) == [(spring.pk, "goes_on", "Words about target 1 evidence.")]


def test_a_review_goes_on_speaking_of_the_target_that_it_reviewed(cast, submitted_pep):
    first, second = Target.objects.filter(set_in=submitted_pep, position__lte=2)
    spring = next_term(cast.ada)
    assert spring.reviewed == [1, 2, 3, 4, 5, 6]
    say(cast, spring, REVIEW, {"target_2_outcome": "met", "target_2_evidence": "Read a book."})
    pep = return_pep(actor=cast.officer, pep=submitted_pep, reason="Turn them round.")
    row = PepSection.objects.get(pep=pep, key=NEW)
    parts = ("area", "what", "measure", "baseline", "by_whom", "by_when", "resource")
    turned = {
        f"target_{3 - n}_{p}": row.data.get(f"target_{n}_{p}", "") for n in (1, 2) for p in parts
    }
    turned.pop("target_1_area")  # the first is of learning
    turned |= {"target_2_area": "learning", "target_3_what": "Another thing."}
    say(cast, pep, NEW, turned)
    hand_in(cast, pep)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.position, second.position) == (2, 1)
    assert (first.what, second.what) == (
        "Words about target 1 what.",
        "Words about target 2 what.",
    )
    assert spring.target_reviews.get(position=2).target == second
    third = Target.objects.get(what="Another thing.")
    assert Target.objects.get(what="Words about target 3 what.").withdrawn_on
    assert spring.target_reviews.filter(target=third).exists(), "it is asked about in its own right"
    Target.objects.filter(pk=third.pk).update(position=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        connection.check_constraints()
    Target.objects.filter(pk=third.pk).update(position=3)


def test_handed_in_again_it_writes_the_same_records(cast, submitted_pep):
    before = dict(Target.objects.values_list("position", "pk"))
    pep = return_pep(actor=cast.officer, pep=submitted_pep, reason="Say more of the second.")
    gone = {f"target_6_{part}": "" for part in ("area", "what", "measure", "baseline", "by_whom")}
    gone |= {"target_6_by_when": "", "target_6_resource": "", "target_2_what": "Stay a whole week."}
    say(cast, pep, NEW, gone)
    hand_in(cast, pep)
    assert dict(Target.objects.values_list("position", "pk")) == before
    assert Target.objects.get(position=2).what == "Stay a whole week."
    assert Target.objects.get(position=6).withdrawn_on
    assert len(open_ones(cast.ada)) == 5
    pep = return_pep(actor=cast.officer, pep=pep, reason="The sixth was good.")
    say(cast, pep, NEW, full_answers(pep.form)[NEW])
    hand_in(cast, pep)
    assert Target.objects.get(position=6).withdrawn_on is None


def test_a_plan_returned_as_empty_sets_nothing(cast, submitted_pep):
    spring = next_term(cast.ada)
    return_pep(actor=cast.officer, pep=submitted_pep, reason="Empty.", is_empty=True)
    spring.refresh_from_db()
    assert (open_ones(cast.ada), spring.reviewed) == (set(), [])
    assert spring.form.section(REVIEW) is None
    hand_in(cast, submitted_pep)
    spring.refresh_from_db()
    assert len(spring.reviewed) == 6


def test_a_new_time_in_care_is_not_asked_about_targets_of_the_last(cast, submitted_pep):
    back_on = date(2027, 1, 11)
    cast.ada.care_periods.update(ended_on=date(2026, 12, 1))
    again = CarePeriod.objects.create(pupil=cast.ada, started_on=back_on)
    CurrentDay.objects.update(day=back_on)
    first = initiate_pep(actor=cast.social_worker, pupil=cast.ada)
    follow_targets([first])
    first.refresh_from_db()
    assert (first.care_period, first.reviewed) == (again, [])
    assert first.form.section(REVIEW) is None
    assert len(open_ones(cast.ada)) == 6  # to be read still


def test_one_finished_late_is_asked_about_at_once(cast, ada_pep, write_all):
    write_all(ada_pep)
    spring = next_term(cast.ada)
    assert spring.reviewed == []
    fill(cast, spring)
    hand_in(cast, ada_pep)  # in January: late, and still of use
    spring.refresh_from_db()
    assert len(spring.reviewed) == 6
    with pytest.raises(PepUnfinished) as refused:
        hand_in(cast, spring)
    assert {item.section.key for item in refused.value.missing} == {REVIEW}


def test_a_finished_review_is_not_finished_when_another_target_comes(cast, submitted_pep):
    spring = next_term(cast.ada)
    row = say(cast, spring, REVIEW, full_answers(spring.form)[REVIEW])
    row = complete_section(actor=cast.officer, pep=spring, key=REVIEW, version=row.version)
    Target.objects.filter(position=6).update(what="What it said before.")
    pep = return_pep(actor=cast.officer, pep=submitted_pep, reason="More.")
    hand_in(cast, pep)  # sets another sixth, and the one asked about is withdrawn
    version = row.version
    row.refresh_from_db()
    assert (row.completed_at, row.version) == (None, version + 1)
    spring.refresh_from_db()
    assert spring.reviewed == [1, 2, 3, 4, 5, 6, 7]  # of the withdrawn one somebody has written


def test_a_plan_of_the_form_before_sets_and_ends_targets_too(cast, ada_pep, write_all):
    Pep.objects.update(form_version="2026.2")
    ada_pep.refresh_from_db()
    write_all(ada_pep)
    hand_in(cast, ada_pep)
    assert [target.area for target in Target.objects.all()] == ["", "", ""]
    spring = next_term(cast.ada)
    Pep.objects.filter(pk=spring.pk).update(form_version="2026.2")
    spring.refresh_from_db()
    said = {"target_1_outcome": "met", "target_2_outcome": "no_target"}
    fill(cast, spring, review_of_targets=said | {"target_3_outcome": "partly"})
    hand_in(cast, spring)
    ended = (
        TargetReview.objects.filter(pep=spring).ending().values_list("target__set_in", "outcome")
    )
    assert list(ended) == [(ada_pep.pk, "met"), (ada_pep.pk, "partly")]
    summer = next_term(cast.ada, LATER)
    assert (summer.form_version, len(summer.reviewed)) == ("2026.3", 4)


def test_plans_handed_in_before_get_their_records(cast, ada_pep, write_all):
    Pep.objects.update(form_version="2026.2")
    ada_pep.refresh_from_db()
    write_all(ada_pep)
    hand_in(cast, ada_pep)
    spring = next_term(cast.ada)
    Pep.objects.filter(pk=spring.pk).update(form_version="2026.2")
    spring.refresh_from_db()
    fill(cast, spring)
    hand_in(cast, spring)
    models = (TargetReview, Target)
    told = ("set_in", "position", "what", "measure", "by_when")
    written = list(Target.objects.values_list(*told))
    reviews = list(TargetReview.objects.values_list("pep", "position", "outcome", "evidence"))
    actions = set(PlannedAction.objects.filter(set_in=spring).values_list("what", "owner_words"))
    for model in models:
        model.objects.all().delete()
    PlannedAction.objects.update(position=None, set_in=None)  # kept: their changes are
    first_release = import_module("peps.migrations._plans_of_the_first_release")
    first_release.write_records(apps, None)
    assert list(Target.objects.values_list(*told)) == written
    again = TargetReview.objects.values_list("pep", "position", "outcome", "evidence")
    assert (list(again), len(reviews)) == (reviews, 3)
    of_last = PlannedAction.objects.filter(set_in__isnull=False)
    assert set(of_last.values_list("set_in", "what", "owner_words")) == {
        (spring.pk, *words) for words in actions
    }


def test_the_review_reads_with_the_target_it_is_about(client, cast, submitted_pep):
    spring = next_term(cast.ada)
    say(cast, spring, REVIEW, {"target_1_outcome": "goes_on", "target_1_evidence": "Nearly."})
    client.force_login(cast.teacher)
    page = client.get(reverse("peps:section", args=[spring.ref, REVIEW])).content.decode()
    assert "Words about target 1 what." in page
    assert "PEP of the autumn term 2026-27" in page
    assert "There is no earlier plan here" not in page
    beside = client.get(reverse("peps:section", args=[spring.ref, NEW])).content.decode()
    assert "Open target 6" in beside
    pep = Pep.objects.as_on(SPRING).get(pk=spring.pk)
    read = letter_for(pep=pep, permissions=ROLE_PERMISSIONS[Role.DESIGNATED_TEACHER], day=SPRING)
    chapter = next(c for c in read.chapters if c.key == REVIEW)
    lines = {line.label: line.value for line in chapter.passages[0].lines}
    assert lines["Target"] == "Words about target 1 what."
    assert lines["What became of it?"] == "It goes on"


def test_an_open_review_page_writes_nothing_under_another_target(cast, submitted_pep, client):
    spring = next_term(cast.ada)
    client.force_login(cast.officer)
    address = reverse("peps:section", args=[spring.ref, REVIEW])
    named = client.get(address).context["names_of_places"]
    page = {**dict(named), "variant": spring.variant, "version": "0", "target_6_evidence": ""}
    Target.objects.filter(position=6).update(what="What it said before.")
    hand_in(cast, return_pep(actor=cast.officer, pep=submitted_pep, reason="More."))  # another 6th
    typed = {**page, "target_6_outcome": "met"}
    line = client.post(address, typed, headers={"HX-Request": "true"})
    assert (line.status_code, line.content.decode()) == (423, REPLACED)
    shown = client.post(address, typed)
    again = dict(shown.context["names_of_places"])
    assert (shown.status_code, again) == (423, dict(named)), "and so it is when it is sent again"
    assert not PepSection.objects.filter(pep=spring, key=REVIEW).exists()
    elsewhere = {**page, "target_1_outcome": "met"}
    assert client.post(address, elsewhere, headers={"HX-Request": "true"}).status_code == 200
    assert PepSection.objects.get(pep=spring, key=REVIEW).data["target_1_outcome"] == "met"
    anew = dict(client.get(address).context["names_of_places"])
    typed |= {**anew, "version": "1"}
    with questions() as asked:
        assert client.post(address, typed, headers={"HX-Request": "true"}).status_code == 200
    assert len(asked) <= MOST_QUERIES, asked


def test_words_about_a_target_wait_as_a_choice_where_another_took_its_place(
    cast, submitted_pep, client
):
    spring = next_term(cast.ada)
    words = {"key": REVIEW, "pep": spring, "actor": cast.teacher}
    say(cast, spring, REVIEW, {"target_6_evidence": "Theirs"})
    with pytest.raises(StaleSection):
        save_section(**words, answers={"target_6_evidence": "Mine"}, version=0)
    say(cast, spring, REVIEW, {"target_6_evidence": ""})
    asked = str(TargetReview.objects.get(pep=spring, position=6).target_id)
    Target.objects.filter(position=6).update(what="What it said before.")
    hand_in(cast, return_pep(actor=cast.officer, pep=submitted_pep, reason="More."))  # another 6th
    # The page was compared before; under the lock it is compared once more.
    with pytest.raises(PepRefused) as refused:
        save_section(**words, answers={"target_6_outcome": "met"}, version=2, reviews={6: asked})
    assert refused.value.refusal is Refusal.ANOTHER_TARGET
    save_section(**words, answers={"target_6_outcome": ""}, version=2, reviews={6: asked})
    assert "target_6_outcome" not in PepSection.objects.get(pep=spring, key=REVIEW).data
    assert SectionDraft.objects.get().text == "Mine"
    client.force_login(cast.teacher)
    shown = client.get(reverse("peps:section", args=[spring.ref, REVIEW]))
    assert [field["key"] for field in shown.context["conflict"]["fields"]] == ["target_6_evidence"]
