"""A thousand interleavings of two people on one PEP, each in a process: no word of either is lost.

Both write in the product's own pages. What is on record afterwards is compared, version by
version, with what each page showed, sent and was answered.
"""

from collections import Counter
from contextlib import ExitStack

import pytest
from django.apps import apps
from django.db import connection

from peps.models import PepSection
from peps.rules.side_by_side import differ
from peps.services import initiate_pep
from tests.cast import assemble_cast
from tests.faults.interleavings import SEED, Interleaving, Person

pytestmark = pytest.mark.django_db(transaction=True)
INTERLEAVINGS = 1000
SECTIONS = (
    "about_me",
    "leisure_and_learning",
    "health_and_wellbeing",
    "school_and_key_people",  # of which the page offers answers that are on record already
)


@pytest.fixture
def pep():
    cast = assemble_cast()
    it = initiate_pep(actor=cast.social_worker, pupil=cast.ada)
    it.emails = {"teacher": cast.teacher.email, "officer": cast.officer.email}
    return it


class Texts(dict):
    """Answers; what is not there is empty."""

    def __missing__(self, key: str) -> str:
        return ""

    def unlike(self, other: dict) -> set[str]:
        return {key for key in {*self, *other} if differ(self[key], other.get(key, ""))}


def interleave(pep) -> list[dict]:
    """Everything that both did and were told."""
    database = connection.settings_dict["NAME"]
    people = [
        Person.start(name, database=database, email=email, ref=pep.ref)
        for name, email in pep.emails.items()
    ]
    choices = {
        key: {f.key: [value for value, _ in f.choices] for f in pep.form.section(key).fields}
        for key in SECTIONS
    }
    told = []
    with ExitStack() as at_the_end:
        for person in people:
            at_the_end.callback(person.process.kill)
        for number in range(INTERLEAVINGS):
            told += Interleaving(number, people, choices).run()
        for person in people:
            person.leave()
    return told


class OnRecord:
    """Every version that was ever on record, from the history that the database itself keeps."""

    def __init__(self, pep) -> None:
        names = {email: name for name, email in pep.emails.items()}
        self.offered: dict[str, dict] = {}  # by section: what its page showed before anybody wrote
        self.versions: dict[str, list[dict]] = {key: [{}] for key in SECTIONS}
        self.writers: dict[str, list[str]] = {key: [""] for key in SECTIONS}
        events = apps.get_model("peps", "PepSectionEvent").objects.filter(pep_id=pep.pk)
        for event in events.select_related("changed_by").order_by("pgh_id"):
            versions = self.versions[event.key]
            assert event.version == len(versions), "a version is missing or was written twice"
            versions.append(event.data)
            self.writers[event.key].append(names[event.changed_by.email])

    def at(self, key: str, version: int) -> Texts:
        """What a page of this version shows; what nobody has said yet, as it is offered."""
        return Texts({**self.offered[key], **self.versions[key][version]})


def written_by(attempt: dict, *, seen: Texts) -> Texts:
    """What somebody wrote and stands by alone, told from what their page had shown them."""
    chose = attempt["choices"]
    mine = {name: text.strip() for name, text in attempt["sent"].items()}
    return Texts(
        {
            name: text
            for name, text in mine.items()
            if chose.get(name, "mine") == "mine" and differ(text, seen[name])
        }
    )


def joined_by(attempt: dict) -> set[str]:
    """The answers of which they chose both."""
    return {name for name, choice in attempt["choices"].items() if choice == "both"}


