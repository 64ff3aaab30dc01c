"""Surveys on the desk: files that come in, and what is wrong in them."""

from typing import Any, Final

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from portal.desk import desk, person
from portal.plain_names import PlainNames
from portal.publishing.errors import WrongState
from salaries.models.source import Source
from salaries.survey import actions
from salaries.survey.models import SurveyImport, SurveyTally
from salaries.survey.percentiles import THRESHOLD
from salaries.survey.reports import problems_csv, unmapped_titles
from salaries.survey.states import LISTED, State
from salaries.survey.steps import STEPS, Step, counts_of, next_of, steps_of, take

LARGEST: Final = 200 * 1024 * 1024  # bytes
PROBLEMS: Final = 100  # on a page
TITLES: Final = 200
RELOAD: Final = "3"  # seconds, while a file is being read


def _count_of(name: str, label: str, ordering: str | None = None) -> Any:
    """A column with a count of an import, in digits that can be read."""

    @admin.display(description=label, ordering=ordering)
    def shown(_: object, survey: SurveyImport) -> str:
        return f"{getattr(survey, name):,}"

    return shown


class ImportForm(forms.ModelForm[SurveyImport]):
    file = forms.FileField(
        label="File of reports",
        help_text="CSV in UTF-8, at most 200 MB, with the public columns: work_year, experience_level, "
        "employment_type, job_title, salary, salary_currency, salary_in_usd, employee_residence, "
        "remote_ratio, company_location, company_size.",
    )

    class Meta:
        model = SurveyImport
        fields = ("source",)

    def clean_source(self) -> Source:
        source: Source = self.cleaned_data["source"]
        actions.check_source(source)
        return source

    def clean_file(self) -> Any:
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            raise ValidationError("Choose a file of at most 200 MB.")
        return file


