"""The page before a PEP is handed in: what others wrote in it, and whether a contact is missing."""

from django.urls import reverse

from peps.models import PepSection
from peps.services import save_section, submit_pep
from peps.services.closed_links import close_by_court_order
from peps.services.voices import save_answer, send_voice
from pupils.models import CarePlacement
from tests.cast import TODAY
from tests.peps.spoken import speaking

UNSEEN = "You have not seen this"


def submit_page(client, user, pep) -> str:
    client.force_login(user)
    return client.get(reverse("peps:submit", kwargs={"ref": pep.ref})).content.decode()


def write(actor, pep, answer: str, version: int = 0) -> PepSection:
    return save_section(
        actor=actor, pep=pep, key="about_me", answers={"what_i_like": answer}, version=version
    )


def test_the_teacher_hears_of_an_officer_s_change_of_a_section_of_theirs(client, cast, ada_pep):
    write(cast.teacher, ada_pep, "Art")
    assert "Changed by others" not in submit_page(client, cast.teacher, ada_pep)
    write(cast.officer, ada_pep, "Music", version=1)
    body = submit_page(client, cast.teacher, ada_pep)
    assert "Changed by others" in body
    assert f"About me</a>: {cast.officer.name}, " in body
    assert UNSEEN in body
    client.get(reverse("peps:section", kwargs={"ref": ada_pep.ref, "key": "about_me"}))
    body = submit_page(client, cast.teacher, ada_pep)
    assert f"About me</a>: {cast.officer.name}, " in body
    assert UNSEEN not in body


def test_what_the_social_worker_wrote_is_named_until_it_is_seen(client, cast, ada_pep):
    save_section(
        actor=cast.social_worker,
        pep=ada_pep,
        key="care_and_contacts",
        answers={"carer": "Mx Reed"},
        version=0,
    )
    assert UNSEEN in submit_page(client, cast.teacher, ada_pep)
    client.get(reverse("peps:section", kwargs={"ref": ada_pep.ref, "key": "care_and_contacts"}))
    assert "Changed by others" not in submit_page(client, cast.teacher, ada_pep)


def test_whose_words_wait_for_their_own_choice_is_named_and_no_word_of_them(client, cast, ada_pep):
    write(cast.teacher, ada_pep, "Art")
    client.force_login(cast.officer)
    page = reverse("peps:section", kwargs={"ref": ada_pep.ref, "key": "about_me"})
    mine = {"version": "0", "what_i_like": "Zqmusic"}
    assert client.post(page, mine, headers={"HX-Request": "true"}).status_code == 409
    waiting = f"{cast.officer.name}: <a"
    assert waiting not in submit_page(client, cast.officer, ada_pep), "their own waits above"
    body = submit_page(client, cast.teacher, ada_pep)
    assert "Words of others wait for their choice" in body
    assert waiting in body
    assert "Zqmusic" not in body
    write(cast.officer, ada_pep, "Zqmusic", version=1)
    assert waiting not in submit_page(client, cast.teacher, ada_pep)


def test_whose_words_are_begun_and_not_sent_is_named_and_no_word_of_them(client, cast, ada_pep):
    child, parent = (
        speaking(cast, ada_pep, purpose, name=name)
        for purpose, name in (("child", ""), ("parent", "Jo"))
    )
    save_answer(speaker=child, key="likes", text="")
    assert "Begun and not sent" not in submit_page(client, cast.teacher, ada_pep)
    save_answer(speaker=child, key="likes", text="Zqmaps")
    save_answer(speaker=parent, key="hopes", text="Zqvet")
    body = submit_page(client, cast.teacher, ada_pep)
    assert "<li>The child: begun, not sent</li><li>Parent Jo: begun, not sent</li>" in body
    assert not any(word in body for word in ("Zqmaps", "Zqvet"))
    send_voice(speaker=child)
    send_voice(speaker=parent)
    assert "Begun and not sent" not in submit_page(client, cast.teacher, ada_pep)
    save_answer(speaker=child, key="likes", text="Zqmore", version=1)
    assert "The child: changed since it was sent" in submit_page(client, cast.teacher, ada_pep)