def test_no_update_is_lost_and_the_loser_s_text_is_there(pep):
    print(f"EDITORS_SEED={SEED}")
    told = interleave(pep)
    on_record = OnRecord(pep)
    met: Counter[str] = Counter()
    claimed = set()
    kept_of: dict[tuple[str, str], dict[str, str]] = {}
    for each in told:
        key, version = each["key"], each["version"]
        if key not in on_record.offered:
            assert version == 0, "the first page of a section"
            on_record.offered[key] = each["fields"]
        now = on_record.at(key, version)
        who = each["who"], key
        if each["did"] == "open":  # a page read afresh shows what is on record, or was kept
            if each["draft"] is not None:
                mine = Texts(each["fields"])
                assert not Texts(kept_of[who]).unlike(each["draft"]), each
                assert {*each["shown"]} <= mine.unlike(now), each
                wrote = Texts(each["draft"]).unlike(on_record.at(key, each["seen"]))
                wrote &= each["draft"].keys()  # but what was left for theirs
                assert not any(differ(mine[n], each["draft"][n]) for n in wrote), each
                met["opened again"] += 1
            else:
                assert not Texts(each["fields"]).unlike(now), each
            continue
        seen = on_record.at(key, each["seen"])
        if each["status"] == 409:
            check_refused(each, seen=seen, now=now, pep=pep)
            check_kept(each)
            met["kept once more"] += who in kept_of and not each["choices"]
            kept_of[who] = each["draft"]
            met["refused"] += 1
            met["refused again"] += bool(each["choices"])
            continue
        assert each["status"] == 200, each
        # what was chosen or saved is kept no longer, but where the page was never told of it
        assert each["draft"] is None or not each["is_told"], each
        kept_of.pop(who, None)
        if on_record.writers[key][version] == each["who"] and (key, version) not in claimed:
            claimed.add((key, version))
            before = on_record.at(key, version - 1)
            check_written(each, seen=seen, before=before, now=now)
            met["merged"] += bool(before.unlike(seen))
            met["at once in one section"] += each["sections"] == [key, key]
            met["at once in two sections"] += len({*each["sections"]}) == 2
        else:  # what was sent is there already, as when an answer was lost on the way
            wrote = written_by(each, seen=seen)
            assert not any(differ(now[name], text) for name, text in wrote.items()), each
            assert all(flat(each["sent"][name]) in flat(now[name]) for name in joined_by(each))
            met["there already"] += 1
        met.update(f"chose {choice}" for choice in each["choices"].values())
        if "is_lost" not in each:  # and the page goes on from what is on record
            assert Texts(each["fields"]).unlike(now) <= {*each["typed_since"]}, each
    for key, versions in on_record.versions.items():
        last = PepSection.objects.get(pep=pep, key=key)
        assert (last.data, last.version) == (versions[-1], len(versions) - 1)
        # every version was made by one save that was told so, and by nothing else
        assert {n for k, n in claimed if k == key} == set(range(1, len(versions)))
    places = ["at once in one section", "at once in two sections"]
    keeping = ["kept once more", "opened again"]
    choices = ["chose mine", "chose theirs", "chose both"]
    for kind in [
        *places,
        *choices,
        "refused",
        "refused again",
        "merged",
        "there already",
        *keeping,
    ]:
        assert met[kind] >= 20, f"{kind}: met too seldom to show anything: {met}"


def check_written(each: dict, *, seen: Texts, before: Texts, now: Texts) -> None:
    """Their answers are there, those of others are still there, and none gave way unseen."""
    wrote, both = written_by(each, seen=seen), joined_by(each)
    assert now.unlike(Texts({**before, **wrote})) <= both, each
    for name in wrote.keys() & before.unlike(seen):
        assert not differ(before[name], wrote[name]), each
    for name in both:  # the loser's text stands beside the winner's, and nothing else
        mine, theirs = each["sent"][name].strip(), before[name]
        assert flat(now[name]) in {flat(text) for text in (mine, theirs, f"{theirs}\n\n{mine}")}
        assert flat(mine) in flat(now[name]), each
        assert flat(theirs) in flat(now[name]), each


def check_refused(each: dict, *, seen: Texts, now: Texts, pep) -> None:
    """Refused only for answers that were changed since; both texts of each were shown, and no
    other is: two in different sections, or in different answers, are never refused."""
    changed, both = now.unlike(seen), joined_by(each)
    wrote = written_by(each, seen=seen)
    by_both = {n for n in changed & wrote.keys() if differ(now[n], wrote[n])}
    shown = {*each["shown"]}
    assert shown, each
    # both was put together by what stood when it was asked, perhaps newer than what was seen
    assert by_both <= shown <= by_both | (both & changed), each
    choices = {f.key: dict(f.choices) for f in pep.form.section(each["key"]).fields}
    for name, (mine, theirs) in each["shown"].items():
        words = {"": "(empty)", **choices[name]}
        sent, stands = flat(each["sent"][name]), flat(now[name])
        assert words.get(sent, sent) in flat(mine) or (name in both and not sent), each
        assert words.get(stands, stands) in flat(theirs), each


def check_kept(each: dict) -> None:
    """While a choice waits every word that was sent is kept, but for what was left for theirs."""
    assert each["is_kept"], each
    for name, text in each["sent"].items():
        if each["choices"].get(name) == "theirs" and name not in each["shown"]:
            continue
        kept = flat(each["draft"][name])
        is_both = each["choices"].get(name) == "both"
        assert flat(text.strip()) in kept if is_both else kept == flat(text.strip()), each


def flat(text: str) -> str:
    return text.replace("\r\n", "\n")
