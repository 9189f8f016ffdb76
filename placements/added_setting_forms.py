"""The form with which a setting is added that the national register lacks."""

from vsh.govuk import fields
from vsh.govuk.forms import GovukForm

from .services.added_settings import KINDS


class AddSettingForm(GovukForm):
    """Its name, what it is and where it lies."""

    name = fields.CharField(label="Name of the setting", max_length=200)
    kind = fields.RadiosField(label="What kind of setting is it?", choices=[(k, k) for k in KINDS])
    town = fields.CharField(label="Town", max_length=100, width=20)
    postcode = fields.CharField(label="Postcode", max_length=8, width=10)
    is_another = fields.BooleanField(
        label="It is another one than those on record with this name or postcode", required=False
    )
