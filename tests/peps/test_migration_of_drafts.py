"""Kept texts of the form before (one row for a page) become one row for each question."""

from importlib import import_module

from django.db import connection, models
from django.db.migrations.state import ModelState, ProjectState
from django.utils import timezone

# The table as it is when its rows are written anew.
FIELDS = [
    ("id", models.BigAutoField(primary_key=True)),
    ("section_id", models.IntegerField()),
    ("user_id", models.IntegerField()),
    ("answers", models.JSONField(default=dict)),
    ("seen", models.JSONField(default=dict)),
    ("question", models.CharField(max_length=100, default="")),
    ("page", models.CharField(max_length=30, default="")),
    ("text", models.TextField(default="")),
    ("version", models.IntegerField(default=-1)),
    ("written_at", models.DateTimeField()),
]


def test_the_drafts_of_two_people_become_a_row_for_each_question(db):
    migration = import_module("peps.migrations.0005_kept_texts")
    at = timezone.now()
    state = ProjectState()
    state.add_model(ModelState("peps", "SectionDraft", FIELDS, {"db_table": "drafts_before"}))
    SectionDraft = state.apps.get_model("peps", "SectionDraft")
    with connection.schema_editor() as editor:
        editor.create_model(SectionDraft)
        SectionDraft.objects.create(
            section_id=1, user_id=1, answers={"a": "One’s", "b": ""}, seen={"a": 3}, written_at=at
        )
        SectionDraft.objects.create(
            section_id=1, user_id=2, answers={"a": "Two’s"}, seen={"a": 2**40}, written_at=at
        )
        SectionDraft.objects.create(section_id=2, user_id=2, answers={}, written_at=at)
        migration.one_row_for_each_question(state.apps, editor)
        rows = SectionDraft.objects.order_by("user_id", "question").values_list(
            "section_id", "user_id", "question", "page", "text", "version", "written_at"
        )
        assert list(rows) == [
            (1, 1, "a", "", "One’s", 3, at),
            (1, 1, "b", "", "", -1, at),
            (1, 2, "a", "", "Two’s", 2**31 - 1, at),
        ]
