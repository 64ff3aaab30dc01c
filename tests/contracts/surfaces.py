"""Where readers can come upon a thing: all public routes, found by walking the URL configuration."""

import re
from collections.abc import Callable
from typing import Final

from django.test import Client

from guides.rendering import render_guide
from portal.site.forms import kinds
from tests.contracts.routes import public_routes
from tests.contracts.world import World

# Where an open job appears by itself.
OF_JOBS: Final = frozenset(
    {
        "site:home",
        "site:role",
        "jobs:list",
        "jobs:feed",
        "jobs:xml-feed",
        "jobs:company",
        "jobs:role",
        "jobs:place",
        "jobs:role-place",
        "jobs:detail",  # similar to the other job
        "jobs-api:list",
        "site:search",
        "search-api:search",
        "guides:detail",  # a panel of the other guide lists what is open
        "sitemap-file",
    }
)


def read(address: str) -> str:
    """What a request for the page gives, whatever its status."""
    return str(Client().get(address).getvalue().decode(errors="replace"))


# For what is asked, where a page shows nothing unless it is asked for something.
ASKED: Final = {
    "salaries:compare": ("role=ai-engineer&role=ml-engineer",),
    # By the name of its role: a page repeats the words that it was asked for.
    **dict.fromkeys(
        ("site:search", "search-api:search"),
        ("q=engineer", *(f"q=engineer&kind={name}" for name, _ in kinds())),
    ),
}


def surfaces_with(mark: str, world: World, read: Callable[[str], str] = read) -> set[str]:
    """Names of the public routes whose answer holds the mark, whatever sign groups its thousands."""
    found = set()
    for route in public_routes():
        addresses = [world.address(route)]
        if asked := ASKED.get(route.name):
            addresses = [f"{addresses[0]}?{query}" for query in asked]
        if route.name == "sitemap-file":
            addresses = [f"/sitemaps/{section}-0.xml" for section in ("guides", "jobs")]
        if any(re.search(mark, read(address).lower()) for address in addresses):
            found.add(route.name)
    return found


def listing_open_jobs(world: World) -> World:
    """With a guide that lists the open jobs."""
    world.guide.body = "## Open now\n\n{{ open-jobs show=list }}"
    for name, value in render_guide(world.guide).columns().items():
        setattr(world.guide, name, value)
    world.guide.save()
    return world
