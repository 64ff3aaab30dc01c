"""A poll at its own address: the form, what comes of an answer, and the vote."""

from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guides.models import PollVote
from guides.widgets.poll.actions import count_vote
from guides.widgets.poll.data import polls_with
from guides.widgets.poll.models import Choice
from guides.widgets.poll.voters import PER_NETWORK
from tests.factories.polls import DraftPollFactory, PollFactory, PollItemFactory
from tests.factories.taxonomy import ResponsibilityFactory

pytestmark = pytest.mark.django_db

HERE = {"origin": "http://testserver"}


@pytest.fixture
def poll():
    """Three tasks, a to c: the first role’s, the second’s and both roles’."""
    made = PollFactory(slug="x", rights=[])
    for slug, right in (("a", "first"), ("b", "second"), ("c", "both")):
        task = ResponsibilityFactory(slug=slug, name=f"Task {slug}")
        PollItemFactory(poll=made, responsibility=task, right=right, why=f"Why {slug}.")
    return polls_with(["x"])["x"]


def vote(answers, client=None, address="/guides/polls/x/vote/", **headers):
    return (client or Client()).post(
        address,
        urlencode(answers),
        content_type="application/x-www-form-urlencoded",
        headers={**HERE, **headers},
    )


RIGHT = {"a": "first", "b": "second", "c": "both"}


def test_page_asks_every_task_and_tells_no_answer(client, poll):
    page = client.get(poll.url).content.decode()

    assert [f"Task {slug}" in page for slug in "abc"] == [True] * 3
    assert page.count('type="radio"') == 9
    assert "Why a." not in page
    assert '<link rel="canonical" href="http://testserver/guides/polls/x/">' in page
    assert "noindex" not in page


@pytest.mark.parametrize(
    "make",
    [DraftPollFactory, lambda slug: PollFactory(slug=slug, rights=[])],
    ids=["draft", "nothing to ask"],
)
def test_poll_that_is_not_public_is_missing(client, make):
    make(slug="y")

    assert client.get("/guides/polls/y/").status_code == 404
    assert vote(RIGHT, address="/guides/polls/y/vote/").status_code == 404


def test_vote_leads_to_its_result_and_is_counted(client, poll):
    answer = vote({"a": "first", "b": "both", "c": "both"})

    assert answer.status_code == 303
    assert answer.headers["Location"] == "/guides/polls/x/?first=a&both=b,c&vote=counted"
    assert "no-store" in answer.headers["Cache-Control"]
    assert not answer.cookies
    result = client.get(answer.headers["Location"]).context["result"]
    assert [(one.is_right, one.right, one.given) for one in result.verdicts] == [
        (True, "Ai engineer", "Ai engineer"),
        (False, "Ml engineer", "Both"),
        (True, "Both", "Both"),
    ]
    assert (result.right, result.total, result.readers, result.missing) == (2, 3, 1, ())


def test_result_says_how_others_answered(client, poll):
    for reader, choice in enumerate(("first", "first", "both")):
        answers = dict.fromkeys("abc", Choice(choice))
        count_vote(poll=poll, voter=str(reader), answers=answers)

    response = client.get("/guides/polls/x/?first=a,c&second=b")

    first = response.context["result"].verdicts[0]
    assert [(share.label, share.count, share.percent) for share in first.shares] == [
        ("Ai engineer", 2, 67),
        ("Ml engineer", 0, 0),
        ("Both", 1, 33),
    ]
    page = " ".join(response.content.decode().split())
    assert (
        "2 of 3 readers answered as you did. Ai engineer: 67%, Ml engineer: 0%, Both: 33%." in page
    )
    assert "Why a." in page
    assert '<meta name="robots" content="noindex">' in page
    assert 'rel="canonical"' not in page


def test_repeated_vote_shows_the_result_and_counts_nothing(client, poll):
    vote(RIGHT)

    again = vote({**RIGHT, "a": "both"})

    assert again.headers["Location"] == "/guides/polls/x/?second=b&both=a,c&vote=again"
    assert "were counted before" in client.get(again.headers["Location"]).content.decode()
    assert PollVote.objects.count() == 1


