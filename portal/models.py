"""The one table of the ground itself."""

from django.db import models


class TopicVersion(models.Model):
    """When something under a topic last changed; `version` is random, so that equal means unchanged."""

    name = models.CharField(max_length=120, primary_key=True)
    version = models.BigIntegerField()
    moved_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.name
