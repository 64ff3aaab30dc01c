"""What an author writes."""

from typing import ClassVar, Final

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from guides.models.filing import Author, Topic
from portal.instants import DAYS, near, past
from portal.pictures.models import Picture
from portal.taxonomy.models import Role

# Addresses beside those of guides that other pages answer.
TAKEN: Final = "authors|feed|polls|preview|roadmaps|roles|simulations|topics|try"
free_address = RegexValidator(
    rf"^(?:{TAKEN})\Z", "This address belongs to another part of the site.", inverse_match=True
)


class GuideContent(models.Model):
    """What an author writes; the row and every revision hold the same fields."""

    title = models.CharField(max_length=140)
    slug = models.SlugField(
        max_length=80,
        validators=[free_address],
        help_text="The address. A changed one redirects from the old for good.",
    )
    standfirst = models.CharField(
        max_length=320, help_text="One or two sentences under the title that say what it gives."
    )
    tldr = models.TextField(
        "in short",
        blank=True,
        max_length=2_000,
        help_text="Three to five points, one to a line. Figures in sentences may stand here.",
    )
    body = models.TextField(max_length=200_000, help_text="Markdown. Headings start at ##.")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="%(class)ss")
    roles = models.ManyToManyField(Role, blank=True, related_name="%(class)ss")
    author = models.ForeignKey(Author, models.PROTECT, related_name="%(class)ss")
    reviewer = models.ForeignKey(
        Author, models.PROTECT, null=True, blank=True, related_name="reviewed_%(class)ss"
    )
    cover = models.ForeignKey(
        Picture,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        help_text="A picture of the library, shown at the head of the guide: its wide part.",
    )
    seo_title = models.CharField(
        "title for search engines", max_length=60, blank=True, help_text="Empty: the title."
    )
    seo_description = models.CharField(
        "description for search engines",
        max_length=160,
        blank=True,
        help_text="Empty: the standfirst.",
    )
    reviewed_at = models.DateField(
        null=True, blank=True, validators=[past], help_text="Readers see it."
    )
    review_by = models.DateField(
        null=True,
        blank=True,
        validators=[near],
        help_text="From this day the guide waits for a review.",
    )

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(reviewed_at=None) | Q(reviewed_at__range=DAYS))
                & (Q(review_by=None) | Q(review_by__range=DAYS)),
                name="%(class)s_days",
                violation_error_message="The days of reviews lie from 1990 to 2100.",
            ),
        ]
