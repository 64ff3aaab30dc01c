from django.db import models


class PanelFault(models.Model):
    """A panel that showed nothing where something was asked for; staff delete it once it is mended."""

    panel = models.CharField(max_length=60)
    arguments = models.CharField(max_length=600, blank=True)
    where = models.CharField(
        max_length=300, blank=True, help_text="The page on which it was missing."
    )
    message = models.CharField(max_length=300)
    first_seen = models.DateTimeField()
    last_seen = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField("times seen", default=1)
    fingerprint = models.CharField(max_length=32, unique=True, editable=False)

    class Meta:
        ordering = ("-last_seen",)

    def __str__(self) -> str:
        return f"{self.panel} at {self.where or 'an unknown place'}"
