"""A thousand saves by two people in two processes on one PEP: no update lost, no word gone."""

import json
import subprocess
import sys
from collections import defaultdict

import pytest
from django.apps import apps
from django.db import connection

from peps.models import PepSection
from peps.services import initiate_pep
from tests.cast import assemble_cast
from tests.faults.editor import SECTIONS
from vsh.embedded.paths import PROJECT_DIR

pytestmark = pytest.mark.django_db(transaction=True)
SAVES = 500  # by each of two people


def start(email: str, ref: str, seed: str) -> subprocess.Popen[str]:
    database = connection.settings_dict["NAME"]
    command = [sys.executable, "-m", "tests.faults.editor", database, email, ref, seed, str(SAVES)]
    return subprocess.Popen(command, cwd=PROJECT_DIR, stdout=subprocess.PIPE, text=True)


def history(pep) -> dict[str, dict[int, str]]:
    """Every version that was ever on record: section → version → words."""
    found: dict[str, dict[int, str]] = defaultdict(dict)
    events = apps.get_model("peps", "PepSectionEvent").objects.filter(pep_id=pep.pk)
    for event in events.order_by("pgh_id"):
        words = event.data.get(SECTIONS[event.key], "")
        assert found[event.key].setdefault(event.version, words) == words, "a version written twice"
    return found


def test_no_update_is_lost_and_the_loser_s_text_is_there():
    cast = assemble_cast()
    pep = initiate_pep(actor=cast.social_worker, pupil=cast.ada)
    editors = [
        start(cast.teacher.email, pep.ref, "2026 teacher"),
        start(cast.officer.email, pep.ref, "2026 officer"),
    ]
    told = []
    for editor in editors:
        out, _ = editor.communicate()
        assert editor.returncode == 0
        told += [json.loads(line) for line in out.splitlines()]
    assert len(told) == 2 * SAVES

    on_record = history(pep)
    saved = [attempt for attempt in told if "mine" not in attempt]
    refused = [attempt for attempt in told if "mine" in attempt]
    assert refused, "the two never met: the test showed nothing"

    for attempt in saved:  # what somebody was told is saved was on record, under that version
        assert on_record[attempt["key"]][attempt["version"]] == attempt["words"]
    for key, versions in on_record.items():  # and nothing else was, without a gap
        assert sorted(versions) == list(range(1, len(versions) + 1))
        assert len(versions) == sum(attempt["key"] == key for attempt in saved)
        assert (
            PepSection.objects.get(pep=pep, key=key).data[SECTIONS[key]] == versions[max(versions)]
        )
    for attempt in refused:  # who lost was shown both texts
        assert attempt["mine"] == attempt["words"]
        assert attempt["theirs"] == on_record[attempt["key"]][attempt["version"]]
