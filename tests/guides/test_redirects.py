"""Old addresses on the desk, and where they lead readers."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from guides import actions
from guides.models import FormerGuideSlug, Guide, GuideContent
from portal.publishing.models import content_fields
from tests.factories.accounts import StaffFactory
from tests.factories.guides import (
    ClosedGuideFactory,
    DraftGuideFactory,
    LiveGuideFactory,
    ScheduledGuideFactory,
)

pytestmark = pytest.mark.django_db
LIST = "/admin/guides/formerguideslug/"


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(StaffFactory(name="Eddy", groups=("editor",)))
    return client


def add(client: Client, slug: str, guide: Guide) -> Any:
    return client.post(f"{LIST}add/", {"slug": slug, "guide": guide.pk}, follow=True)


def errors(answer: Any) -> dict[str, list[str]]:
    return dict(answer.context["adminform"].form.errors) if "adminform" in answer.context else {}


def opened(slug: str) -> tuple[int, str]:
    answer = Client().get(reverse("guides:detail", args=[slug]))
    return answer.status_code, answer.headers.get("Location", "")


def test_address_added_by_hand_leads_to_the_guide_at_once(editor: Client) -> None:
    guide = LiveGuideFactory(slug="pay-in-2026")
    before = opened("pay")

    add(editor, "pay", guide)

    assert before == (404, "")
    assert opened("pay") == (301, "/guides/pay-in-2026/")


def test_address_that_was_deleted_leads_nowhere_at_once(editor: Client) -> None:
    former = FormerGuideSlug.objects.create(slug="pay", guide=LiveGuideFactory())

    editor.post(f"{LIST}{former.pk}/delete/", {"post": "yes"})

    assert opened("pay") == (404, "")


@pytest.mark.parametrize("factory", [LiveGuideFactory, ScheduledGuideFactory])
def test_address_of_a_published_guide_is_refused(editor: Client, factory: Any) -> None:
    factory(slug="taken", title="Here")

    answer = add(editor, "taken", LiveGuideFactory())

    assert errors(answer) == {"slug": ["“Here” stands at this address itself."]}
    assert not FormerGuideSlug.objects.exists()


def test_own_address_of_the_guide_is_refused(editor: Client) -> None:
    guide = LiveGuideFactory(slug="round", title="Round")

    assert errors(add(editor, "round", guide)) == {
        "slug": ["“Round” stands at this address itself."]
    }


@pytest.mark.parametrize("slug", ["feed", "topics", "roles", "authors"])
def test_address_of_another_page_is_refused(editor: Client, slug: str) -> None:
    guide = LiveGuideFactory()

    answer = add(editor, slug, guide)

    said = "This address belongs to another part of the site."
    assert said in str(errors(answer))
    with pytest.raises(IntegrityError), transaction.atomic():
        FormerGuideSlug.objects.create(slug=slug, guide=guide)


def test_address_that_leads_somewhere_is_refused(editor: Client) -> None:
    FormerGuideSlug.objects.create(slug="pay", guide=LiveGuideFactory())

    answer = add(editor, "pay", LiveGuideFactory())

    assert "This address already leads somewhere: change that entry." in str(errors(answer))


def test_address_of_a_guide_taken_down_leads_to_another_until_it_comes_back(editor: Client) -> None:
    old, new = ClosedGuideFactory(slug="old"), LiveGuideFactory(slug="new")
    add(editor, "old", new)
    between = opened("old")

    actions.publish_guide(guide=old, by=None)

    assert between == (301, "/guides/new/")
    assert opened("old") == (200, "")
    assert not FormerGuideSlug.objects.exists()


def test_old_address_never_wins_over_the_guide_that_has_it() -> None:
    there = LiveGuideFactory(slug="there")
    FormerGuideSlug.objects.create(slug="there", guide=LiveGuideFactory())

    assert opened(there.slug) == (200, "")


def test_old_address_follows_every_later_change_in_one_hop(editor: Client) -> None:
    guide = LiveGuideFactory(slug="first")
    add(editor, "oldest", guide)

    for number, slug in enumerate(("second", "third"), start=1):
        values = {name: getattr(guide, name) for name in content_fields(GuideContent)}
        values |= {"slug": slug, "roles": []}
        actions.save_guide(guide=guide, values=values, by=None, base=number)
        actions.publish_guide(guide=guide, by=None)

    assert {slug: opened(slug) for slug in ("oldest", "first", "second")} == dict.fromkeys(
        ("oldest", "first", "second"), (301, "/guides/third/")
    )


def test_address_is_led_elsewhere_but_not_renamed(editor: Client) -> None:
    former = FormerGuideSlug.objects.create(slug="pay", guide=LiveGuideFactory())
    other = LiveGuideFactory(slug="other")

    editor.post(f"{LIST}{former.pk}/change/", {"slug": "renamed", "guide": other.pk})

    former.refresh_from_db()
    assert (former.slug, former.guide, str(former.by)) == ("pay", other, "Eddy")
    assert opened("pay") == (301, "/guides/other/")


def test_list_says_where_each_address_leads(editor: Client) -> None:
    live = LiveGuideFactory(slug="now", title="Now")
    FormerGuideSlug.objects.create(slug="was", guide=live)
    FormerGuideSlug.objects.create(slug="lost", guide=DraftGuideFactory(title="Draft"))

    html = editor.get(LIST).content.decode()
    rows = {
        leads: [str(row) for row in editor.get(f"{LIST}?leads={leads}").context["cl"].queryset]
        for leads in ("somewhere", "nowhere")
    }

    assert '<a href="/guides/now/">Now</a>' in html
    assert "nowhere: “Draft” is not on the site" in html
    assert rows == {"somewhere": ["was"], "nowhere": ["lost"]}


def test_list_costs_the_same_with_one_address_and_with_30(
    editor: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        FormerGuideSlug.objects.create(slug=f"old-{number}", guide=LiveGuideFactory())

    with django_assert_max_num_queries(12):
        editor.get(LIST)


def test_author_finds_no_redirects(editor: Client) -> None:
    client = Client()
    client.force_login(StaffFactory(groups=("author",)))

    assert [each.get(LIST).status_code for each in (editor, client)] == [200, 403]
