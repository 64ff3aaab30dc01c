"""Pages that readers trust (about, methodology, privacy, terms, contact), edited by staff."""

from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

# Addresses under "/" that other parts of the site answer.
TAKEN = "account|admin|api|guides|hire|jobs|media|roles|salaries|search|sitemaps|static|style"


class Page(models.Model):
    slug = models.SlugField(
        max_length=60,
        unique=True,
        validators=[
            RegexValidator(
                rf"^(?:{TAKEN})\Z",
                "This address belongs to another part of the site.",
                inverse_match=True,
            )
        ],
        help_text="The address: “privacy” stands at /privacy/.",
    )
    title = models.CharField(max_length=120)
    description = models.CharField(
        max_length=160, help_text="One sentence for search engines and link previews."
    )
    body = models.TextField(help_text="Markdown. Headings start at ##.", max_length=100_000)
    body_html = models.TextField(editable=False, default="")
    updated_at = models.DateTimeField(editable=False)
    history = HistoricalRecords(excluded_fields=["body_html"])

    class Meta:
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("site:page", args=[self.slug])
