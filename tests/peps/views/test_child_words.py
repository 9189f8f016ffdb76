"""The words of the child's screens: true of this child, and no longer than a child needs."""

import html
import re

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from peps.models import Pep
from peps.schema import Variant
from pupils.models import Enrolment
from tests.peps.by_link import arrived, invited
from tests.peps.spoken import photo, plan_after

START, SO_FAR = "/say/", reverse("say:so_far")


def read(browser, address: str) -> str:
    return html.unescape(browser.get(address).content.decode())


def screen(key: str) -> str:
    return reverse("say:question", kwargs={"key": key})


@pytest.mark.parametrize(
    ("variant", "manner", "asked", "begins"),
    [
        ("post_16_at_work", "pictures", "How is work?", "We want work to be good for you."),
        ("early_years", "pictures", "How are your days?", "We want your days to be good."),
        ("interim", "simple", "How do you feel about your days?", "your part of your plan"),
    ],
)
def test_a_child_without_a_school_is_asked_about_no_school(
    cast, ada_pep, variant, manner, asked, begins
):
    Enrolment.objects.filter(pupil=cast.ada).delete()
    Pep.objects.update(variant=variant, circumstances=[])
    browser = arrived(invited(cast.social_worker, ada_pep, "child", manner=manner))
    start, question = read(browser, START), read(browser, screen("school"))
    assert begins in start
    assert asked in question
    lead = start.split("</h1>")[1].split("<a ")[0]
    assert "school" not in lead
    browser.post(screen("school"), {"choices": ["good"]})
    assert asked in read(browser, reverse("say:check"))


def test_the_youngest_read_short_sentences(cast, ada_pep):
    assert ada_pep.variant in {Variant.PRIMARY, Variant.SECONDARY}
    child = arrived(invited(cast.teacher, ada_pep, "child", manner="pictures"))
    assert "We want school to be good for you." in read(child, START)
    private = read(child, screen("likes"))
    assert " see this. If you are not safe, they must get help." in private
    child.post(screen("likes"), {"choices": ["music"]})
    child.post(reverse("say:check"))
    assert "You sent this. You can change it. Then send it again." in read(child, screen("likes"))
    help_page = read(child, reverse("say:help"))
    assert "I want somebody who speaks my language" in help_page
    assert "I would like an advocate" not in help_page
    told = html.unescape(child.post(reverse("say:worried"), {"text": ""}).content.decode())
    assert "If nobody has by tomorrow, tell a grown-up you trust." in told
    older = arrived(invited(cast.teacher, ada_pep, "child"))
    assert "I would like an advocate" in read(older, reverse("say:help"))


@pytest.mark.parametrize("manner", ["pictures", "simple", "own_words"])
@pytest.mark.parametrize("is_sent", [True, False])
def test_a_plan_that_is_handed_in_invites_no_words(cast, ada_pep, manner, is_sent):
    child = arrived(invited(cast.teacher, ada_pep, "child", manner=manner))
    child.post(screen("likes"), {"text": "Chess"})
    if is_sent:
        child.post(reverse("say:check"))
    assert "say it in" in read(child, SO_FAR)
    Pep.objects.update(state="submitted")
    start = read(child, START)
    assert start.count("This plan has been handed in. It cannot be changed any more.") == 1
    invites = ("Tell us", "leave questions out", "Leave out", "still change it", "Go on<")
    assert not any(words in start for words in invites)
    assert ("What you said is not sent." in start) is not is_sent
    said = read(child, reverse("say:check"))
    assert ("You did not send this. It is not in the plan" in said) is not is_sent
    assert ("Who will read this" in said) is is_sent
    assert "say it in" not in read(child, SO_FAR)


def test_what_the_youngest_touched_is_shown_as_they_touched_it(cast, ada_pep):
    """With the word beside it, on each page that shows what they said."""
    child = arrived(invited(cast.teacher, ada_pep, "child", manner="pictures"))
    child.post(screen("school"), {"choices": ["okay"], "text": "zqwhy"})
    child.post(screen("helps"), {"choices": ["quiet", "toy"]})
    child.post(reverse("say:check"))
    faces = {key: render_to_string(f"say/pictures/{key}.svg") for key in ("okay", "quiet", "toy")}
    for address in (reverse("say:check"), SO_FAR):
        body = child.get(address).content.decode()
        for key, word in (("okay", "OK"), ("quiet", "A quiet place"), ("toy", "A cuddly toy")):
            assert f"{faces[key].strip()}<span>{word}</span>" in re.sub(
                r"\s+<span>", "<span>", body
            )
        assert "</ul>zqwhy" in body
        assert body.count(">OK<") == 1, "not once more as words alone"
    older = arrived(invited(cast.teacher, ada_pep, "child"))
    assert "vsh-say-touched" not in older.get(reverse("say:check")).content.decode()
    Pep.objects.update(state="complete")
    assert faces["toy"].strip() in child.get(reverse("say:plan")).content.decode()


def test_what_was_said_last_time_stands_beside_what_was_asked(cast, ada_pep):
    child = arrived(invited(cast.teacher, ada_pep, "child", manner="pictures"))
    child.post(screen("helps"), {"choices": ["quiet", "toy"]})
    child.post(screen("should_change"), {"choices": ["loud"]})
    child.post(reverse("say:check"))
    after = plan_after(ada_pep)
    young = arrived(invited(cast.teacher, after, "child", manner="pictures"))
    body = read(young, screen("changed"))
    before = body.split("<strong>What helps me to learn:</strong>")[1].split("</ul>")[0]
    assert before.count("<svg") == 2
    assert "<span>A quiet place</span>" in before
    later = arrived(invited(cast.teacher, after, "child", manner="simple"))
    body = read(later, screen("changed"))
    assert "<strong>What helps me to learn:</strong> A quiet place, A cuddly toy" in body
    assert "<strong>What I would like to be different:</strong> It is loud" in body


def test_where_no_more_pictures_fit_that_is_said(cast, ada_pep):
    child = arrived(invited(cast.teacher, ada_pep, "child", manner="simple"))
    drawing = reverse("say:drawing")
    for number in range(3):
        assert "no more fit here" not in read(child, drawing), number
        child.post(drawing, {"picture": photo(size=(40 + number, 30)), "says": "A"})
    body = read(child, drawing)
    assert "There are 3 pictures now, and no more fit here. To add another one" in body
    assert 'type="file"' not in body
