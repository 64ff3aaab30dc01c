"""What of the demo the tests look at, and its people."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from guides.models import Guide, Poll, Roadmap
from jobs.models import Job
from portal.accounts.demo.loader import PASSWORD
from portal.accounts.models import User
from portal.site.models import Page as TextPage
from portal.taxonomy.models import Role
from salaries.models import Benchmark, FigureChange, Snapshot, SurveyImport
from tests.contracts.routes import Route, public_routes
from tests.contracts.world import World

SIMULATION = "/guides/simulations/career-growth/"
FOUNDING_GUIDE = "/guides/ai-engineer-vs-ml-engineer/"


@dataclass(frozen=True)
class Content:
    """`addresses`: every public page, by the name of its route; `errors`: what each answers with."""

    addresses: Mapping[str, str]
    errors: Mapping[str, int]


def is_page(route: Route) -> bool:
    """Whether people read it: no feed, no file, no JSON."""
    is_api = route.name.endswith("-api:list") or route.name.endswith("-api:detail")
    is_file = route.name.endswith(("feed", "-csv", "-json"))
    return not (is_api or is_file) and route.name not in NOT_READ


NOT_READ = {
    *("sitemap", "sitemap-file", "robots", "security", "api:root", "api:schema"),
    "search-api:search",
    *("guides:figures", "guides:card", "jobs:card"),  # a file and pictures
}
ROUTES = [route.name for route in public_routes() if is_page(route)]
# States of these pages that a route's first address (of guides, the founding one) doesn't show.
MORE = {
    "the guide for hiring managers": "/guides/recruiting-ml-engineers/",
    "a simulation’s result": f"{SIMULATION}?role=ai-engineer&industry=finance&size=large&years=2",
    "a simulation with bounds": f"{SIMULATION}?role=ml-engineer&years=3",
    "a role without figures": "/salaries/ai-specialist/",
    "a guide with a roadmap": "/guides/from-ml-to-ai-engineering/",
    "a roadmap answered": "/guides/roadmaps/ai-career/?goal=ai-engineer&know=python",
    "two roles compared": "/salaries/compare/?role=ai-engineer&role=ml-engineer",
    "a role explored": "/salaries/explore/?role=ml-engineer",
    "a level explored": "/salaries/explore/?role=ml-engineer&level=senior&place=us",
    "nothing to explore": "/salaries/explore/?role=ai-specialist&basis=advertised",
    "jobs, narrowed": "/jobs/?role=ml-engineer&workplace=remote&pay_min=100000",
    "jobs, none found": "/jobs/?role=ml-engineer&pay_min=9000000",
    "jobs, second page": "/jobs/?page=2",
    "a search": "/search/?q=ml+engineer+salary",
    "a search, respelled": "/search/?q=mashine+lerning",
    "a search of one kind": "/search/?q=senior+engineer&kind=salaries",
    "a search in vain": "/search/?q=basketweaving+xylophones",
    "a poll, answered in part": "/guides/polls/ai-or-ml/?first=model-training&both=model-selection",
}
ERRORS = {
    "a filter not understood": ("/jobs/?pay_min=much&colour=red", 400),
    "a search not understood": ("/search/?q=%E2%80%94&kind=zebras&page=99", 400),
    "no such page": ("/nowhere/at/all/", 404),
    "no such guide": ("/guides/never-written/", 404),
    "a closed job": ("", 410),
}
PAGES = [*ROUTES, *MORE, *ERRORS]


@cache
def find_content() -> Content:
    """Looked up once: the demo is the same for every test."""
    world = find_world()
    addresses = {
        route.name: world.address(route) for route in public_routes() if route.name in ROUTES
    }
    closed = Job.objects.gone().order_by("pk").first()
    assert closed is not None
    errors = {name: address or closed.get_absolute_url() for name, (address, _) in ERRORS.items()}
    statuses = {name: status for name, (_, status) in ERRORS.items()}
    return Content({**addresses, **MORE, **errors}, statuses)


def find_world() -> World:
    """The contracts' world, from what the demo made."""
    job = Job.objects.public().order_by("pk").first()
    benchmark = Benchmark.objects.public().order_by("pk").first()
    assert job
    assert benchmark
    return World(
        role=Role.objects.get(slug="ml-engineer"),
        guide=Guide.objects.select_related("topic", "author").get(
            slug=FOUNDING_GUIDE.split("/")[2]
        ),
        benchmark=benchmark,
        change=FigureChange.objects.public().newest()[0],
        snapshot=Snapshot.objects.public()[0],
        job=job,
        letters=Job.objects.public().exclude(apply_email="").order_by("pk")[0],
        page=TextPage.objects.get(slug="methodology"),
        poll=Poll.objects.get(slug="ai-or-ml"),
        roadmap=Roadmap.objects.get(slug="ai-career"),
        invitation="",
        survey=SurveyImport(pk=0),  # the desk's, which is not looked at here
    )


def sign_in(page: Page, who: str) -> None:
    """By the form; `who`: staff, editor, author, moderator, analyst or recruiter."""
    page.goto(reverse("accounts:sign-in"))
    page.get_by_label("E-mail").fill(f"{who}@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "sign-in" not in url)


def let_in(page: Page, who: str, address: str) -> None:
    """Like `sign_in`, without the time that the form takes."""
    client = Client()
    client.force_login(User.objects.get(email=f"{who}@example.org"))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])


def choose(page: Page, field: str, words: str) -> None:
    """Pick from one of the admin's fields that complete what is typed."""
    page.locator(f".field-{field} .select2-selection").first.click()
    page.locator(".select2-search__field").last.press_sequentially(words)
    page.locator(".select2-results__option", has_text=words).first.click()
