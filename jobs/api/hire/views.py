"""Listings for programs of their employers. Each step is the very action that the site takes."""

from collections.abc import Callable
from typing import Any, ClassVar, cast

from django.shortcuts import get_object_or_404
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from jobs import actions
from jobs.api.hire.bodies import CloseSerializer, RenewSerializer, SubmitSerializer
from jobs.api.hire.content import MISSING, complete, in_their_terms, written
from jobs.api.hire.filters import HireFilter
from jobs.api.hire.serializers import (
    DraftSerializer,
    HiredForDetailSerializer,
    HiredForSerializer,
    item,
)
from jobs.api.hire.writing import edit, start, submit
from jobs.models import CloseReason, Company, Job, JobRevision
from jobs.querysets import JobQuerySet
from jobs.tokens import READING, WRITING
from portal.accounts.models import ApiToken, User
from portal.api.desk import DeskViewSet, Step, tagged
from portal.api.idempotency import once
from portal.api.schema import HIRE


class HireDesk(DeskViewSet[Job]):
    """Listings of the token's company."""

    queryset = Job.objects.all()
    filter_form = HireFilter
    area = HIRE
    steps: ClassVar = {
        "list": Step(READING, HiredForSerializer),
        "create": Step(WRITING, HiredForDetailSerializer, DraftSerializer),
        "retrieve": Step(READING, HiredForDetailSerializer),
        "update": Step(WRITING, HiredForDetailSerializer, DraftSerializer),
        "partial_update": Step(WRITING, HiredForDetailSerializer, DraftSerializer),
        "submit": Step(WRITING, HiredForDetailSerializer, SubmitSerializer),
        "take_back": Step(WRITING, HiredForDetailSerializer),
        "close": Step(WRITING, HiredForDetailSerializer, CloseSerializer),
        "renew": Step(WRITING, HiredForDetailSerializer, RenewSerializer),
        "reopen": Step(WRITING, HiredForDetailSerializer, RenewSerializer),
    }

    def get_queryset(self) -> JobQuerySet:
        return Job.objects.of_token(cast("ApiToken", self.request.auth))

    @property
    def person(self) -> User:
        return cast("User", self.request.user)

    # Reading

    def list(self, request: Request) -> Response:
        """List the company’s listings

        In whatever state, newest first.
        """
        listings = self.get_queryset().with_stage().with_reason().select_related("primary_role")
        cursor = self.pagination_class()
        page = cursor.paginate_queryset(self.filter_queryset(listings), request, self)
        return Response(cursor.envelope([HiredForSerializer.row(job) for job in page]))

    def retrieve(self, request: Request, pk: int) -> Response:
        """One listing as its latest revision has it

        The answer's ETag is the number of that revision.
        """
        return self._answer(pk)

    # Writing

    @once
    def create(self, request: Request) -> Response:
        """Start a listing

        With its first revision; it stays a draft until it is submitted.
        """
        sent = self.sent()
        company = Company.objects.of_token(request.auth)
        with in_their_terms():
            job = start(company=company, by=self.person, sent=sent)
        return self._answer(job.pk, status=201, headers={"Location": item(job.pk)})

    def update(self, request: Request, pk: int) -> Response:
        """Write a listing anew

        What is left out is empty in the new revision. Of a live listing readers see it once it is
        submitted, and approved where that is needed. Nothing is saved where nothing differs.
        """
        return self._save(whole=True)

    def partial_update(self, request: Request, pk: int) -> Response:
        """Change some fields of a listing

        What is left out stays as it is. Of a live listing readers see it once it is submitted, and
        approved where that is needed. Nothing is saved where nothing differs.
        """
        return self._save(whole=False)

    # Steps

    @once
    def submit(self, request: Request, pk: int) -> Response:
        """Submit the latest revision for review

        A draft, what was returned, what was closed, or an edit of a live listing: the approved text
        stays live until a moderator approves the new one. An edit that needs no review is live at once.
        """
        sent = self.sent()
        return self._step(pk, lambda job: submit(job=job, by=self.person, **sent))

    @once
    def take_back(self, request: Request, pk: int) -> Response:
        """Take a submission back

        While nobody has decided about it. A live listing stays live as it was approved.
        """
        self.sent()
        return self._step(pk, lambda job: actions.take_back_job(job=job, by=self.person))

    @once
    def close(self, request: Request, pk: int) -> Response:
        """Close a listing

        It leaves the site at once. It can be reopened.
        """
        reason = self._needed("reason")
        if reason not in CloseReason.values:
            raise ValidationError({"reason": f"Send one of {', '.join(CloseReason.values)}."})
        closing = CloseReason(reason)
        return self._step(
            pk, lambda job: actions.close_job(job=job, by=self.person, reason=closing)
        )

    @once
    def renew(self, request: Request, pk: int) -> Response:
        """Give a listing another instant of closing

        Sooner or later. Of a live listing readers see it at once.
        """
        until = self._needed("closes_at")
        return self._step(
            pk, lambda job: actions.renew_job(job=job, by=self.person, closes_at=until)
        )

    @once
    def reopen(self, request: Request, pk: int) -> Response:
        """Reopen a closed listing

        At once, where it reads as it was approved; otherwise submit it.
        """
        until = self._needed("closes_at")
        return self._step(
            pk, lambda job: actions.reopen_job(job=job, by=self.person, closes_at=until)
        )

    # What these have in common

    def _needed(self, name: str) -> Any:
        sent = self.sent()
        if name not in sent:
            raise ValidationError({name: MISSING})
        return sent[name]

    def _step(self, pk: int, action: Callable[[Job], None]) -> Response:
        with in_their_terms(), complete(), self.latest() as job:
            action(job)
        return self._answer(pk)

    def _save(self, *, whole: bool) -> Response:
        sent = self.sent()
        values = written(sent, whole=whole)
        with in_their_terms(), self.latest() as job:
            edit(job=job, by=self.person, values=values, sent=sent, whole=whole)
        return self._answer(self.kwargs["pk"])

    def _answer(self, pk: int, **given: Any) -> Response:
        listings = self.get_queryset().with_stage().with_reason().select_related("primary_role")
        job = get_object_or_404(listings, pk=pk)
        revision = JobRevision.objects.whole().get(item=job, number=job.latest_number)
        row = HiredForDetailSerializer.row((job, revision))
        return tagged(row, revision.number, **given)
