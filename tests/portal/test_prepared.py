"""Compiled once, and yet the same rows as the queryset gives, for each value."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.prepared import Prepared
from portal.taxonomy.models import Place, Role
from tests.factories.taxonomy import CityFactory, RegionFactory, RoleFactory

pytestmark = pytest.mark.django_db

by_slug = Prepared(lambda *, slug: Role.objects.filter(slug=slug))


def test_each_value_gives_its_own_row():
    RoleFactory(slug="ai-engineer"), RoleFactory(slug="ml-engineer")

    found = [by_slug.first(slug=slug) for slug in ("ml-engineer", "ai-engineer", "no-such")]

    assert [role and role.slug for role in found] == ["ml-engineer", "ai-engineer", None]


def test_instances_come_with_their_related_ones():
    city: Any = CityFactory(parent=RegionFactory())
    prepared = Prepared(lambda *, pk: Place.objects.select_related("parent").filter(pk=pk))
    prepared.rows(pk=city.pk)

    with CaptureQueriesContext(connection) as queries:
        [found] = prepared.rows(pk=city.pk)
        above = found.parent

    assert (found, above) == (city, city.parent)
    assert len(queries) == 1


def test_rows_of_values_are_those_of_the_queryset():
    RoleFactory.create_batch(3)

    def build(stop: int, *, at: Any) -> Any:
        rows = Role.objects.filter(Q(updated_at__lte=at) | Q(updated_at=at), order__gte=0)
        return rows.order_by("-pk").values_list("slug", "updated_at", "order", named=True)[:stop]

    prepared = Prepared(build)
    now, before = timezone.now(), timezone.now() - timedelta(days=1)

    assert prepared.rows(2, at=now) == list(build(2, at=now)) != []
    assert prepared.rows(3, at=now) == list(build(3, at=now))
    assert prepared.rows(3, at=before) == list(build(3, at=before)) == []


@pytest.mark.parametrize("text", ["'", '"; --', "%s", "%(slug)s", "\\", "\ue0f70", "", "é日"])
def test_text_is_a_value_and_nothing_else(text):
    role: Any = RoleFactory(slug="plain")
    Role.objects.filter(pk=role.pk).update(name=text)
    by_name = Prepared(lambda *, name: Role.objects.filter(name=name))
    RoleFactory(slug="other")

    assert [found.slug for found in by_name.rows(name=text)] == ["plain"]


def test_values_of_one_size_after_those_of_another():
    role: Any = RoleFactory(order=7)
    prepared = Prepared(lambda *, order: Role.objects.filter(order=order))

    assert [len(prepared.rows(order=order)) for order in (7, 30_000, 7, 0)] == [1, 0, 1, 0]
    assert prepared.first(order=7) == role


@pytest.mark.parametrize("value", [True, None, Decimal(1), 1.5, (1, 2)])
def test_what_would_change_the_query_is_refused(value):
    with pytest.raises(TypeError, match="part of the shape"):
        by_slug.rows(slug=value)


def test_value_that_the_query_does_not_use_is_named():
    prepared = Prepared(lambda *, slug, name: Role.objects.filter(slug=slug))

    with pytest.raises(TypeError, match="no use of name"):
        prepared.rows(slug="a", name="b")


def test_prefetching_is_refused():
    prepared = Prepared(lambda *, slug: Role.objects.filter(slug=slug).prefetch_related("synonyms"))

    with pytest.raises(TypeError, match="prefetch"):
        prepared.rows(slug="a")