def test_other_browsers_and_networks_are_other_readers(poll):
    outcomes = [
        vote(RIGHT, Client(REMOTE_ADDR=address), **{"user-agent": agent}).headers["Location"]
        for address, agent in (
            ("192.0.2.1", "one"),
            ("192.0.2.1", "two"),
            ("192.0.2.2", "one"),
            ("192.0.2.1", "one"),
        )
    ]

    assert [outcome.rpartition("=")[2] for outcome in outcomes] == [*["counted"] * 3, "again"]


def test_crowd_from_one_network_is_not_counted(client, poll, monkeypatch):
    monkeypatch.setattr("guides.widgets.poll.voters.PER_NETWORK", 2)
    assert PER_NETWORK > 2

    found = [vote(RIGHT, **{"user-agent": str(n)}).headers["Location"][-7:] for n in range(3)]

    assert found == ["counted", "counted", "=enough"]
    assert PollVote.objects.count() == 2
    assert (
        "so these were not added"
        in client.get("/guides/polls/x/?first=a&second=b&both=c&vote=enough").content.decode()
    )


def test_vote_with_a_task_left_open_is_not_counted_and_names_it(client, poll):
    answer = vote({"a": "first", "c": "nonsense", "d": "both", "b": ""})

    assert answer.headers["Location"] == "/guides/polls/x/?first=a"
    page = client.get("/guides/polls/x/?first=a").content.decode()
    assert "Still open: Task b, Task c." in page
    assert page.count("Not answered yet.") == 2
    assert page.count(" checked") == 1
    assert not PollVote.objects.exists()


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("first=a,gone&second=b&both=c", 200, "“gone” is no task of this poll."),
        ("first=a,b&second=b&both=c", 200, "“b” stands under two answers, so none counts."),
        ("first=a&colour=red", 200, "“colour” means nothing here."),
        ("first=a&first=b", 200, "“first” stands in it more than once"),
        ("first=a,,b", 400, "Write tasks as in the address of a result"),
        ("first=<b>", 400, "Write tasks as in the address of a result"),
        ("first=" + "a" * 3001, 400, "more tasks than a poll has"),
        ("first=a&second=b&both=c&vote=twice", 400, "Select a valid choice"),
    ],
)
def test_what_is_amiss_in_an_address_is_named(client, poll, query, status, said):
    response = client.get(f"/guides/polls/x/?{query}")

    assert response.status_code == status
    assert said in response.content.decode()
    assert b"Task a" in response.content


@pytest.mark.parametrize("vote", ["counted", "again", "enough"])
def test_open_answers_have_no_outcome(client, poll, vote):
    response = client.get(f"/guides/polls/x/?first=a&vote={vote}")

    assert response.context["outcome"] == ""


def test_vote_from_another_site_is_refused(poll):
    answer = vote(RIGHT, origin="http://elsewhere.example")

    assert answer.status_code == 403
    assert not PollVote.objects.exists()


@pytest.mark.parametrize("count", [3, 30])
def test_page_keeps_its_query_budget(client, count, start_worker):
    """One for the poll; with answers one for how readers answered, and those of the two roles’ panels."""
    poll = PollFactory(slug="x", rights=["both"] * count)
    tasks = ",".join(item.responsibility.slug for item in poll.items.all())
    costs = []
    for address in ("/guides/polls/x/", f"/guides/polls/x/?both={tasks}"):
        start_worker()
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        costs.append(len(asked))

    assert costs[0] == 1
    assert costs[1] <= 8


@pytest.mark.parametrize("count", [3, 30])
def test_vote_keeps_its_query_budget(count):
    poll = PollFactory(slug="x", rights=["both"] * count)
    answers = {item.responsibility.slug: "both" for item in poll.items.all()}
    vote(answers, **{"user-agent": "first"})

    with CaptureQueriesContext(connection) as asked:
        answer = vote(answers)

    assert answer.headers["Location"].endswith("vote=counted")
    assert len([q for q in asked if "SAVEPOINT" not in q["sql"]]) <= 8
