"""A form with every field class, for the style guide and the tests of the markup."""

from . import fields
from .forms import GovukForm

FEW = [("school", "School"), ("home", "At home"), ("other", "Somewhere else")]


class ExampleForm(GovukForm):
    """One of each."""

    name = fields.CharField(label="Name of the school", hint="As on its register", width=20)
    on = fields.DateField(label="First day out of school", hint="For example, 27 3 2026")
    sessions = fields.IntegerField(label="Sessions missed", min_value=1, width=3)
    amount = fields.DecimalField(label="Amount", prefix="£", decimal_places=2)
    note = fields.TextareaField(label="What happened", max_length=200)
    where = fields.RadiosField(
        label="Where was the child taught?",
        choices=FEW,
        choice_hints={"other": "A library, for instance"},
    )
    days = fields.CheckboxesField(label="Which days?", choices=FEW, required=False, is_small=True)
    setting = fields.SelectField(label="Kind of place", choices=FEW)
    email = fields.EmailField(label="Email address")
    password = fields.PasswordField(label="Password")
    report = fields.FileField(label="Report", accept=".pdf")
    is_agreed = fields.BooleanField(label="I have told the carer", hint="By telephone or in person")
