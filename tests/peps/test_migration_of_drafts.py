"""Kept texts of the form before (one row for a page) become one row for each question."""

from importlib import import_module

from django.db import connection, models
from django.test.utils import isolate_apps
from django.utils import timezone


def test_the_drafts_of_two_people_become_a_row_for_each_question(db):
    migration = import_module("peps.migrations.0005_kept_texts")
    at = timezone.now()
    with isolate_apps("peps") as apps, connection.schema_editor() as editor:

        class SectionDraft(models.Model):  # noqa: DJ008
            """As the table is when the rows are written anew."""

            section_id = models.IntegerField()
            user_id = models.IntegerField()
            answers = models.JSONField(default=dict)
            seen = models.JSONField(default=dict)
            question = models.CharField(max_length=100, default="")
            page = models.CharField(max_length=30, default="")
            text = models.TextField(default="")
            version = models.IntegerField(default=-1)
            written_at = models.DateTimeField()

            class Meta:
                app_label = "peps"
                db_table = "drafts_of_the_form_before"

        editor.create_model(SectionDraft)
        SectionDraft.objects.create(
            section_id=1, user_id=1, answers={"a": "One’s", "b": ""}, seen={"a": 3}, written_at=at
        )
        SectionDraft.objects.create(
            section_id=1, user_id=2, answers={"a": "Two’s"}, seen={"a": 2**40}, written_at=at
        )
        SectionDraft.objects.create(section_id=2, user_id=2, answers={}, written_at=at)
        migration.one_row_for_each_question(apps, editor)
        rows = SectionDraft.objects.order_by("user_id", "question").values_list(
            "section_id", "user_id", "question", "page", "text", "version", "written_at"
        )
        assert list(rows) == [
            (1, 1, "a", "", "One’s", 3, at),
            (1, 1, "b", "", "", -1, at),
            (1, 2, "a", "", "Two’s", 2**31 - 1, at),
        ]
