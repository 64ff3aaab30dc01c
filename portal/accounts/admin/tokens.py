"""Tokens of the API: everybody makes and revokes their own; superusers may revoke anybody's."""

from datetime import timedelta
from typing import Any, Final

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone

from portal.accounts.models import ApiToken
from portal.accounts.scopes import scopes_for
from portal.accounts.tokens import make_token, revoke_token
from portal.desk import desk, person

LIVES: Final = {7: "A week", 30: "30 days", 90: "90 days", 365: "A year"}


class NewTokenForm(forms.ModelForm[ApiToken]):
    """Its `scopes` are filled with what the one who asks may do."""

    scopes = forms.MultipleChoiceField(
        label="May be used to",
        widget=forms.CheckboxSelectMultiple,
        help_text="It never allows more than you yourself may do at the time.",
    )
    days = forms.TypedChoiceField(
        label="Runs out after", coerce=int, choices=list(LIVES.items()), initial=90
    )

    class Meta:
        model = ApiToken
        fields = ("name",)


@admin.register(ApiToken, site=desk)
class ApiTokenAdmin(admin.ModelAdmin[ApiToken]):
    add_form_template = "admin/accounts/token_add.html"
    change_form_template = "admin/accounts/token_change.html"
    list_display = ("name", "owner", "starts_with", "may", "standing", "last_used_at", "expires_at")
    list_select_related = ("owner",)
    search_fields = ("name", "prefix", "owner__email", "owner__name")
    ordering = ("-created_at", "-pk")
    actions = None
    readonly_fields = (
        "owned_by",
        "starts_with",
        "may",
        "standing",
        "created_at",
        "last_used_at",
        "expires_at",
        "revoked_at",
        "revoked_by",
    )
    fieldsets = (
        (None, {"fields": ("name", "owned_by", "starts_with", "may")}),
        (
            "Life",
            {
                "fields": ("standing", "created_at", "last_used_at", "expires_at"),
                "description": "Times are in UTC. The last use is noted once a minute at most.",
            },
        ),
        ("Revoked", {"fields": ("revoked_at", "revoked_by")}),
    )
    add_fieldsets = ((None, {"fields": ("name", "scopes", "days")}),)

    # What may be done

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and bool(scopes_for(request.user))

    def has_change_permission(self, request: HttpRequest, obj: ApiToken | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ApiToken | None = None) -> bool:
        """A revoked token stays, so that it is known what there was."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[ApiToken]:
        return ApiToken.objects.visible_to(request.user).prefetch_related("scopes")

    def get_fieldsets(self, request: HttpRequest, obj: ApiToken | None = None) -> Any:
        return self.fieldsets if obj else self.add_fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: ApiToken | None = None) -> Any:
        return self.readonly_fields if obj else ()

    # Columns

    @admin.display(description="owner")
    def owned_by(self, token: ApiToken) -> str:
        """Without the link that a foreign key gets: to most it leads nowhere."""
        return str(token.owner)

    @admin.display(description="starts with", ordering="prefix")
    def starts_with(self, token: ApiToken) -> str:
        return f"{token.prefix}…"

    @admin.display(description="may be used to")
    def may(self, token: ApiToken) -> str:
        return ", ".join(sorted(token.scope_names))

    @admin.display(description="standing", ordering="expires_at")
    def standing(self, token: ApiToken) -> str:
        if token.revoked_at:
            return "revoked"
        return "in force" if token.expires_at > timezone.now() else "run out"

    # Making

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        if obj:
            return super().get_form(request, obj, change=change, **kwargs)
        form = type("NewTokenForm", (NewTokenForm,), {})
        form.base_fields["scopes"].choices = [  # type: ignore[attr-defined]  # copied by the metaclass
            (scope.name, scope.label) for scope in scopes_for(request.user)
        ]
        return form

    def save_model(self, request: HttpRequest, obj: ApiToken, form: Any, change: bool) -> None:
        owner = person(request)
        if owner is None:
            raise PermissionDenied
        days = timedelta(days=form.cleaned_data["days"])
        token, form.secret = make_token(
            owner=owner,
            name=form.cleaned_data["name"],
            scopes=form.cleaned_data["scopes"],
            expires_at=timezone.now() + days,
        )
        obj.pk, obj.secret = token.pk, form.secret  # type: ignore[attr-defined]  # for the answer alone

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Scopes are saved with the token."""

    def log_addition(self, request: HttpRequest, obj: ApiToken, message: Any) -> Any:
        return super().log_addition(request, ApiToken.objects.get(pk=obj.pk), message)

    def response_add(
        self, request: HttpRequest, obj: ApiToken, post_url_continue: str | None = None
    ) -> HttpResponse:
        """The only page that ever shows the secret; it is kept in no session and by no browser."""
        token = ApiToken.objects.get(pk=obj.pk)
        context = {"title": f"“{token.name}” is made", "token": token, "secret": obj.secret}  # type: ignore[attr-defined]
        return self._page(request, token, "admin/accounts/token_made.html", context)

    # Revoking

    def revoke(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        token = get_object_or_404(self.get_queryset(request), pk=pk)
        if request.method != "POST":
            context = {"title": f"Revoke “{token.name}”"}
            return self._page(request, token, "admin/accounts/token_revoke.html", context)
        if revoke_token(token=token, by=person(request)):
            self.message_user(request, f"“{token}” is revoked. Programs that use it are refused.")
        else:
            self.message_user(request, f"“{token}” was revoked before.", messages.WARNING)
        return redirect("admin:accounts_apitoken_changelist")

    def _page(
        self, request: HttpRequest, token: ApiToken, template: str, context: dict[str, Any]
    ) -> HttpResponse:
        frame = {**self.admin_site.each_context(request), "opts": self.opts, "original": token}
        return TemplateResponse(request, template, {**frame, "title": str(token), **context})

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = path("<int:pk>/revoke/", wrap(self.revoke), name="accounts_apitoken_revoke")
        return [own, *super().get_urls()]
