"""The pages of a guide's past on the desk."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guides import actions
from guides.models import Guide, GuideContent, GuideRevision
from portal.publishing.diff import compare, values_of
from portal.publishing.errors import StaleRevision
from tests.factories.accounts import StaffFactory
from tests.factories.guides import DraftGuideFactory, LiveGuideFactory
from tests.factories.taxonomy import RoleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def author() -> Client:
    client = Client()
    client.force_login(StaffFactory(groups=("author",)))
    return client


def address(page: str, guide: Guide, *numbers: int) -> str:
    return reverse(f"admin:guides_guide_{page}", args=[guide.pk, *numbers])


def save(guide: Guide, **changed: Any) -> GuideRevision:
    values = values_of(guide.revisions.latest("number"), GuideContent) | changed
    base = Guide.objects.get(pk=guide.pk).latest_number
    return actions.save_guide(guide=guide, values=values, by=None, base=base)


def said(answer: Any) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


def test_restoring_adds_a_revision_like_the_old_one_and_loses_none() -> None:
    guide = LiveGuideFactory(title="First", roles=[RoleFactory(slug="ml-engineer")])
    save(guide, title="Second", roles=[])
    person = StaffFactory()

    restored = actions.restore_guide(guide=guide, number=1, by=person, base=2)

    first = guide.revisions.get(number=1)
    assert compare(GuideContent, *(values_of(one, GuideContent) for one in (first, restored))) == []
    assert [(row.number, row.comment) for row in guide.revisions.all()] == [
        (3, "Restored from revision 1"),
        (2, ""),
        (1, ""),
    ]
    assert restored.created_by == person
    guide.refresh_from_db()
    assert guide.live_number == 1


def test_restoring_over_somebody_elses_save_is_refused() -> None:
    guide = DraftGuideFactory()
    save(guide), save(guide)

    with pytest.raises(StaleRevision):
        actions.restore_guide(guide=guide, number=1, by=None, base=2)

    assert guide.revisions.count() == 3


def test_restoring_an_address_that_another_guide_took_is_refused() -> None:
    guide = LiveGuideFactory(slug="first")
    save(guide, slug="second")
    actions.publish_guide(guide=guide, by=None)
    LiveGuideFactory(slug="first")

    with pytest.raises(ValidationError) as refused:
        actions.restore_guide(guide=guide, number=1, by=None, base=2)

    assert refused.value.message_dict == {"slug": ["Another guide already stands at “first”."]}


def test_author_restores_from_the_page_and_readers_see_nothing_of_it(author: Client) -> None:
    guide = LiveGuideFactory(title="First")
    save(guide, title="Second")
    actions.publish_guide(guide=guide, by=None)
    page = address("restore", guide, 1)
    asked = author.get(page)

    answer = author.post(page, {"base": asked.context["form"]["base"].value()}, follow=True)

    assert said(answer) == ["Revision 1 is restored, as revision 3."]
    guide.refresh_from_db()
    assert (guide.title, guide.live_number, guide.latest_number) == ("Second", 2, 3)
    assert list(Guide.objects.to_review()) == [guide]


def test_page_of_restoring_says_when_somebody_saved_meanwhile(author: Client) -> None:
    guide = DraftGuideFactory()
    save(guide)
    base = author.get(address("restore", guide, 1)).context["form"]["base"].value()
    save(guide)

    answer = author.post(address("restore", guide, 1), {"base": base}, follow=True)

    assert "was saved by somebody else after you opened revision 2" in said(answer)[0]
    assert guide.revisions.count() == 3


def test_asking_to_restore_changes_nothing(author: Client) -> None:
    guide = DraftGuideFactory(title="First")
    save(guide, title="Second")

    answer = author.get(address("restore", guide, 1))

    assert [change.label for change in answer.context["changes"]] == ["Title"]
    assert guide.revisions.count() == 2


@pytest.mark.parametrize("query", ["old=1&new=3", "old=live&new=latest", ""])
def test_any_two_revisions_are_compared(author: Client, query: str) -> None:
    guide = LiveGuideFactory(title="First", tldr="It pays.")
    save(guide, tldr="It pays well.")
    save(guide, title="Third")

    answer = author.get(f"{address('compare', guide)}?{query}")

    found = {
        change.label: "".join(block.html for block in change.blocks)
        for change in answer.context["changes"]
    }
    assert found == {
        "Title": "<del>First</del><ins>Third</ins>",
        "In short": "It pays<ins> well</ins>.",
    }


@pytest.mark.parametrize("value", ["0", "3", "9" * 30, "-1", "abc", "", "live"])
def test_comparing_what_is_no_revision_is_refused_in_words(author: Client, value: str) -> None:
    guide = DraftGuideFactory()
    save(guide)

    answer = author.get(address("compare", guide), {"old": value, "new": "2"})

    assert answer.status_code == 400
    assert dict(answer.context["form"].errors) == {
        "old": ["Give a number from 1 to 2, “latest”. Nothing was published yet."]
    }


def test_revision_of_another_guide_is_not_there(author: Client) -> None:
    guide, other = DraftGuideFactory(), DraftGuideFactory()
    save(other)

    for page in ("revision", "restore"):
        assert author.get(address(page, guide, 2)).status_code == 404
        assert author.get(address(page, other, 2)).status_code == 200


def test_old_revision_is_previewed_as_it_was(author: Client) -> None:
    guide = DraftGuideFactory(title="First", body="## Part\n\nThe old text.")
    save(guide, title="Second", body="## Part\n\nThe new text.")

    html = author.get(address("revision", guide, 1)).content.decode()

    assert "<h1>First</h1>" in html
    assert "The old text." in html
    assert "The new text." not in html


def long_history(guide: Guide, upto: int) -> None:
    GuideRevision.objects.bulk_create(
        GuideRevision(item=guide, number=number, topic=guide.topic, author=guide.author)
        for number in range(guide.revisions.count() + 1, upto + 1)
    )
    Guide.objects.filter(pk=guide.pk).update(latest_number=upto)


def test_history_of_a_thousand_revisions_comes_in_pages_at_one_cost(author: Client) -> None:
    guide = LiveGuideFactory()
    costs: list[int] = []
    first: Any = None
    for upto in (30, 1_000):
        long_history(guide, upto)
        with CaptureQueriesContext(connection) as queries:
            first = author.get(address("history", guide))
        costs.append(len(queries))

    last = author.get(f"{address('history', guide)}?page=10")

    assert costs[0] == costs[1]
    pages = [[revision.number for revision in page.context["page"]] for page in (first, last)]
    assert pages == [list(range(1000, 900, -1)), list(range(100, 0, -1))]


def test_change_form_leads_to_the_comparison_with_live(author: Client) -> None:
    edited, same = LiveGuideFactory(), LiveGuideFactory()
    save(edited, title="Later")

    pages = [author.get(address("change", guide)).content.decode() for guide in (edited, same)]

    assert ["?old=live&amp;new=latest" in page for page in pages] == [True, False]
