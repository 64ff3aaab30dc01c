"""What guides are filed under: topics and bylines."""

from django.conf import settings
from django.db import models

from portal.links import path_to

topic_page, author_page = path_to("guides:topic"), path_to("guides:author")


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