@admin.register(SurveyImport, site=desk)
class SurveyImportAdmin(PlainNames):
    """A file is uploaded, read in the background, looked at and decided about; nothing of it is edited."""

    form = ImportForm
    change_form_template = "admin/salaries/survey_import.html"
    list_display = (
        *("number", "source", "standing", "rows", "bad_lines", "new", "of_no_role", "created_at"),
    )
    list_filter = ("state", "source")
    list_select_related = ("source",)
    list_per_page = 50
    ordering = ("-pk",)
    search_fields = ("file_name", "source__name", "digest", "by__email")
    search_help_text = "File, source, SHA-256 of the file, or who uploaded it"
    date_hierarchy = "created_at"
    actions = None
    fieldsets = (
        (None, {"fields": ("source", "named", "standing", "by", "created_at")}),
        (
            "What the file says",
            {
                "fields": ("rows", "good_lines", "bad_lines", "there_already", "new", "of_no_role"),
                "description": "A row that the source has already is left out, so that a file imported again "
                "adds nothing. Identical rows of one file are separate reports.",
            },
        ),
        (
            "What comes of it",
            {
                "fields": ("groups_shown", "groups_hidden", "figures_lost"),
                "description": f"Groups by role, level, country, remote share and year of all reports of the "
                f"source, with this file. Those of fewer than {THRESHOLD} reports are shown to nobody. A "
                "published figure whose group has none with this file is withdrawn.",
            },
        ),
        ("Decided", {"fields": ("is_partial", "decided_by", "decided_at", "applied_at")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "fields": ("source", "file"),
                "description": "The file is only read at first. Nothing counts before you have seen the report.",
            },
        ),
    )

    # What may be done

    def has_change_permission(self, request: HttpRequest, obj: SurveyImport | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: SurveyImport | None = None) -> bool:
        """An import that was refused or undone stays, so that it is known what there was."""
        return False

    def has_apply_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("salaries.apply_surveyimport")

    def get_fieldsets(self, request: HttpRequest, obj: SurveyImport | None = None) -> Any:
        return super().get_fieldsets(request, obj) if obj else self.add_fieldsets

    # Columns

    @admin.display(description="import", ordering="pk")
    def number(self, survey: SurveyImport) -> str:
        return str(survey)

    @admin.display(description="file")
    def named(self, survey: SurveyImport) -> str:
        return f"{survey.file_name} ({survey.size:,} bytes, SHA-256 {survey.digest})"

    @admin.display(description="state", ordering="state")
    def standing(self, survey: SurveyImport) -> str:
        words = str(survey.get_state_display())
        if survey.state == State.CHECKING:
            return f"{words}, {survey.percent}%"
        return f"{words}: {survey.failure}" if survey.failure else words

    rows = _count_of("rows", "lines")
    good_lines = _count_of("good", "good lines", ordering="good")
    bad_lines = _count_of("bad", "bad lines", ordering="bad")
    there_already = _count_of("known", "already there", ordering="known")
    new = _count_of("new", "new")
    of_no_role = _count_of("unmapped", "reports of no role", ordering="unmapped")
    groups_shown = _count_of("figures", "groups with a figure")
    groups_hidden = _count_of("suppressed", "groups with too few reports")
    figures_lost = _count_of("withdrawn", "published figures withdrawn")

    # Pages

    def save_model(self, request: HttpRequest, obj: SurveyImport, form: Any, change: bool) -> None:
        file: UploadedFile[Any] = form.cleaned_data["file"]
        made = actions.start_import(
            source=obj.source, chunks=file.chunks(), name=file.name or "", by=person(request)
        )
        obj.pk, obj.file_name = made.pk, made.file_name

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One button: what follows an upload is its report."""
        one = {"show_save_and_add_another": False, "show_save_and_continue": False}
        return super().add_view(request, form_url, {**(extra_context or {}), **one})

    def response_add(
        self, request: HttpRequest, obj: SurveyImport, post_url_continue: str | None = None
    ) -> HttpResponse:
        self.message_user(request, "The file is being read. The report stands here.")
        return HttpResponseRedirect(reverse("admin:salaries_surveyimport_change", args=[obj.pk]))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        survey = self.get_object(request, object_id)
        facts = _facts(survey, request.GET.get("problems", "1")) if survey else {}
        facts["may_decide"] = self.has_apply_permission(request)
        shown = super().change_view(
            request, object_id, form_url, {**(extra_context or {}), **facts}
        )
        if survey and survey.is_working:
            shown.headers["Refresh"] = RELOAD
        return shown

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/decide/", view(self.decide), name="salaries_surveyimport_decide"),
            path("<int:pk>/problems/", view(self.problems), name="salaries_surveyimport_problems"),
            *super().get_urls(),
        ]

    def decide(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What can be done with an import where it stands; the decision comes back as a POST."""
        if not self.has_apply_permission(request):
            raise PermissionDenied
        survey = get_object_or_404(SurveyImport.objects.select_related("source"), pk=pk)
        step = STEPS.get(request.POST.get("step", ""))
        if step in steps_of(survey):
            self._take(request, step, survey)
            return HttpResponseRedirect(reverse("admin:salaries_surveyimport_change", args=[pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": f"Decide about import {survey.pk}",
            "opts": self.opts,
            "original": survey,
            "steps": steps_of(survey),
            "counts": counts_of(survey),
        }
        return TemplateResponse(request, "admin/salaries/survey_import_decide.html", context)

    def _take(self, request: HttpRequest, step: Step, survey: SurveyImport) -> None:
        try:
            take(step, survey, person(request))
        except ValidationError as error:
            self.message_user(request, " ".join(error.messages), messages.ERROR)
        except WrongState as error:
            self.message_user(request, str(error), messages.ERROR)
        else:
            self.message_user(request, step.done, messages.SUCCESS)

    def problems(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Every bad line, as a file for a spreadsheet."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        survey = get_object_or_404(SurveyImport, pk=pk)
        name = f"import-{survey.pk}-problems.csv"
        return HttpResponse(
            problems_csv(survey.problems.iterator()),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


def _facts(survey: SurveyImport, number: str) -> dict[str, Any]:
    """What the report shows besides the counts."""
    titles = unmapped_titles(survey)
    return {
        "survey": survey,
        "problems": Paginator(survey.problems.all(), PROBLEMS).get_page(number),
        "is_cut": survey.problems.count() >= LISTED,
        "titles": titles[:TITLES],
        "more_titles": max(0, len(titles) - TITLES),
        "tally": SurveyTally.objects.filter(source=survey.source_id).first(),
        "threshold": THRESHOLD,
        "next_step": next_of(survey),
    }


desk.queue(
    "Survey imports to decide about",
    permission="salaries.apply_surveyimport",
    count=lambda: SurveyImport.objects.filter(state=State.CHECKED).count(),
    url=lambda: f"{reverse('admin:salaries_surveyimport_changelist')}?state__exact={State.CHECKED}",
    hint="Look at the bad lines and the titles, then apply or refuse the file.",
)
