"""Where the links of a guide lead, as last looked at."""

from django.db import models
from django.db.models import Q

from guides.models.guide import Guide


class GuideLink(models.Model):
    """A link in what is public of a guide."""

    class State(models.TextChoices):
        UNCHECKED = "unchecked", "not looked at yet"
        ALIVE = "alive", "leads somewhere"
        MOVED = "moved", "has moved for good"
        GONE = "gone", "no such page"
        UNREACHABLE = "unreachable", "does not answer"
        REFUSED = "refused", "can’t be opened"
        PRIVATE = "private", "no public page"
        UNSURE = "unsure", "can’t be told"

    guide = models.ForeignKey(Guide, models.CASCADE, related_name="links")
    field = models.CharField(max_length=10)
    line = models.PositiveIntegerField()
    address = models.CharField(max_length=2000)
    is_outside = models.BooleanField("leaves the site")
    state = models.CharField(max_length=12, choices=State, default=State.UNCHECKED)
    status = models.PositiveSmallIntegerField(
        null=True, help_text="Of the answer, if there was one."
    )
    detail = models.CharField(max_length=200, blank=True)
    checked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("guide", "-field", "line", "pk")
        verbose_name = "link in a guide"
        verbose_name_plural = "links in guides"
        indexes = (
            models.Index(fields=("state",), name="guide_link_state"),
            models.Index(
                fields=("checked_at",), condition=Q(is_outside=True), name="guide_link_outside"
            ),
        )

    def __str__(self) -> str:
        return self.address
