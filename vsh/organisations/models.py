"""Authorities, and the settings in which children learn."""

from django.db import models
from django.db.models import Q

from vsh.history import tracked

from .querysets import EducationSettingQuerySet


class Authority(models.Model):
    """A local authority that looks after children and runs a virtual school here."""

    code = models.CharField("DfE code", max_length=3, unique=True)
    name = models.CharField(max_length=100)
    region = models.CharField(max_length=60, blank=True)
    virtual_school_head_name = models.CharField(max_length=150, blank=True)
    virtual_school_email = models.EmailField(blank=True)
    virtual_school_phone = models.CharField(max_length=30, blank=True)

    class Meta:
        verbose_name_plural = "authorities"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9]{3}$"),
                name="authority_code_three_digits",
                violation_error_message="An authority's code has three digits.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def virtual_school_contact(self) -> str:
        """Whom to ask, by name, telephone and e-mail, as far as they are on record."""
        known = (
            self.virtual_school_head_name,
            self.virtual_school_phone,
            self.virtual_school_email,
        )
        return ", ".join(filter(None, known))


class EducationSetting(models.Model):
    """Any place of education: a school of the national register or one added here.

    `la_code` is the authority in whose area it lies, which need not use this installation;
    `easting` and `northing` are metres on the British National Grid.
    """

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        PROPOSED_TO_CLOSE = "proposed_to_close", "Open, but proposed to close"
        CLOSED = "closed", "Closed"
        PROPOSED_TO_OPEN = "proposed_to_open", "Proposed to open"

    class Phase(models.TextChoices):
        NOT_APPLICABLE = "not_applicable", "Not applicable"
        NURSERY = "nursery", "Nursery"
        PRIMARY = "primary", "Primary"
        MIDDLE_PRIMARY = "middle_primary", "Middle deemed primary"
        SECONDARY = "secondary", "Secondary"
        MIDDLE_SECONDARY = "middle_secondary", "Middle deemed secondary"
        POST_16 = "post_16", "16 plus"
        ALL_THROUGH = "all_through", "All-through"

    class Source(models.TextChoices):
        GIAS = "gias", "Get Information about Schools"
        ADDED = "added", "Added by a virtual school"

    urn = models.CharField("URN", max_length=6, unique=True, null=True, blank=True)
    la_code = models.CharField("authority code", max_length=3, blank=True)
    la_name = models.CharField("authority", max_length=100, blank=True)
    establishment_number = models.CharField(max_length=4, blank=True)
    name = models.CharField(max_length=200)
    type_code = models.CharField(max_length=3, blank=True)
    type_name = models.CharField(max_length=100, blank=True)
    type_group = models.CharField(max_length=100, blank=True)
    phase = models.CharField(max_length=20, choices=Phase, default=Phase.NOT_APPLICABLE)
    status = models.CharField(max_length=20, choices=Status, default=Status.OPEN)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    low_age = models.PositiveSmallIntegerField(null=True, blank=True)
    high_age = models.PositiveSmallIntegerField(null=True, blank=True)
    street = models.CharField(max_length=200, blank=True)
    town = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    easting = models.PositiveIntegerField(null=True, blank=True)
    northing = models.PositiveIntegerField(null=True, blank=True)
    telephone = models.CharField(max_length=30, blank=True)
    website = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=10, choices=Source, default=Source.GIAS)

    objects = EducationSettingQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["la_code", "name"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True)
                | Q(opened_on__isnull=True)
                | Q(closed_on__gte=models.F("opened_on")),
                name="setting_closes_after_it_opens",
                violation_error_message="A setting cannot close before it opens.",
            ),
            models.CheckConstraint(
                condition=Q(easting__isnull=True, northing__isnull=True)
                | Q(easting__isnull=False, northing__isnull=False),
                name="setting_has_both_coordinates_or_none",
                violation_error_message="Give the easting and the northing, or neither.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def dfe_number(self) -> str:
        """Authority code and establishment number, such as 999/4001."""
        if not self.establishment_number:
            return ""
        return f"{self.la_code}/{self.establishment_number}"


class Postcode(models.Model):
    """Where a postcode of Great Britain lies: metres on the British National Grid.

    Open data about places; it says of nobody where they live.
    """

    postcode = models.CharField(max_length=8, primary_key=True)
    easting = models.PositiveIntegerField()
    northing = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.postcode


class SettingLink(models.Model):
    """A predecessor or successor on the national register, as after an academy conversion."""

    setting = models.ForeignKey(EducationSetting, models.CASCADE, related_name="links")
    linked_urn = models.CharField(max_length=6)
    link_type = models.CharField(max_length=60)
    established_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["setting", "linked_urn", "link_type"], name="one_link_of_a_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.link_type} {self.linked_urn}"


@tracked(keeps_firsts=False)
class InspectionOutcome(models.Model):
    """One graded outcome under the framework of its time; grades of two frameworks never compare.

    Headline grades for state-funded schools ended in September 2024; report cards began on
    10 November 2025.
    """

    class Framework(models.TextChoices):
        OVERALL = "overall", "Overall effectiveness (to August 2024)"
        KEY_JUDGEMENTS = "key_judgements", "Key judgements (2024 to 2025)"
        REPORT_CARD = "report_card", "Report card (from November 2025)"

    setting = models.ForeignKey(EducationSetting, models.CASCADE, related_name="inspections")
    framework = models.CharField(max_length=20, choices=Framework)
    area = models.CharField(max_length=60, default="overall effectiveness")
    grade = models.CharField(max_length=40)
    inspected_on = models.DateField()
    published_on = models.DateField(null=True, blank=True)
    source = models.CharField(
        max_length=200
    )  # where it was read: the address of the report, a file

    class Meta:
        ordering = ["-inspected_on", "area"]
        constraints = [
            models.CheckConstraint(
                condition=Q(published_on__isnull=True)
                | Q(published_on__gte=models.F("inspected_on")),
                name="inspection_published_after_it_was_made",
                violation_error_message="A report cannot be published before the inspection.",
            ),
            models.UniqueConstraint(
                fields=["setting", "framework", "area", "inspected_on"],
                name="one_outcome_per_area_and_inspection",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area}: {self.grade} ({self.inspected_on})"
