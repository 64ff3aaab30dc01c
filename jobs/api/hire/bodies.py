"""What goes with a step, besides what an employer writes."""

from typing import Any

from rest_framework import serializers

from jobs.models import CloseReason


class SubmitSerializer(serializers.Serializer[Any]):
    """What goes with a submission."""

    note = serializers.CharField(
        max_length=1000, allow_blank=True, required=False, help_text="For the moderator."
    )
    closes_at = serializers.DateTimeField(
        required=False, help_text="A new instant of closing, for what isn't live."
    )


class CloseSerializer(serializers.Serializer[Any]):
    """How it ended."""

    reason = serializers.ChoiceField(choices=CloseReason.choices, help_text="Readers see it.")


class RenewSerializer(serializers.Serializer[Any]):
    """Until when."""

    closes_at = serializers.DateTimeField(
        help_text="From when it is gone from the site, within 180 days."
    )
