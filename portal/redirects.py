"""Addresses that things had before: each leads to where the thing stands today, in one hop."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.links import link


class FormerSlug(models.Model):
    """Concrete classes add what it leads to, under the name `target`; the thing's own address always wins.

    It leads to a thing, not to an address: so there is no second hop and no loop.
    """

    slug = models.SlugField(
        "old address",
        max_length=80,
        unique=True,
        help_text="The last part of it: “old-name” for /…/old-name/.",
        error_messages={"unique": "This address already leads somewhere: change that entry."},
    )
    since = models.DateTimeField(default=timezone.now, editable=False, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        help_text="Who added it by hand; nobody where a thing changed its address.",
    )
    target: ClassVar[str]

    class Meta:
        abstract = True
        ordering = ("-since", "-pk")

    def __str__(self) -> str:
        return self.slug

    @classmethod
    def in_use(cls) -> models.QuerySet[Any, Any]:
        """Things whose own addresses nothing else may have."""
        raise NotImplementedError

    def clean(self) -> None:
        owner = self.in_use().filter(slug=self.slug).first()
        if owner is not None:
            raise ValidationError({"slug": f"“{owner}” stands at this address itself."})


class RedirectAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic for the checker only
    """The list says where an old address leads now; `route` is the page of such a thing."""

    route: ClassVar[str]
    list_display = ("old_address", "leads_to", "since", "by_hand")
    list_filter: ClassVar[Any] = ("since",)
    date_hierarchy = "since"
    list_per_page = 50

    def get_list_select_related(self, request: HttpRequest) -> tuple[str, ...]:
        return (self.model.target, "by")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """An old address is taken away or led elsewhere, not renamed."""
        return ("slug", "since", "by_hand") if obj else ()

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        kept = ("since", "by_hand") if obj else ()
        words = "Whoever opens the old address is sent to where this stands today, for good."
        return ((None, {"fields": ("slug", self.model.target, *kept), "description": words}),)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.by = request.user
        super().save_model(request, obj, form, change)

    @admin.display(description="old address", ordering="slug")
    def old_address(self, former: Any) -> str:
        return link(self.route, former.slug)

    @admin.display(description="leads to")
    def leads_to(self, former: Any) -> SafeString:
        thing = getattr(former, former.target)
        return format_html('<a href="{}">{}</a>', link(self.route, thing.slug), thing)

    @admin.display(description="added by", ordering="by__name")
    def by_hand(self, former: Any) -> str:
        return str(former.by) if former.by else "change of address"
