"""One world for the tests of a module: making one takes longer than most of what is asked of it."""

from copy import deepcopy

import pytest
from pytest_django import DjangoDbBlocker

from tests.contracts.world import World, make_world


@pytest.fixture(scope="module")
def made_world(module_db: DjangoDbBlocker) -> World:
    with module_db.unblock():
        return make_world()


@pytest.fixture
def world(made_world: World, db: None) -> World:
    return deepcopy(made_world)
