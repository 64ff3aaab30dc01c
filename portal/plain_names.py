"""What a page of the desk links to and the viewer may not open is named there, and no more."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.core.exceptions import FieldDoesNotExist
from django.http import HttpRequest


class PlainNames(admin.ModelAdmin[Any]):
    """The admin of things that some only look at: no link of theirs answers 403."""

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        return [
            (title, {**options, "fields": self._named(request, options["fields"])})
            for title, options in fieldsets
        ]

    def _named(self, request: HttpRequest, fields: Any) -> list[Any]:
        return [
            self._named(request, each)
            if isinstance(each, list | tuple)
            else self._name_of(each)
            if self._is_closed(request, each)
            else each
            for each in fields
        ]

    def _is_closed(self, request: HttpRequest, name: str) -> bool:
        """Whether it is a row that has a page on the desk, which the viewer may not open."""
        try:
            target = self.model._meta.get_field(name).related_model
        except FieldDoesNotExist:
            return False
        if not isinstance(target, type) or not self.admin_site.is_registered(target):
            return False
        return not self.admin_site.get_model_admin(target).has_view_permission(request)

    def _name_of(self, name: str) -> Callable[[Any], str]:
        field: Any = self.model._meta.get_field(name)

        @admin.display(description=field.verbose_name)
        def shown(row: Any) -> str:
            return str(getattr(row, name) or self.get_empty_value_display())

        shown.__name__ = name  # by which the page calls its line
        return shown


class OnlyRead(PlainNames):
    """The admin of rows that come about elsewhere: nobody writes or deletes them here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
