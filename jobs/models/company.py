from typing import Any

from django.conf import settings
from django.core.validators import MaxLengthValidator, URLValidator
from django.db import models

from jobs.naming import name_key, site_domain
from jobs.querysets import CompanyQuerySet, MembershipQuerySet
from portal.links import path_to
from portal.taxonomy.models import Place

company_page = path_to("jobs:company")


class Company(models.Model):
    """An employer. Readers see it once a job of theirs has been public."""

    class Size(models.TextChoices):
        UP_TO_10 = "1-10", "1 to 10 people"
        UP_TO_50 = "11-50", "11 to 50 people"
        UP_TO_200 = "51-200", "51 to 200 people"
        UP_TO_1000 = "201-1000", "201 to 1,000 people"
        UP_TO_5000 = "1001-5000", "1,001 to 5,000 people"
        MORE = "5001+", "more than 5,000 people"

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(
        max_length=100,
        unique=True,
        error_messages={"unique": "A company of this name is already there."},
    )
    website = models.URLField(
        blank=True,
        max_length=300,
        validators=[URLValidator(schemes=("http", "https"))],
        help_text="With https:// in front.",
    )
    about = models.TextField(
        blank=True,
        validators=[MaxLengthValidator(3_000)],
        help_text="What the company does, in a few sentences. Plain text; an empty line starts a paragraph.",
    )
    size = models.CharField(max_length=12, choices=Size, blank=True)
    headquarters = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="companies_here"
    )
    people = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="Membership", related_name="companies"
    )
    # What likely duplicates share (jobs.naming), written with each save.
    name_key = models.CharField(max_length=100, editable=False, default="", db_index=True)
    site_domain = models.CharField(max_length=253, editable=False, default="", db_index=True)
    join_domain = models.CharField(
        max_length=253,
        editable=False,
        default="",
        db_index=True,
        help_text="Whoever has a confirmed address of this domain may join.",
    )
    suspended_at = models.DateTimeField(null=True, editable=False)
    suspended_reason = models.CharField(max_length=500, editable=False, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = CompanyQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        verbose_name_plural = "companies"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(
                    size__in=("", "1-10", "11-50", "51-200", "201-1000", "1001-5000", "5001+")
                ),
                name="company_size",
                violation_error_message="Choose one of the sizes.",
            ),
            models.CheckConstraint(
                condition=models.Q(join_domain="") | models.Q(join_domain=models.F("site_domain")),
                name="company_join_domain",
                violation_error_message="People join by the domain of the company’s website alone.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """With another website, nobody joins any longer by the domain of the one before."""
        self.name_key, self.site_domain = name_key(self.name), site_domain(self.website)
        if self.join_domain != self.site_domain:
            self.join_domain = ""
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return company_page(self.slug)

    @property
    def is_suspended(self) -> bool:
        return self.suspended_at is not None


class Membership(models.Model):
    """A person who may work on a company's listings."""

    class Role(models.TextChoices):
        OWNER = "owner", "owner"
        RECRUITER = "recruiter", "recruiter"

    company = models.ForeignKey(Company, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role, default=Role.RECRUITER)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ("role", "user__name")
        constraints = (
            models.UniqueConstraint(
                fields=("company", "user"),
                name="membership_once",
                violation_error_message="This person already belongs to the company.",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=("owner", "recruiter")),
                name="membership_role",
                violation_error_message="Choose owner or recruiter.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}"
