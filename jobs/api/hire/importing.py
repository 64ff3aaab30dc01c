"""A file of listings, sent by a program."""

from typing import Any, ClassVar, Final, cast

from django import forms
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from jobs.api.hire.serializers import FileSerializer, item
from jobs.importing import LARGEST, Did, Entry, Report, import_listings, listed
from jobs.models import Company, Job
from jobs.tokens import WRITING
from portal.accounts.models import User
from portal.api.desk import DeskViewSet, Step
from portal.api.idempotency import once
from portal.api.input import StrictJSONParser
from portal.api.rows import RowSerializer
from portal.api.schema import HIRE, FieldProblemSerializer

YES: Final = [("true", "true"), ("false", "false")]


class ImportForm(forms.Form):
    dry_run = forms.ChoiceField(
        required=False, choices=YES, help_text="true: say what would happen, and change nothing."
    )
    partial = forms.ChoiceField(
        required=False,
        choices=YES,
        help_text="true: take what is right, though something is refused.",
    )


class LargeJSONParser(StrictJSONParser):
    """As large as a file may be."""

    largest = LARGEST


class EntryReportSerializer(serializers.Serializer[Any]):
    entry = serializers.IntegerField(help_text="Its place in the file, from 1.")
    external_id = serializers.CharField(allow_blank=True, help_text="Your own number for it.")
    result = serializers.ChoiceField(
        choices=[(each.value, each.value) for each in Did], help_text="What became of it."
    )
    submitted = serializers.BooleanField(help_text="Whether it was handed over for review.")
    url = serializers.URLField(
        allow_null=True, help_text="Its address here; null if nothing of it is stored."
    )
    errors = FieldProblemSerializer(  # type: ignore[assignment]  # a field, taken by the metaclass
        many=True, help_text="Why it was refused, field by field."
    )


class ReportSerializer(RowSerializer[Any]):
    """What became of a file."""

    stored = serializers.BooleanField(
        help_text="Whether what is said below holds: not in a dry run, nor where something was refused, "
        "unless with `partial`."
    )
    created = serializers.IntegerField(help_text="How many drafts were made.")
    updated = serializers.IntegerField(help_text="How many listings were written anew.")
    unchanged = serializers.IntegerField(help_text="How many said the same already.")
    refused = serializers.IntegerField(help_text="How many were refused.")
    entries = EntryReportSerializer(many=True, help_text="Each listing, in the order of the file.")

    @staticmethod
    def row(report: Report) -> dict[str, object]:
        return {
            "stored": report.is_stored,
            **{each.value: report.count(each) for each in Did},
            "entries": [_row(entry, report.is_stored) for entry in report.entries],
        }


def _row(entry: Entry, is_stored: bool, /) -> dict[str, object]:
    return {
        "entry": entry.number,
        "external_id": entry.external_id,
        "result": entry.did.value,
        "submitted": entry.is_submitted,
        "url": item(entry.job) if entry.job and is_stored else None,
        "errors": list(entry.errors),
    }


class ImportDesk(DeskViewSet[Job]):
    """Files of listings."""

    queryset = Job.objects.none()
    parser_classes = (LargeJSONParser,)
    area = HIRE
    steps: ClassVar = {"take": Step(WRITING, ReportSerializer, FileSerializer, ImportForm)}

    @once
    def take(self, request: Request) -> Response:
        """Import a file of listings

        By your own numbers: new listings become drafts, known ones are written anew where something
        differs. With one refused nothing is stored, unless `partial` is asked for. The same file twice
        changes nothing.
        """
        asked = self.asked()
        report = import_listings(
            company=Company.objects.of_token(request.auth),
            by=cast("User", request.user),
            entries=listed(request.data),
            is_trial=asked["dry_run"] == "true",
            is_partial=asked["partial"] == "true",
        )
        return Response(ReportSerializer.row(report))
