"""Staff accounts and their groups."""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as StockGroupAdmin
from django.contrib.auth.admin import UserAdmin as StockUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from portal.accounts.models import User
from portal.desk import desk
from portal.stale_forms import Seen, SeenForm


class NewUserForm(AdminUserCreationForm[User]):
    class Meta:
        model = User
        fields = ("email", "name")


class UserForm(SeenForm, UserChangeForm[User]):
    class Meta:
        model = User
        fields = "__all__"


@admin.register(User, site=desk)
class UserAdmin(Seen, StockUserAdmin[User]):
    form = UserForm
    add_form = NewUserForm
    ordering = ("name", "email")
    list_display = ("email", "name", "is_staff", "group_names", "is_active", "last_login")
    list_filter = ("is_staff", "is_active", "groups")
    search_fields = ("email", "name")
    filter_horizontal = ("groups", "user_permissions")
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("email", "name", "password")}),
        (
            "Rights",
            {
                "fields": ("is_active", "is_staff", "groups"),
                "description": "Give rights by group: author, editor, moderator or analyst.",
            },
        ),
        (
            "Exceptions",
            {"classes": ("collapse",), "fields": ("is_superuser", "user_permissions")},
        ),
        ("Dates", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": ("email", "name", "usable_password", "password1", "password2"),
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Another address proves itself at the next sign-in, and the one so far no longer resets the password."""
        super().save_model(request, obj, form, change)
        obj.emailaddress_set.exclude(email=obj.email).delete()

    @admin.display(description="groups")
    def group_names(self, user: User) -> str:
        return ", ".join(group.name for group in user.groups.all()) or "–"


@admin.register(Group, site=desk)
class GroupAdmin(Seen, StockGroupAdmin):
    list_display = ("name", "people")
    fieldsets: ClassVar = [
        (
            None,
            {"fields": ("name", "permissions"), "description": "What members may do in the admin."},
        )
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Group]:
        groups: QuerySet[Group] = super().get_queryset(request)
        return groups.annotate(people=Count("user"))

    @admin.display(description="people", ordering="people")
    def people(self, group: Group) -> int:
        return int(getattr(group, "people", 0))
