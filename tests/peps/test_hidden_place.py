"""Where a child lives is kept from a parent: on which days, and what the parent's own page says of
who reads it."""

from datetime import date, timedelta

from peps.facts.hidden_place import is_place_hidden
from peps.models import Pep
from peps.reading.copies import copy_for
from peps.reading.copy_pdf import page_of_copy
from peps.schema.speakers import Purpose
from pupils.models import CarePlacement, Pupil, RestrictedAccess, SenStatus
from tests.cast import TODAY
from tests.peps.by_link import arrived, invited
from tests.reporting.page_requests import MOST_QUERIES, queries_of
from vsh.accounts.models import Membership

START = "/say/"
BEFORE, YESTERDAY, TOMORROW = date(2026, 3, 2), TODAY - timedelta(days=1), TODAY + timedelta(days=1)


DAYS = [  # type, first day, last day, whether the address is confidential; whether it hides
    ([("U6", BEFORE, None, False)], False),
    ([("U6", BEFORE, None, True)], True),
    ([("A5", BEFORE, None, False)], True),
    # a day between two homes
    ([("U6", BEFORE, YESTERDAY, True)], True),
    ([("A3", BEFORE, TODAY, False)], True),
    ([("U6", BEFORE, YESTERDAY, False)], False),
    # a home that is gone for good says nothing of the next
    ([("U6", BEFORE, YESTERDAY, True), ("U6", YESTERDAY, None, False)], False),
    # a holiday leaves the home where it was, and may itself be confidential
    ([("U6", BEFORE, YESTERDAY, True), ("T0", YESTERDAY, TODAY, False)], True),
    ([("U6", BEFORE, YESTERDAY, True), ("T0", YESTERDAY, None, False)], True),
    ([("U6", BEFORE, YESTERDAY, False), ("T0", YESTERDAY, None, True)], True),
    # what begins tomorrow is not yet so
    ([("U6", BEFORE, TOMORROW, False), ("A5", TOMORROW, None, False)], False),
    ([], False),
]


def test_on_which_days_a_place_is_hidden(cast, ada_pep):
    for placements, is_hidden in DAYS:
        CarePlacement.objects.filter(pupil=cast.ada).delete()
        for kind, first, last, is_confidential in placements:
            CarePlacement.objects.create(
                pupil=cast.ada,
                care_period=ada_pep.care_period,
                placement_type=kind,
                started_on=first,
                ended_on=last,
                is_address_confidential=is_confidential,
            )
        assert is_place_hidden(ada_pep, on=TODAY) is is_hidden, placements
        pep = Pep.objects.as_on(TODAY).get(pk=ada_pep.pk)
        paper = page_of_copy(copy_for(pep, Purpose.PARENT, on=TODAY), Purpose.PARENT)
        assert ("Oakfield" not in paper) is is_hidden, placements
    Pupil.objects.filter(pk=cast.ada.pk).update(is_restricted=True)
    assert is_place_hidden(ada_pep, on=TODAY)


def test_a_parent_who_may_not_know_the_place_is_told_no_name_of_who_reads(cast, ada_pep):
    homes = CarePlacement.objects.filter(pupil=cast.ada)
    homes.update(is_address_confidential=False)
    parent = arrived(invited(cast.social_worker, ada_pep, "parent", name="Kim Parent"))
    carer = arrived(invited(cast.social_worker, ada_pep, "carer", name="Pat Carer"))
    body = parent.get(START).content.decode()
    assert "Teacher, teacher at Oakfield School" in body
    homes.update(is_address_confidential=True)
    body = parent.get(START).content.decode()
    for role in ("The school", "The social worker", "The reviewing officer", "The virtual school"):
        assert f"<li>{role}</li>" in body
    staff = [str(cast.people[name]) for name in ("social_worker", "iro", "officer")]
    for never in ("Oakfield", "Teacher", "teacher at", *(f"<li>{name}" for name in staff)):
        assert never not in body, never
    assert body.count("<li>The school</li>") == 1
    assert queries_of(parent, START) <= MOST_QUERIES
    assert "teacher at Oakfield School" in carer.get(START).content.decode()


def test_who_will_read_it_is_who_reads_the_plan_today(cast, ada_pep):
    child = arrived(invited(cast.social_worker, ada_pep, "child"))

    def readers() -> str:
        body = child.get(START).content.decode()
        return body.partition('id="who-reads"')[2].partition("</section>")[0]

    assert "Head Teacher, head teacher at Oakfield School" in readers()
    assert "EHC plan" not in readers()
    SenStatus.objects.create(pupil=cast.ada, status="E", started_on=date(2026, 9, 1))
    assert readers().count("<li>People at the council who look after the EHC plan</li>") == 1
    assert "Social Worker, social worker" in readers()
    roles = Membership.objects.filter(user=cast.social_worker)
    roles.update(ends_on=YESTERDAY)
    assert "Social Worker, social worker" not in readers(), "has left the role"
    roles.update(ends_on=None)
    cast.iro.is_active = False
    cast.iro.save()
    assert "reviewing officer" not in readers(), "has no account any more"
    Pupil.objects.filter(pk=cast.ada.pk).update(is_restricted=True)
    RestrictedAccess.objects.create(
        pupil=cast.ada,
        user=cast.social_worker,
        started_on=TODAY,
        granted_by=cast.head,
        reason="Theirs.",
    )
    assert "Social Worker, social worker" in readers()
    for unnamed in ("Oakfield", "EHC plan", "Officer", "Team Manager"):
        assert unnamed not in readers(), unnamed
