"""The upload form: files are recognised by their header while the person waits."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.govuk import fields
from vsh.govuk.forms import GovukForm
from vsh.organisations.models import Authority
from vsh.tables.findings import UnreadableFile
from vsh.tables.reading import HEAD

from .registry import Recognised, one_importer, recognise

MOST_FILES = 20
LARGEST_FILE = 300 * 1024 * 1024


class _SeveralFilesInput(forms.FileInput):
    allow_multiple_selected = True


class SeveralFilesField(fields.FileField):
    """One file or several."""

    widget = _SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Every file, each checked as a single one would be."""
        given = data if isinstance(data, list | tuple) else [data]
        if not given:
            given = [None]
        if len(given) > MOST_FILES:
            raise ValidationError(f"Choose at most {MOST_FILES} files at a time")
        for one in given:
            if one and not one.size:
                raise ValidationError(
                    f"{one.name} is empty: it holds nothing, not even a header. Choose another file"
                )
        return [super(SeveralFilesField, self).clean(one, initial) for one in given]


class UploadForm(GovukForm):
    """Files, and the authority for which they are meant when the person works for several."""

    is_multipart_form = True
    authority = fields.ModelSelectField(label="Authority", queryset=Authority.objects.none())
    uploads = SeveralFilesField(
        label="Files",
        hint="The files of one SSDA903 return go together; choose them all at once.",
        accept=".csv,.xml,text/csv,text/xml",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = Authority.objects.filter(pk__in=user.authority_ids_where(Permission.IMPORT_DATA))
        self.only_authority = mine[0] if len(mine) == 1 else None
        if self.only_authority:
            del self.fields["authority"]
        else:
            self.fields["authority"].queryset = mine  # type: ignore[attr-defined]

    def clean_uploads(self) -> list[tuple[UploadedFile, str]]:
        """Each file with what it is taken for; refused when it is none that we know."""
        found: list[tuple[UploadedFile, Recognised]] = []
        for upload in self.cleaned_data["uploads"]:
            if upload.size > LARGEST_FILE:
                raise ValidationError(
                    f"{upload.name} is larger than 300 MB. Divide it and load the parts"
                )
            upload.seek(0)
            try:
                found.append((upload, recognise(upload.read(HEAD))))
            except UnreadableFile as error:
                raise ValidationError(f"{upload.name}: {error.message}") from None
        try:
            self.importer = one_importer([recognised for _, recognised in found])
        except UnreadableFile as error:
            raise ValidationError(error.message) from None
        return [(upload, recognised.layout.title) for upload, recognised in found]

    @property
    def chosen_authority(self) -> Authority:
        """The authority for which the files are meant."""
        return self.only_authority or self.cleaned_data["authority"]
