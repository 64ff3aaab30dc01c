"""Every form of the desk knows what it has shown, so that nobody saves over what they haven’t seen."""

from typing import Any

import pytest

from portal.desk import desk
from salaries.models import SurveyTitle
from tests.contracts.test_bad_forms import FORMLESS, thing_of
from tests.contracts.world import World
from tests.portal.two_people import address_of, opened

pytestmark = pytest.mark.django_db

# Where an old address leads: a choice of one, and the list shows it.
ALONE = {"guides.formerguideslug", "taxonomy.formerroleslug"}


@pytest.mark.parametrize(
    "model",
    [model for model in desk._registry if model is SurveyTitle or model not in FORMLESS],
    ids=lambda model: model._meta.label_lower,
)
def test_every_form_of_the_desk_knows_what_it_has_shown(model: Any, world: World) -> None:
    client = world.client("superuser")

    form = opened(client, address_of(thing_of(model, world)))

    knows = bool({"seen", "base"} & set(form))
    assert knows is (model._meta.label_lower not in ALONE)
