from django.db import migrations
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat


def name_the_pages(apps, schema_editor):
    """What no page is known to have sent is no other page's either."""
    for name in ('SectionDraft', 'MinutesDraft'):
        number = Cast(F('pk'), CharField())
        drafts = apps.get_model('peps', name).objects
        drafts.filter(page='').update(page=Concat(Value('before-'), number))


class Migration(migrations.Migration):

    dependencies = [
        ('peps', '0005_kept_texts'),
    ]

    operations = [
        migrations.RunPython(name_the_pages, migrations.RunPython.noop, elidable=True),
    ]
