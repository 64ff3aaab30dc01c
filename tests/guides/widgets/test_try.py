"""The page of what there is to play with."""

import re

import pytest
from django.test import Client

from guides.models import Simulation
from tests.factories.polls import DraftPollFactory, PollFactory
from tests.factories.roadmaps import RoadmapFactory
from tests.factories.simulation import make_simulation
from tests.factories.taxonomy import RoleFactory

pytestmark = pytest.mark.django_db


def test_what_is_public_is_there_with_its_kind_and_a_sentence(client: Client) -> None:
    PollFactory(slug="whose", title="Whose task?", intro="Sort the tasks.")
    DraftPollFactory(title="Drafted")
    RoadmapFactory(slug="next", title="What next?", intro="Choose a goal.")
    RoadmapFactory(title="Hidden", is_public=False)
    simulation = make_simulation(RoleFactory())
    Simulation.objects.create(slug="idle", title="Nobody to be", is_public=True)

    html = client.get("/guides/try/").content.decode()

    cards = re.findall(
        r'<p class="guide-card__topic">(\w+)</p>.*?<h2><a href="([^"]+)">([^<]+)</a></h2>\s*<p>([^<]+)</p>',
        html,
        re.DOTALL,
    )
    assert cards == [
        ("Poll", "/guides/polls/whose/", "Whose task?", "Sort the tasks."),
        ("Roadmap", "/guides/roadmaps/next/", "What next?", "Choose a goal."),
        ("Simulation", simulation.get_absolute_url(), simulation.title, simulation.intro),
    ]


def test_page_says_so_where_there_is_nothing(client: Client) -> None:
    empty = client.get("/guides/try/").content.decode()
    PollFactory()

    filled = client.get("/guides/try/").content.decode()

    assert ("Nothing to try yet" in empty, "Nothing to try yet" in filled) == (True, False)


@pytest.mark.parametrize("kind", ["polls/a", "roadmaps/a", "simulations/career-growth"])
def test_each_page_leads_back_to_the_others(client: Client, kind: str) -> None:
    PollFactory(slug="a")
    RoadmapFactory(slug="a")
    make_simulation(RoleFactory())

    trail = client.get(f"/guides/{kind}/").content.decode().partition("Breadcrumbs")[2]

    assert re.findall(r'<a href="(/[^"]*)"', trail.partition("</nav>")[0]) == [
        "/",
        "/guides/",
        "/guides/try/",
    ]


def test_list_of_guides_leads_to_it(client: Client) -> None:
    assert '<a href="/guides/try/">' in client.get("/guides/").content.decode()
