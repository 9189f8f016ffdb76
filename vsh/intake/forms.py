"""The upload form: files are recognised by their header while the person waits."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from vsh.accounts.authority_choice import FormOfOneAuthority
from vsh.accounts.roles import Permission
from vsh.govuk import fields
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


class UploadForm(FormOfOneAuthority):
    """Files, and the authority for which they are meant when the person works for several."""

    is_multipart_form = True
    permission = Permission.IMPORT_DATA
    uploads = SeveralFilesField(
        label="Files",
        hint="The files of one SSDA903 return go together; choose them all at once.",
        accept=".csv,.xml,text/csv,text/xml",
    )

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
