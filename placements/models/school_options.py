"""The schools that a search considers, and what each answers to an application."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from placements.rules.admissions import ROUTES, Route
from pupils.querysets import RelatedToPupilQuerySet
from pupils.rules.inspections import NEED_A_REASON, Standing
from vsh.history import tracked
from vsh.organisations.models import EducationSetting

from .searches import SchoolSearch


@tracked()
class SchoolOption(models.Model):
    """A school considered for the child, with what speaks for it and against it.

    `standing` is what its latest inspection meant when this was last saved. Source: statutory
    guidance (2018), "Securing appropriate education".
    """

    search = models.ForeignKey(SchoolSearch, models.CASCADE, related_name="options")
    setting = models.ForeignKey(EducationSetting, models.PROTECT, related_name="+")
    why = models.TextField("why it is considered")
    distance_miles = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    admissions = models.TextField("what its admission arrangements say", blank=True)
    is_boarding = models.BooleanField(default=False)
    standing = models.CharField(
        max_length=20, choices=[(one.value, one.name.capitalize()) for one in Standing]
    )
    evidence = models.TextField(blank=True)
    exceptional_reason = models.TextField(blank=True)
    childs_view = models.TextField(blank=True)
    carers_view = models.TextField(blank=True)
    parents_view = models.TextField(blank=True)
    vsh_consulted_on = models.DateField(null=True, blank=True)
    vsh_view = models.TextField("what the Virtual School said", blank=True)
    visited_on = models.DateField(null=True, blank=True)
    not_suitable = models.TextField("why it is not suitable", blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = RelatedToPupilQuerySet.with_path("search__pupil").as_manager()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["search", "setting"],
                name="one_option_of_a_school",
                violation_error_message="This school is among the options already.",
            ),
            models.CheckConstraint(
                condition=~Q(why=""),
                name="option_says_why",
                violation_error_message="Say why the school is considered.",
            ),
            models.CheckConstraint(
                condition=Q(distance_miles__isnull=True) | Q(distance_miles__gte=0),
                name="distance_is_not_negative",
                violation_error_message="A distance is not below 0.",
            ),
            models.CheckConstraint(
                condition=~Q(standing__in=sorted(one.value for one in NEED_A_REASON))
                | ~Q(exceptional_reason="")
                | ~Q(not_suitable=""),
                name="inadequate_school_only_with_a_reason",
                violation_error_message="Never a school that was found inadequate without an "
                "exceptional reason on record.",
            ),
        ]

    def __str__(self) -> str:
        return f"option {self.setting_id} of search {self.search_id}"


@tracked()
class SchoolApplication(models.Model):
    """One application for a place, its answer, and whether a direction was considered.

    Source: statutory guidance (2018), "School admissions".
    """

    class Answer(models.TextChoices):
        OFFERED = "offered", "A place was offered"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "We withdrew the application"

    option = models.ForeignKey(SchoolOption, models.CASCADE, related_name="applications")
    route = models.CharField(max_length=12, choices=[(one.value, ROUTES[one]) for one in Route])
    wanted_from_on = models.DateField()
    sent_on = models.DateField()
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answer_words = models.TextField(blank=True)
    direction_considered_on = models.DateField(null=True, blank=True)
    direction = models.TextField("what was decided about a direction", blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = RelatedToPupilQuerySet.with_path("option__search__pupil").as_manager()

    class Meta:
        ordering: ClassVar = ["sent_on", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["option"],
                condition=Q(answer=""),
                name="one_application_waits_for_its_answer",
                violation_error_message="An application to this school waits for its answer.",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_on__isnull=True)
                | (~Q(answer="") & Q(answered_on__isnull=False, answered_on__gte=F("sent_on"))),
                name="answer_has_its_day_after_the_application",
                violation_error_message="An answer has its day, not before the application.",
            ),
            models.CheckConstraint(
                condition=~Q(answer="refused") | ~Q(answer_words=""),
                name="refusal_says_why",
                violation_error_message="Say why the place was refused.",
            ),
            models.CheckConstraint(
                condition=Q(direction="", direction_considered_on__isnull=True)
                | Q(
                    ~Q(direction=""),
                    direction_considered_on__isnull=False,
                    direction_considered_on__gte=F("sent_on"),
                ),
                name="direction_has_its_day_and_its_words",
                violation_error_message="Give the day on which a direction was considered, and "
                "what was decided.",
            ),
        ]

    def __str__(self) -> str:
        return f"application of {self.sent_on}"
