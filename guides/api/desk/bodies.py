"""What goes with a step, besides what an author writes."""

from typing import Any

from rest_framework import serializers

from guides.scheduling import LONGEST_NOTE


class ReasonSerializer(serializers.Serializer[Any]):
    """Why it goes back."""

    reason = serializers.CharField(
        max_length=1000, help_text="The author reads it: what is missing, what would make it right."
    )


class DecisionNoteSerializer(serializers.Serializer[Any]):
    """For the history."""

    note = serializers.CharField(
        max_length=1000, allow_blank=True, required=False, help_text="Kept with the decision."
    )


class PublishSerializer(serializers.Serializer[Any]):
    """Between which instants readers see it."""

    at = serializers.DateTimeField(
        allow_null=True,
        required=False,
        help_text="From when on. Left out: at once; what has a day keeps it.",
    )
    until = serializers.DateTimeField(
        allow_null=True,
        required=False,
        help_text="Until when; null: for good. Left out: as it was.",
    )


class ScheduleSerializer(serializers.Serializer[Any]):
    """When readers see it."""

    at = serializers.DateTimeField(
        help_text="From when on; it lies ahead, and before the guide ends."
    )
    note = serializers.CharField(
        max_length=LONGEST_NOTE,
        allow_blank=True,
        required=False,
        help_text="Kept with the decision.",
    )


class RestoreSerializer(serializers.Serializer[Any]):
    """Which revision to save again."""

    revision = serializers.IntegerField(min_value=1, help_text="Its number.")
