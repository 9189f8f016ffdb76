"""What plans of the first release bring along: targets, what was said of them, actions, schools.

Forms 2026.1 and 2026.2 asked alike: three targets, a review of the last plan's three, four actions
whose person stands in words. Only a child's last plan brings its actions: what became of those of
earlier ones nobody could say here, and nobody is to be chased for them.
"""

from datetime import date

# The child's main school on the day on which each judged plan was handed in.
SCHOOLS_OF_JUDGEMENTS = """
SELECT set_config(
    'pghistory.context_metadata', '{"user": null, "migration": "peps.plans_in_full"}', true
);
UPDATE peps_qualityreview review SET setting_id = (
    SELECT place.setting_id FROM pupils_enrolment place
    JOIN peps_pep pep ON pep.pupil_id = place.pupil_id
    WHERE pep.id = review.pep_id AND place.kind = 'main'
    AND place.started_on <= COALESCE(pep.submitted_on, review.reviewed_on)
    AND (place.ended_on IS NULL OR place.ended_on >= COALESCE(pep.submitted_on, review.reviewed_on))
    ORDER BY place.started_on DESC LIMIT 1
)
"""

PARTS = ("what", "measure", "baseline", "by_whom", "resource")
OUTCOMES = {"met", "partly", "not_met", "dropped"}


def write_records(apps, schema_editor):
    Pep = apps.get_model("peps", "Pep")
    PepSection = apps.get_model("peps", "PepSection")
    last = {}  # child → the targets of the plan before, by their place
    with_actions = {}  # child → the plan that was handed in last
    plans = Pep.objects.exclude(state="not_required").order_by("pupil_id", "opened_on", "pk")
    for pep in plans.iterator(chunk_size=500):
        targets = {}
        if pep.submitted_on is not None:
            keys = ("new_targets", "review_of_targets", "actions", "meeting")
            rows = PepSection.objects.filter(pep=pep, key__in=keys).values_list("key", "data")
            answers = dict(rows)
            targets = _targets(apps, pep, answers.get("new_targets", {}))
            of_last = last.get(pep.pupil_id, {})
            _reviews(apps, pep, answers.get("review_of_targets", {}), of_last)
            actions = answers.get("actions", {}), answers.get("meeting", {})
            with_actions[pep.pupil_id] = (pep, *actions)
        last[pep.pupil_id] = targets
    for of_child in with_actions.values():
        _actions(apps, *of_child)


def _targets(apps, pep, answers):
    Target = apps.get_model("peps", "Target")
    return {
        number: Target.objects.create(
            pupil_id=pep.pupil_id,
            set_in=pep,
            position=number,
            by_when=_day(answers, f"target_{number}_by_when"),
            **{part: answers.get(f"target_{number}_{part}", "") for part in PARTS},
        )
        for number in (1, 2, 3)
        if _says_something(answers.get(f"target_{number}_what", ""))
    }


def _reviews(apps, pep, answers, targets):
    for number, target in targets.items():
        outcome = answers.get(f"target_{number}_outcome", "")
        if outcome in OUTCOMES:
            apps.get_model("peps", "TargetReview").objects.create(
                pep=pep,
                target=target,
                position=number,
                outcome=outcome,
                evidence=answers.get(f"target_{number}_evidence", ""),
            )


def _actions(apps, pep, answers, meeting):
    from pupils.models import new_ref

    held_on = _day(meeting, "held_on")
    for number in (1, 2, 3, 4):
        what = answers.get(f"action_{number}_what", "")
        if not _says_something(what):
            continue
        who = answers.get(f"action_{number}_who", "") or "Nobody is named"
        by_when = _day(answers, f"action_{number}_by_when")
        made_on = held_on if held_on and held_on <= pep.submitted_on else pep.submitted_on
        action = apps.get_model("peps", "PlannedAction").objects.create(
            ref=new_ref(),
            pupil_id=pep.pupil_id,
            set_in=pep,
            position=number,
            what=what,
            owner_words=who[:300],
            made_on=made_on,
            by_when=by_when,
            as_planned={"what": what, "who": who, "by_when": str(by_when or "")},
        )
        apps.get_model("peps", "ActionChange").objects.create(
            action=action, kind="made", on=made_on, by=pep.submitted_by, after=str(by_when or "")
        )


def _says_something(text):
    return any(character.isalnum() for character in text)


def _day(answers, key):
    try:
        return date.fromisoformat(answers.get(key, ""))
    except ValueError:
        return None