def test_nobody_is_asked_who_can_no_longer_send(client, cast, ada_pep):
    save_answer(speaker=speaking(cast, ada_pep, "carer"), key="worries", text="Zqold")
    save_answer(speaker=speaking(cast, ada_pep, "parent", name="Jo"), key="hopes", text="Zqvet")
    body = submit_page(client, cast.teacher, ada_pep)
    assert "<li>Carer: begun, not sent</li><li>Parent Jo: begun, not sent</li>" in body
    CarePlacement.objects.filter(pupil=cast.ada).update(ended_on=TODAY)
    between = submit_page(client, cast.teacher, ada_pep)
    assert "Carer: begun, not sent" in between, "their link opens until another home is on record"
    CarePlacement.objects.create(
        pupil=cast.ada, care_period=ada_pep.care_period, started_on=TODAY, postcode="NS2 2BB"
    )
    close_by_court_order(actor=cast.social_worker, pep=ada_pep, purpose="parent", reason="Order.")
    assert "Begun and not sent" not in submit_page(client, cast.teacher, ada_pep)


def test_a_missing_contact_is_named_and_holds_nothing_up(client, cast, ada_pep, write_all):
    assert "have them put in" not in submit_page(client, cast.teacher, ada_pep)
    type(cast.northshire).objects.filter(pk=cast.northshire.pk).update(
        virtual_school_email="", virtual_school_phone=""
    )
    write_all(ada_pep)
    body = submit_page(client, cast.teacher, ada_pep)
    assert f"Ask {cast.officer.name}, {cast.officer.email} to have them put in" in body
    section = reverse("peps:section", kwargs={"ref": ada_pep.ref, "key": "school_and_key_people"})
    assert "Not on record yet" in client.get(section).content.decode()
    assert submit_pep(actor=cast.teacher, pep=ada_pep).state == "submitted"


def test_the_virtual_school_head_is_told_at_home_that_the_contact_is_missing(client, cast):
    words = "contact details of the Virtual School of Southmoor are not on record"
    home = reverse("reporting:home")
    client.force_login(cast.south_head)
    assert words in client.get(home).content.decode()
    for person in (cast.head, cast.teacher):
        client.force_login(person)
        assert "are not on record" not in client.get(home).content.decode()


def seen_on(client, user, pep) -> dict[str, list[str]]:
    """What the form of the open page sends back."""
    client.force_login(user)
    context = client.get(reverse("peps:submit", kwargs={"ref": pep.ref})).context
    return {"seen": [f"{row.key}:{row.version}" for row in context["rows"]]}


def test_what_changes_between_the_page_and_the_button_is_named(client, cast, ada_pep, write_all):
    write_all(ada_pep)
    page = reverse("peps:submit", kwargs={"ref": ada_pep.ref})
    seen = seen_on(client, cast.teacher, ada_pep)
    assert 'name="seen" value="about_me:1"' in submit_page(client, cast.teacher, ada_pep)
    write(cast.officer, ada_pep, "Music", version=1)
    body = client.post(page, seen, follow=True).content.decode()
    assert f"“About me” was changed by {cast.officer.name} while this page was open" in body
    ada_pep.refresh_from_db()
    assert ada_pep.state == "in_progress"
    answer = client.post(page, seen_on(client, cast.teacher, ada_pep), follow=True)
    assert "is submitted" in answer.content.decode()


def test_one_s_own_changes_in_another_window_do_not_stop_it(client, cast, ada_pep, write_all):
    write_all(ada_pep)
    seen = seen_on(client, cast.teacher, ada_pep)
    write(cast.teacher, ada_pep, "Music", version=1)
    page = reverse("peps:submit", kwargs={"ref": ada_pep.ref})
    assert "is submitted" in client.post(page, seen, follow=True).content.decode()


def test_a_form_that_says_nothing_of_what_it_showed_submits_nothing(
    client, cast, ada_pep, write_all
):
    write_all(ada_pep)
    client.force_login(cast.teacher)
    page = reverse("peps:submit", kwargs={"ref": ada_pep.ref})
    for data in ({}, {"seen": ["about_me:one", "x"]}):
        assert "was changed by" in client.post(page, data, follow=True).content.decode()
    ada_pep.refresh_from_db()
    assert ada_pep.state == "in_progress"


def test_each_reads_who_hands_in_as_it_is_for_them(client, cast, ada_pep):
    theirs, others = (
        "You submit this PEP once something is written",
        "The designated teacher submits",
    )
    for person, words in ((cast.teacher, theirs), (cast.social_worker, others)):
        body = submit_page(client, person, ada_pep)
        assert [each in body for each in (theirs, others)] == [
            each == words for each in (theirs, others)
        ]
