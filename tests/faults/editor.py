"""Somebody who writes a PEP in a process of their own, and tells what became of each save.

Run as `python -m tests.faults.editor DATABASE EMAIL REF SEED SAVES`; prints one JSON line for
each attempt: the section, the words, and either the version that they became or, refused, both
texts that the person was shown.
"""

import json
import os
import random
import sys

SECTIONS = {
    "about_me": "what_i_like",
    "leisure_and_learning": "leisure_interests",
    "health_and_wellbeing": "health_at_school",
}


def main(database: str, email: str, ref: str, seed: str, saves: str) -> None:
    """Write at random, from the version last seen, as two people do who do not talk."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django
    from django.db import connections

    django.setup()
    connections["default"].settings_dict["NAME"] = database

    from peps.models import Pep
    from peps.services import StaleSection, save_section
    from vsh.accounts.models import User

    rng, actor, pep = random.Random(seed), User.objects.get(email=email), Pep.objects.get(ref=ref)
    seen = dict.fromkeys(SECTIONS, 0)
    for number in range(int(saves)):
        key = rng.choice(list(SECTIONS))
        words = f"{email} {number}"
        told = {"key": key, "words": words}
        try:
            kept = save_section(
                actor=actor,
                pep=pep,
                key=key,
                answers={SECTIONS[key]: words},
                version=seen[key],
            )
            seen[key] = told["version"] = kept.version
        except StaleSection as stale:
            seen[key] = told["version"] = stale.version
            told["mine"] = stale.mine[SECTIONS[key]]
            told["theirs"] = stale.theirs[SECTIONS[key]]
        print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
