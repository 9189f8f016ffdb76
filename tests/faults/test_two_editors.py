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

KINDS = (
    "at once in one section",
    "at once in two sections",
    "behind",
    "chose both",
    "chose mine",
    "chose theirs",
    "kept once more",
    "merged",
    "opened again",
    "refused",
    "refused again",
    "saved beside what waits",
    "there already",
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

    def written_at(self, key: str, name: str, version: int) -> int:
        """The version that first held the answer as this one has it."""
        stands = self.at(key, version)[name]
        while version and not differ(self.at(key, version - 1)[name], stands):
            version -= 1
        return version


class Sent:
    """A save as its writer understands it: what they wrote, told from what their page had shown
    them of each answer, and what of it somebody else wrote too."""

    def __init__(self, each: dict, on_record: OnRecord, *, before: Texts) -> None:
        key, chose = each["key"], each["choices"]
        over = {name: each["lag"].get(name, each["seen"]) for name in each["sent"]}
        over |= dict.fromkeys(chose, each["chosen_over"])
        self.seen = Texts({n: on_record.at(key, over[n])[n] for n in each["sent"]})
        self.mine = {name: text.strip() for name, text in each["sent"].items()}
        self.both = {name for name, choice in chose.items() if choice == "both"}
        self.wrote = {
            name: text
            for name, text in self.mine.items()
            if chose.get(name, "mine") == "mine" and differ(text, self.seen[name])
        }
        changed = {name for name in self.mine if differ(before[name], self.seen[name])}
        self.must_wait = {n for n in changed & {*self.wrote} if differ(before[n], self.wrote[n])}
        # both are there already, as when an answer was lost on the way
        self.must_wait |= {
            n for n in changed & self.both if flat(self.mine[n]) not in flat(before[n])
        }
        # another text of theirs was shown with the choice
        left = {name for name, choice in chose.items() if choice == "theirs"}
        self.must_wait |= {n for n in changed & left if differ(before[n], self.mine[n])}


def test_no_update_is_lost_and_the_loser_s_text_is_there(pep):
    print(f"EDITORS_SEED={SEED}")
    told = interleave(pep)
    on_record = OnRecord(pep)
    met: Counter[str] = Counter()
    claimed: set[tuple[str, int]] = set()
    joined: set[tuple[str, int, str]] = set()
    kept_of: dict[tuple[str, str], dict[str, tuple[str, int]]] = {}
    for each in told:
        key, version = each["key"], each["version"]
        if key not in on_record.offered:
            assert version == 0, "the first page of a section"
            on_record.offered[key] = each["fields"]
        now = on_record.at(key, version)
        kept = kept_of.setdefault((each["who"], key), {})
        if each["did"] == "open":
            check_opened(each, kept, on_record, now=now)
            met["opened again"] += bool(kept)
            continue
        is_new = on_record.writers[key][version] == each["who"] and (key, version) not in claimed
        before = on_record.at(key, version - 1) if is_new else now
        sent = Sent(each, on_record, before=before)
        check_answered(each, sent, now=now, pep=pep)
        check_written(each, sent, before=before, now=now)
        for name in sent.must_wait:  # nobody is in conflict with their own words
            first = on_record.written_at(key, name, version)
            is_own = on_record.writers[key][first] == each["who"]
            assert not is_own or (key, first, name) in joined, each
        if is_new:
            claimed.add((key, version))
            joined |= {(key, version, name) for name in sent.both}
            met["saved beside what waits"] += bool(sent.must_wait)
            met["merged"] += bool(before.unlike(on_record.at(key, each["seen"])))
            met["at once in one section"] += each["sections"] == [key, key]
            met["at once in two sections"] += len({*each["sections"]}) == 2
        else:
            met["there already"] += not sent.must_wait
        met["behind"] += bool(each["lag"].keys() - kept.keys())
        met["kept once more"] += bool(kept and sent.must_wait and not each["choices"])
        met["refused"] += bool(sent.must_wait)
        met["refused again"] += bool(sent.must_wait and each["choices"])
        met.update(f"chose {choice}" for choice in each["choices"].values())
        given_up = {n for n, choice in each["choices"].items() if choice == "theirs"}
        for name in {*each["sent"]} | given_up:  # its page has shown it: in the plan, or kept anew
            kept.pop(name, None)
        over = each["lag"]
        kept |= {n: (sent.mine[n], over.get(n, each["seen"])) for n in sent.must_wait}
        assert each["draft"] == {name: text for name, (text, _) in kept.items()}, each
        if "is_lost" not in each:  # and the page goes on from what is on record
            unlike = Texts(each["fields"]).unlike(now)
            assert unlike <= {*each["typed_since"]} | sent.must_wait, each
    for key, versions in on_record.versions.items():
        last = PepSection.objects.get(pep=pep, key=key)
        assert (last.data, last.version) == (versions[-1], len(versions) - 1)
        # every version was made by one save that was told so, and by nothing else
        assert {n for k, n in claimed if k == key} == set(range(1, len(versions)))
    for kind in KINDS:
        assert met[kind] >= 20, f"{kind}: met too seldom to show anything: {met}"


def check_opened(
    each: dict, kept: dict[str, tuple[str, int]], on_record: OnRecord, *, now: Texts
) -> None:
    """A page read afresh shows what is on record; and over it what was kept and is not there, with
    the choice where somebody else wrote the same."""
    fields = Texts(each["fields"])
    seen = {n: on_record.at(each["key"], version)[n] for n, (_, version) in kept.items()}
    for name in [n for n, (text, _) in kept.items() if text == flat(now[n])]:
        del kept[name]  # the plan holds it
    assert each["draft"] == {name: text for name, (text, _) in kept.items()}, each
    waits = {*kept}
    assert fields.unlike(Texts({**now, **{n: kept[n][0] for n in waits}})) == set(), each
    assert {*each["shown"]} == {n for n in waits if differ(now[n], seen[n])}, each


def check_answered(each: dict, sent: Sent, *, now: Texts, pep) -> None:
    """In conflict are only answers that were changed since; both texts of each are shown, and no
    other is: two in different sections, or in different answers, never are."""
    assert each["status"] == (409 if sent.must_wait else 200), each
    assert {*each["shown"]} == {*each["waits"]} == sent.must_wait, each
    assert each["is_kept"] == bool(sent.must_wait), each
    assert all(each["waits"][n] == each["lag"].get(n, each["seen"]) for n in each["waits"]), each
    choices = {f.key: dict(f.choices) for f in pep.form.section(each["key"]).fields}
    for name, (mine, theirs) in each["shown"].items():
        words = {"": "(empty)", **choices[name]}
        typed, stands = flat(sent.mine[name]), flat(now[name])
        assert words.get(typed, typed) == flat(mine).strip(), each
        assert words.get(stands, stands) == flat(theirs).strip(), each


def check_written(each: dict, sent: Sent, *, before: Texts, now: Texts) -> None:
    """All their answers are there but those that wait, those of others are still there, and none
    gave way unseen."""
    saved = {n: text for n, text in sent.wrote.items() if n not in sent.must_wait}
    both = sent.both - sent.must_wait
    assert now.unlike(Texts({**before, **saved})) <= both, each
    for name in both:  # the loser's text stands beside the winner's, and nothing else
        mine, theirs = sent.mine[name], before[name]
        assert flat(now[name]) in {flat(text) for text in (mine, theirs, f"{theirs}\n\n{mine}")}
        assert flat(mine) in flat(now[name]), each
        assert flat(theirs) in flat(now[name]), each


def flat(text: str) -> str:
    return text.replace("\r\n", "\n")
