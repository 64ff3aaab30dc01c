"""The base of what programs do by token: never cached, a write only on what was seen.

How an app adds one: a `DeskViewSet` whose `steps` say of each action what it takes and what it answers, and
its addresses by `desk_paths`. Rows are made by functions, as those of public resources.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.db import transaction
from django.db.models import Model
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from portal.api.authentication import BearerToken, MayDo, Need
from portal.api.bodies import read_body
from portal.api.filters import FormFilter, checked, refuse_unknown
from portal.api.pagination import Cursor
from portal.api.preconditions import require_seen
from portal.api.problems import etag
from portal.api.rows import JSONRenderer
from portal.api.schema import DESK, DeskSchema
from portal.api.throttles import PerToken
from portal.api.views import OnlyJSON


@dataclass(frozen=True)
class Step:
    """An action: who may take it, what is sent with it, what it answers.

    `asked` is a form of the parameters that its address may have.
    """

    need: Need
    answer: type[serializers.Serializer[Any]]
    body: type[serializers.Serializer[Any]] | None = None
    asked: type[forms.Form] | None = None


class Nothing(serializers.Serializer[Any]):
    """A body without any field."""


class DeskViewSet[Item: Model](GenericViewSet[Item]):
    """`get_queryset` gives what the token may be used for; anything else is not there.

    `area` is the tag of its operations: whose programs it is for.
    """

    authentication_classes = (BearerToken,)
    permission_classes = (MayDo,)
    throttle_classes = (PerToken,)
    renderer_classes = (JSONRenderer,)
    content_negotiation_class = OnlyJSON
    filter_backends = (FormFilter,)
    pagination_class = Cursor
    schema = DeskSchema()
    metadata_class = None
    area: ClassVar[str] = DESK
    steps: ClassVar[Mapping[str, Step]]
    ordering: ClassVar[tuple[str, ...]] = ("-pk",)
    filter_form: ClassVar[type[Any] | None] = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if self.action != "list" and not self._asked():
            refuse_unknown(request.query_params, ())

    def sent(self) -> dict[str, Any]:
        """What was sent with the step, each field of its type. Ask before anything is locked."""
        return read_body(self.request, self.steps[self.action].body or Nothing)

    def _asked(self) -> type[forms.Form] | None:
        step = self.steps.get(self.action)
        return step.asked if step else None

    def asked(self) -> dict[str, Any]:
        """What the address asks for, by the step's own form."""
        return checked(self.request, self.steps[self.action].asked or forms.Form).cleaned_data

    @contextmanager
    def latest(self) -> Iterator[Any]:
        """The item, of which the client saw the latest revision; locked, so that it stays the latest.

        Raises 404, 428 or 412. What is done with it is done in one transaction.
        """
        with transaction.atomic():
            rows = self.get_queryset().select_for_update(of=("self",))
            item: Any = get_object_or_404(rows, pk=self.kwargs["pk"])
            require_seen(self.request, item.latest_number)
            yield item


def tagged(row: Mapping[str, object], revision: int, **given: Any) -> Response:
    """An answer about one revision."""
    answer = Response(row, **given)
    answer["ETag"] = etag(revision)
    return answer
