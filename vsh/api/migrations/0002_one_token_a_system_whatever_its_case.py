"""A system has one token at a time, however its name is written."""

from typing import ClassVar

from django.db import migrations, models
from django.db.models.functions import Lower


class Migration(migrations.Migration):
    dependencies: ClassVar = [("api", "0001_initial")]

    operations: ClassVar = [
        migrations.RemoveConstraint(model_name="systemtoken", name="one_token_a_system"),
        migrations.AddConstraint(
            model_name="systemtoken",
            constraint=models.UniqueConstraint(
                models.F("authority"),
                Lower("system"),
                condition=models.Q(ended_at__isnull=True),
                name="one_token_a_system",
            ),
        ),
    ]
