"""A poll inside a guide."""

import pytest

from guides.actions import NotPublishable, publish_guide
from guides.widgets.poll.actions import count_vote
from guides.widgets.poll.data import polls_with
from guides.widgets.poll.models import Choice
from portal.panels import check, data_of
from portal.panels.data import place
from tests.factories.guides import DraftGuideFactory, LiveGuideFactory
from tests.factories.polls import DraftPollFactory, PollFactory, PollItemFactory
from tests.factories.taxonomy import ResponsibilityFactory

pytestmark = pytest.mark.django_db


def test_guide_shows_the_form_and_loads_what_it_needs(client):
    PollFactory(slug="x", title="Whose task?")
    guide = LiveGuideFactory(body="## Sort\n\n{{ poll poll=x }}")

    page = client.get(guide.get_absolute_url()).content.decode()

    assert page.count('data-play="poll-x"') == 1
    assert 'action="/guides/polls/x/vote/"' in page
    assert page.count('type="radio"') == 9
    assert "portal/js/play.js" in page


def test_guide_and_page_ask_the_same(client):
    PollFactory(slug="x")
    guide = LiveGuideFactory(body="## Sort\n\n{{ poll poll=x }}")

    pages = [
        client.get(path).content.decode() for path in (guide.get_absolute_url(), "/guides/polls/x/")
    ]

    forms = [page[page.index('<form class="play__form"') : page.index("</form>")] for page in pages]
    assert forms[0] == forms[1]


def test_votes_leave_guides_as_they_are(client):
    poll = PollFactory(slug="x")
    guide = LiveGuideFactory(body="## Sort\n\n{{ poll poll=x }}")
    before = client.get(guide.get_absolute_url()).content
    data = polls_with(["x"])["x"]

    count_vote(poll=data, voter="a", answers={q.slug: Choice.BOTH for q in data.questions})

    assert client.get(guide.get_absolute_url()).content == before
    assert poll.votes.count() == 1


@pytest.mark.parametrize(
    "make",
    [
        lambda: DraftPollFactory(slug="x"),
        lambda: PollFactory(slug="x", rights=[""]),
        lambda: PollFactory(slug="y"),
    ],
    ids=["draft", "nothing to ask", "another"],
)
def test_poll_that_readers_can_not_see_stands_against_publishing(make):
    make()
    guide = DraftGuideFactory(body="## Sort\n\n{{ poll poll=x }}")

    with pytest.raises(NotPublishable) as refused:
        publish_guide(guide=guide, by=None)

    assert "there is no poll on the site “x”" in str(refused.value)


def test_poll_on_the_site_stands_against_nothing():
    PollFactory(slug="x")

    assert check("poll", {"poll": "x"}) == []


def test_poll_as_data_names_roles_by_their_slugs():
    poll = PollFactory(slug="x", title="Whose?", intro="Sort.", rights=[])
    task = ResponsibilityFactory(slug="a", name="Task a", description="All of it.")
    PollItemFactory(poll=poll, responsibility=task, right="second", why="So.")

    [entry] = data_of([place("poll", poll="x")])

    assert entry["data"] == {
        "slug": "x",
        "title": "Whose?",
        "intro": "Sort.",
        "url": "/guides/polls/x/",
        "roles": [
            {"slug": "ai-engineer", "name": "Ai engineer", "url": "/roles/ai-engineer/"},
            {"slug": "ml-engineer", "name": "Ml engineer", "url": "/roles/ml-engineer/"},
        ],
        "questions": [
            {
                "task": "a",
                "name": "Task a",
                "description": "All of it.",
                "answer": "ml-engineer",
                "why": "So.",
            }
        ],
    }
