from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import (
    MaxLengthValidator,
    MaxValueValidator,
    MinValueValidator,
    RegexValidator,
    URLValidator,
)
from django.db import models
from django.db.models import F, Q

from jobs.models.choices import EmploymentType, ExistingVacancy
from portal.taxonomy.models import Place, Role, Skill
from portal.work import Level, Period, Workplace

HIGHEST_PAY: Final = Decimal("999999999.99")
LAST_DAY: Final = date(2100, 12, 31)
PAY_LIMITS: Final = (MinValueValidator(Decimal("0.01")), MaxValueValidator(HIGHEST_PAY))


def lines(text: str) -> list[str]:
    """The lines of a list that is written one item to a line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


class JobContent(models.Model):
    """What an employer writes; the row and every revision hold the same fields.

    A draft may be incomplete: `jobs.checks` says what a listing lacks before it can be published.
    """

    title = models.CharField(max_length=120, help_text="The job title alone, without pay or place.")
    primary_role = models.ForeignKey(
        Role,
        models.PROTECT,
        related_name="primary_%(class)ss",
        help_text="The role whose benchmark the pay is compared with.",
    )
    roles = models.ManyToManyField(
        Role,
        blank=True,
        related_name="%(class)ss",
        help_text="Other roles under which readers find it. The primary role always counts.",
    )
    skills = models.ManyToManyField(Skill, blank=True, related_name="%(class)ss")
    description = models.TextField(
        blank=True,
        validators=[MaxLengthValidator(20_000)],
        help_text="Markdown. Headings start at ###.",
    )
    responsibilities = models.TextField(
        blank=True, validators=[MaxLengthValidator(4_000)], help_text="One to a line."
    )
    employment_type = models.CharField(
        max_length=12, choices=EmploymentType, default=EmploymentType.FULL_TIME
    )
    level = models.CharField(max_length=12, choices=Level, blank=True)
    workplace = models.CharField(max_length=8, choices=Workplace, default=Workplace.ONSITE)
    locations = models.ManyToManyField(
        Place,
        blank=True,
        related_name="%(class)ss_here",
        help_text="Where the work is done: cities, as a rule. Not needed for remote work.",
    )
    remote_countries = models.ManyToManyField(
        Place,
        blank=True,
        related_name="remote_%(class)ss",
        limit_choices_to={"kind": Place.Kind.COUNTRY},
        help_text="For remote work: the countries that applicants may live in.",
    )
    pay_min = models.DecimalField(
        "pay from",
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=PAY_LIMITS,
        help_text="The lower end, in the currency and for the period below.",
    )
    pay_max = models.DecimalField(
        "pay to",
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=PAY_LIMITS,
        help_text="The upper end. For a fixed rate the same as the lower end.",
    )
    currency = models.CharField(
        max_length=3,
        default="USD",
        validators=[RegexValidator(r"^[A-Z]{3}\Z", "Three capital letters, such as USD.")],
        help_text="ISO 4217, such as USD.",
    )
    period = models.CharField("pay period", max_length=8, choices=Period, default=Period.YEAR)
    bonus = models.CharField(max_length=160, blank=True)
    commission = models.CharField(max_length=160, blank=True)
    equity = models.CharField(max_length=160, blank=True)
    benefits = models.TextField(
        blank=True, validators=[MaxLengthValidator(4_000)], help_text="One to a line."
    )
    deadline = models.DateField(
        "application deadline",
        null=True,
        blank=True,
        validators=[MaxValueValidator(LAST_DAY)],
        help_text="The last day to apply. The listing closes when that day has ended everywhere on Earth.",
    )
    ai_screening = models.TextField(
        "AI screening",
        blank=True,
        validators=[MaxLengthValidator(1_000)],
        help_text="Whether and how software sorts applications. Shown to applicants.",
    )
    existing_vacancy = models.CharField(
        max_length=8, choices=ExistingVacancy, default=ExistingVacancy.UNKNOWN
    )
    apply_url = models.URLField(
        "apply at",
        max_length=500,
        blank=True,
        validators=[URLValidator(schemes=("http", "https"))],
        help_text="The page where people apply. Either this or an e-mail address.",
    )
    apply_email = models.EmailField(
        "apply by e-mail to",
        blank=True,
        help_text="Not shown: a form on the listing sends letters on to it. Either this or a page.",
    )

    class Meta:
        abstract = True
        constraints = (
            models.CheckConstraint(
                condition=Q(pay_min=None) | Q(pay_max=None) | Q(pay_min__lte=F("pay_max")),
                name="%(class)s_pay_order",
                violation_error_message="“Pay from” is above “pay to”.",
            ),
            models.CheckConstraint(
                condition=(Q(pay_min=None) | Q(pay_min__gt=0, pay_min__lte=HIGHEST_PAY))
                & (Q(pay_max=None) | Q(pay_max__gt=0, pay_max__lte=HIGHEST_PAY)),
                name="%(class)s_pay_amount",
                violation_error_message="Pay lies above 0 and below 1,000,000,000.",
            ),
            models.CheckConstraint(
                condition=Q(currency__regex=r"^[A-Z]{3}$"),
                name="%(class)s_currency",
                violation_error_message="A currency is three capital letters, such as USD.",
            ),
            models.CheckConstraint(
                condition=Q(apply_url="") | Q(apply_email=""),
                name="%(class)s_apply_one_way",
                violation_error_message="Give a page to apply at or an e-mail address, not both.",
            ),
            models.CheckConstraint(
                condition=Q(deadline=None) | Q(deadline__lte=LAST_DAY),
                name="%(class)s_deadline",
                violation_error_message="The deadline lies before the year 2101.",
            ),
            models.CheckConstraint(
                condition=Q(employment_type__in=EmploymentType.values)
                & Q(level__in=("", *Level.values))
                & Q(workplace__in=Workplace.values)
                & Q(period__in=Period.values)
                & Q(existing_vacancy__in=ExistingVacancy.values),
                name="%(class)s_choices",
                violation_error_message="Choose one of the values offered for employment type, level, "
                "workplace, pay period and existing vacancy.",
            ),
        )

    def clean(self) -> None:
        super().clean()
        wrong: dict[str, Any] = {}
        ends = [end for end in (self.pay_min, self.pay_max) if end is not None and end.is_finite()]
        if ends != sorted(ends):
            wrong["pay_max"] = "Lies below “pay from”."
        if self.apply_url and self.apply_email:
            wrong["apply_email"] = "Give a page to apply at or an e-mail address, not both."
        if wrong:
            raise ValidationError(wrong)

    @property
    def responsibility_list(self) -> list[str]:
        return lines(self.responsibilities)

    @property
    def benefit_list(self) -> list[str]:
        return lines(self.benefits)
