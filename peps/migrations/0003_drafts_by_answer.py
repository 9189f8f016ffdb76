from django.db import migrations, models


def say_of_each(apps, schema_editor):
    """What was kept of a whole page: its version is that of each answer."""
    for draft in apps.get_model('peps', 'SectionDraft').objects.all():
        draft.seen = dict.fromkeys(draft.answers, draft.version)
        draft.save(update_fields=['seen'])


class Migration(migrations.Migration):

    dependencies = [
        ('peps', '0002_plans_in_full'),
    ]

    operations = [
        migrations.AddField(
            model_name='sectiondraft',
            name='seen',
            field=models.JSONField(default=dict),
        ),
        migrations.RunPython(say_of_each, elidable=True),
        migrations.RemoveConstraint(
            model_name='sectiondraft',
            name='draft_of_a_version_or_none',
        ),
        migrations.RemoveField(
            model_name='sectiondraft',
            name='version',
        ),
    ]
