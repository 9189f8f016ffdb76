"""Which authority a form is about, where the person works for several."""

from typing import Any, ClassVar

from vsh.govuk import fields
from vsh.govuk.forms import GovukForm
from vsh.organisations.models import Authority

from .models import User
from .roles import Permission


class FormOfOneAuthority(GovukForm):
    """Asks for the authority only where the person has `permission` in more than one."""

    permission: ClassVar[Permission]
    authority = fields.ModelSelectField(label="Authority", queryset=Authority.objects.none())

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = Authority.objects.filter(pk__in=user.authority_ids_where(self.permission))
        self.only_authority = mine[0] if len(mine) == 1 else None
        if self.only_authority:
            del self.fields["authority"]
        else:
            self.fields["authority"].queryset = mine  # type: ignore[attr-defined]

    @property
    def chosen_authority(self) -> Authority:
        """Of whose children the data are."""
        return self.only_authority or self.cleaned_data["authority"]
