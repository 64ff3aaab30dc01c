"""Guides: articles with live figures. The row holds what is public, revisions what people saved."""

from typing import ClassVar, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from guides.querysets import GuideQuerySet
from portal.instants import DAYS, INSTANTS, near, past
from portal.links import path_to
from portal.publishing.models import Event, Publishable, Revision
from portal.taxonomy.models import Role

topic_page, author_page = path_to("guides:topic"), path_to("guides:author")
guide_page = path_to("guides:detail")


# Addresses beside those of guides that other pages answer.
TAKEN: Final = "authors|feed|roles|topics"
free_address = RegexValidator(
    rf"^(?:{TAKEN})\Z", "This address belongs to another part of the site.", inverse_match=True
)


class Topic(models.Model):
    """What guides are sorted by, besides roles."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=60, unique=True)
    description = models.CharField(max_length=200, help_text="One sentence, shown above the list.")
    order = models.PositiveSmallIntegerField(default=100, help_text="Low numbers stand first.")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("order", "name")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return topic_page(self.slug)


class Author(models.Model):
    """A byline. Stays when the person's account goes."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    role_line = models.CharField(
        "line under the name", max_length=120, help_text="“Salaries editor”."
    )
    bio = models.TextField(help_text="Two or three sentences, for readers.")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="byline",
        help_text="The account that writes under this name.",
    )
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return author_page(self.slug)


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
    body = models.TextField(max_length=120_000, help_text="Markdown. Headings start at ##.")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="%(class)ss")
    roles = models.ManyToManyField(Role, blank=True, related_name="%(class)ss")
    author = models.ForeignKey(Author, models.PROTECT, related_name="%(class)ss")
    reviewer = models.ForeignKey(
        Author, models.PROTECT, null=True, blank=True, related_name="reviewed_%(class)ss"
    )
    cover = models.ImageField(upload_to="covers/%Y/%m/", blank=True, max_length=200)
    cover_alt = models.CharField(
        "cover in words",
        max_length=200,
        blank=True,
        help_text="What the picture shows, for those who can’t see it. Needed with a cover.",
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

    def clean(self) -> None:
        if self.cover and not self.cover_alt:
            raise ValidationError({"cover_alt": "Say what the cover shows."})

    @property
    def tldr_points(self) -> list[str]:
        return [line.strip() for line in self.tldr.splitlines() if line.strip()]


class Guide(GuideContent, Publishable):
    slug = models.SlugField(max_length=80, unique=True, validators=[free_address])
    unpublish_at = models.DateTimeField(
        "live until", null=True, blank=True, help_text="UTC. Empty: for good."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    # What publishing makes of the text.
    body_html = models.TextField(editable=False, default="")
    tldr_html = models.TextField(editable=False, default="")
    contents_html = models.TextField(editable=False, default="")
    words = models.PositiveIntegerField(editable=False, default=0)
    minutes = models.PositiveSmallIntegerField("reading time", editable=False, default=1)

    objects = GuideQuerySet.as_manager()

    class Meta:
        ordering = ("-published_at", "-pk")
        permissions: ClassVar = [("publish_guide", "Can publish guides and take them off the site")]
        indexes = (
            models.Index(fields=("status", "-published_at", "-id"), name="guide_newest"),
            models.Index(fields=("topic", "status", "-published_at"), name="guide_topic"),
            models.Index(fields=("author", "status", "-published_at"), name="guide_author"),
            models.Index(fields=("review_by",), name="guide_review_by"),
        )
        constraints = (
            *GuideContent.Meta.constraints,
            models.CheckConstraint(
                condition=(Q(published_at=None) | Q(published_at__range=INSTANTS))
                & (Q(unpublish_at=None) | Q(unpublish_at__range=INSTANTS)),
                name="guide_instants",
                violation_error_message="A guide goes live and ends from 1990 to 2100.",
            ),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(published_at__isnull=False),
                name="guide_live_from",
                violation_error_message="A published guide needs the instant from which it is live.",
            ),
            models.CheckConstraint(
                condition=Q(unpublish_at=None)
                | Q(published_at=None)
                | Q(unpublish_at__gt=models.F("published_at")),
                name="guide_live_span",
                violation_error_message="“Live until” lies after “live from”.",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return guide_page(self.slug)


class GuideRevision(GuideContent, Revision):
    item = models.ForeignKey(Guide, models.CASCADE, related_name="revisions")

    class Meta(Revision.Meta):
        abstract = False
        constraints = (  # type: ignore[assignment]  # a longer tuple than that of the base
            *Revision.Meta.constraints,
            *GuideContent.Meta.constraints,
        )

    def __str__(self) -> str:
        return f"Revision {self.number} of “{self.title}”"


class GuideEvent(Event):
    item = models.ForeignKey(Guide, models.CASCADE, related_name="events")

    class Meta(Event.Meta):
        abstract = False


class FormerGuideSlug(models.Model):
    """An address that a guide was live at before; it redirects for good, in one hop."""

    slug = models.SlugField(max_length=80, unique=True)
    guide = models.ForeignKey(Guide, models.CASCADE, related_name="former_slugs")

    def __str__(self) -> str:
        return self.slug
