"""One world for the tests of a module: making one takes longer than most of what is asked of it."""

from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.contracts.world import World, make_world


@pytest.fixture(scope="module")
def made_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Stands in a transaction around those of the module's tests, which undo what they do to it."""
    with django_db_blocker.unblock():
        around = transaction.atomic()
        around.__enter__()
        world = make_world()
    yield world
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture
def world(made_world: World, db: None) -> World:
    return deepcopy(made_world)
