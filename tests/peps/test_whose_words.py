"""Whose words are whose: each parent's, each home's, and what a child keeps private."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from peps.facts.earlier_words import childs_words_before
from peps.models import Pep, PersonalLink, Voice, VoiceAnswer
from peps.reading.chapters import HOW_TOLD, WRITTEN_BY_ME, WRITTEN_DOWN
from peps.reading.copies import copy_for
from peps.reading.copy_pdf import page_of_copy
from peps.schema.speakers import Purpose
from peps.services import save_section
from peps.services.closed_links import revoke_link
from peps.services.voices import VoiceRefused, save_answer, send_voice
from peps.voice.speaker import Speaker
from pupils.models import CarePlacement
from tests.cast import PASSWORD, TODAY
from tests.peps.by_link import address_of, arrived, invited
from tests.peps.spoken import photo, plan_after
from tests.peps.views.pages import body_of, page

START = "/say/"


def says(client, status=302, **words):
    """Write over what the page shows."""
    shown = re.search(r'name="version" value="(\d+)"', client.get(START).content.decode())
    given = {"version": shown[1] if shown else "0", **words}
    assert client.post(START, given).status_code == status


def test_two_parents_write_apart_and_stand_under_their_names(client, cast, ada_pep):
    CarePlacement.objects.filter(pupil=cast.ada).update(is_address_confidential=False)
    links = {
        name: invited(cast.social_worker, ada_pep, "parent", name=name)
        for name in ("Kim One", "Lee Two", "")
    }
    kim, lee, nameless = (arrived(made, "Mum") for made in links.values())
    says(kim, hopes="zqkim")
    says(lee, hopes="zqlee")
    says(nameless, hopes="zqnone")
    for reader, own in ((kim, "zqkim"), (lee, "zqlee"), (nameless, "zqnone")):
        body = reader.get(START).content.decode()
        assert [word for word in ("zqkim", "zqlee", "zqnone") if word in body] == [own]
    says(kim, hopes="zqkim", send="yes")
    alone = Pep.objects.as_on(TODAY).get(pk=ada_pep.pk)
    paper = page_of_copy(copy_for(alone, Purpose.PARENT, on=TODAY), Purpose.PARENT)
    assert "zqkim" not in paper, "the only parent who wrote need not be the one who gets it"
    says(lee, hopes="zqlee", worries="zqlate")
    assert "This part was sent" not in lee.get(START).content.decode(), "it was not theirs to send"
    again = arrived(invited(cast.teacher, ada_pep, "parent", name="lee two"))
    assert "zqlate" in again.get(START).content.decode()
    says(lee, hopes="zqlee", worries="zqlate", send="yes")
    said = body_of(client, cast.teacher, page("peps:voices", ada_pep))
    assert said.index(">Kim One</h4>") < said.index("zqkim") < said.index(">Lee Two</h4>")
    assert said.index(">Lee Two</h4>") < said.index("zqlee")
    assert "zqnone" not in said
    read = body_of(client, cast.teacher, page("peps:read", ada_pep))
    for label in ("Parent Kim One: ", "Parent Lee Two: "):
        assert label in read
    pep = Pep.objects.as_on(TODAY).get(pk=ada_pep.pk)
    papers = {
        whose: page_of_copy(copy_for(pep, Purpose.PARENT, on=TODAY, whose=whose), Purpose.PARENT)
        for whose in (links["Kim One"].link.whose, None)
    }
    assert "zqkim" in papers["name:kim one"]
    for paper in papers.values():
        assert "zqlee" not in paper, "on paper it is not known which parent it is for"
    assert "zqkim" not in papers[None]


def test_the_carers_of_the_next_home_neither_read_nor_overwrite(cast, ada_pep):
    former = arrived(invited(cast.social_worker, ada_pep, "carer", name="Pat"), "Pat")
    says(former, going_well="zqformer", send="yes")
    home = CarePlacement.objects.get(pupil=cast.ada)
    CarePlacement.objects.filter(pk=home.pk).update(ended_on=TODAY)
    CarePlacement.objects.create(
        pupil=cast.ada, care_period=ada_pep.care_period, started_on=TODAY, placement_type="U4"
    )
    new = arrived(invited(cast.social_worker, ada_pep, "carer", name="Jo"), "Jo")
    assert "zqformer" not in new.get(START).content.decode()
    moved = Pep.objects.as_on(TODAY).get(pk=ada_pep.pk)
    paper = page_of_copy(copy_for(moved, Purpose.CARER, on=TODAY), Purpose.CARER)
    assert "zqformer" not in paper
    says(new, going_well="zqnew", send="yes")
    paper = page_of_copy(copy_for(moved, Purpose.CARER, on=TODAY), Purpose.CARER)
    assert "zqnew" in paper
    assert "zqformer" not in paper
    assert set(VoiceAnswer.objects.values_list("text", flat=True)) == {"zqformer", "zqnew"}
    assert former.get(START).status_code == 404
    assert Voice.objects.filter(sent_at__isnull=False).count() == 2


def test_what_a_child_keeps_private_is_shown_with_the_link_that_wrote_it_alone(
    client, cast, ada_pep
):
    likes, drawing = reverse("say:question", kwargs={"key": "likes"}), reverse("say:drawing")
    first = arrived(invited(cast.social_worker, ada_pep, "child"))
    first.post(likes, {"text": "zqsecret", "is_private": "on", "version": "0"})
    first.post(drawing, {"picture": photo(), "says": "zqdrawn", "is_private": "on"})
    picture = reverse("say:picture", args=[ada_pep.voices.get().pictures.get().ref])
    second = arrived(invited(cast.teacher, ada_pep, "child"))
    for screen in (START, likes, drawing, reverse("say:check")):
        shown, elsewhere = (browser.get(screen).content.decode() for browser in (first, second))
        assert "zqsecret" not in elsewhere
        assert "zqdrawn" not in elsewhere
        if screen != START:
            assert "You kept" in elsewhere
            assert "You kept" not in shown
    assert "zqsecret" in first.get(likes).content.decode()
    assert (first.get(picture).status_code, second.get(picture).status_code) == (200, 404)
    second.post(drawing, {"away": picture.rstrip("/").rpartition("/")[2]})
    assert first.get(picture).status_code == 200, "nor taken away"
    second.post(likes, {"text": "zqanew", "version": "0"})
    assert "zqsecret" in first.get(likes).content.decode()
    assert "zqanew" in second.get(likes).content.decode()
    second.post(reverse("say:check"))
    voices = page("peps:voices", ada_pep)
    assert "zqsecret" not in body_of(client, cast.social_worker, voices), "not theirs to send"
    assert "(not sent yet)" in first.get(reverse("say:check")).content.decode()
    first.post(reverse("say:check"))
    assert ada_pep.voices.get().pictures.readable_by(cast.social_worker).exists()
    for person, reads in ((cast.social_worker, True), (cast.teacher, False)):
        body = body_of(client, person, page("peps:voices", ada_pep))
        assert "zqanew" in body
        assert ("zqsecret" in body) is reads
    # The child opens it after all: the other text is shown before it is replaced.
    stale = first.post(likes, {"text": "zqopened", "version": "1"})
    assert stale.status_code == 409
    assert "zqanew" in stale.content.decode()
    assert first.post(likes, {"text": "zqopened", "version": "3"}).status_code == 302
    assert VoiceAnswer.objects.get(key="likes", is_private=False).text == "zqopened"


def test_private_words_of_last_time_are_left_out(cast, ada_pep):
    speaker = Speaker(link=invited(cast.social_worker, ada_pep, "child").link)
    save_answer(speaker=speaker, key="should_change", text="zqsecret", is_private=True)
    save_answer(speaker=speaker, key="going_well", text="zqopen")
    send_voice(speaker=speaker)
    later = plan_after(ada_pep)
    assert "zqsecret" not in str(childs_words_before(later))


def test_a_link_closed_since_the_page_was_shown_writes_nothing(cast, ada_pep):
    made = invited(cast.social_worker, ada_pep, "parent", name="Kim")
    speaker = Speaker(link=made.link, said_by="Kim")
    revoke_link(actor=cast.social_worker, link=made.link, reason="Forwarded.")
    for act in (
        lambda: save_answer(speaker=speaker, key="hopes", text="zqlate"),
        lambda: send_voice(speaker=speaker),
    ):
        with pytest.raises(VoiceRefused, match="closed"):
            act()
    assert not Voice.objects.exists()


def test_signing_in_takes_a_device_back(cast, ada_pep):
    device = Client()
    device.force_login(cast.social_worker)
    device.post(page("peps:hand_over", ada_pep), {"manner": "simple"})
    assert device.get(START).status_code == 200
    copied = device.cookies["say"].value
    login = {"login": cast.teacher.email, "password": PASSWORD}
    signed_in = device.post(reverse("account_login"), login)
    assert signed_in.status_code == 302
    assert PersonalLink.objects.get().given_back_at
    assert not device.cookies["say"].value
    device.cookies["say"] = copied
    assert device.get(START).status_code == 404
    # Another's link stays open, and is only no longer in this browser.
    made = invited(cast.teacher, ada_pep, "child")
    device.post(reverse("account_logout"))
    device.post(address_of(made), {"code": made.code})
    device.post(reverse("account_login"), login)
    assert not device.cookies["say"].value
    assert arrived(made).get(START).status_code == 200


def test_what_others_wrote_stands_apart_from_the_childs_own_words(client, cast, ada_pep):
    child = Speaker(link=invited(cast.social_worker, ada_pep, "child").link)
    save_answer(speaker=child, key="likes", text="zqchild")
    send_voice(speaker=child)
    carer = Speaker(link=invited(cast.teacher, ada_pep, "carer").link, said_by="Bob Night")
    save_answer(speaker=carer, key="worries", text="zqcarer")
    send_voice(speaker=carer)
    answers = {"what_i_like": "zqteacher", "how_told": "observed"}
    save_section(actor=cast.teacher, pep=ada_pep, key="about_me", answers=answers, version=0)
    body = body_of(client, cast.teacher, page("peps:read", ada_pep))
    own, others = body.index("zqchild"), body.index(WRITTEN_DOWN)
    assert "vsh-letter__words" in body[:own]
    assert own < others < body.index("zqteacher")
    assert "vsh-letter__words" not in body[own : body.index("zqteacher")]
    assert "– Bob Night" in body
    said = {"how_told": "wrote"}
    save_section(actor=cast.teacher, pep=ada_pep, key="about_me", answers=said, version=1)
    body = body_of(client, cast.teacher, page("peps:read", ada_pep))
    assert (WRITTEN_DOWN in body, WRITTEN_BY_ME in body) == (False, True), "as the plan says itself"
    views = {"going_well": "zqviews", "should_change": "zqchange", "how_involved": "zqinvolved"}
    save_section(actor=cast.teacher, pep=ada_pep, key="childs_views", answers=views, version=0)
    body = body_of(client, cast.teacher, page("peps:read", ada_pep))
    assert body.count(f">{HOW_TOLD}<") == 1
    assert body.index("zqchange") < body.index(f">{HOW_TOLD}<") < body.index("zqinvolved")
    Pep.objects.filter(pk=ada_pep.pk).update(state="submitted")
    copy = copy_for(Pep.objects.as_on(TODAY).get(pk=ada_pep.pk), Purpose.CHILD, on=TODAY)
    assert "zqchild" in str(copy.said)
    assert "zqteacher" not in str(copy.said)
    assert "zqteacher" in str(copy.written_down)
    paper = page_of_copy(copy, Purpose.CHILD, is_young=True)
    assert paper.index("zqchild") < paper.index("What others wrote about you")
    assert paper.index("What others wrote about you") < paper.index("zqteacher")
