from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from guides.models import Author, Guide, GuideContent, GuideRevision, Topic
from guides.rendering import render_guide
from portal.publishing.models import Status, content_fields
from tests.factories.taxonomy import RoleFactory


class TopicFactory(DjangoModelFactory[Topic]):
    class Meta:
        model = Topic
        django_get_or_create = ("slug",)

    slug = "pay"
    name = factory.LazyAttribute(lambda topic: topic.slug.replace("-", " ").capitalize())
    description = "What the work is paid, and why."


class AuthorFactory(DjangoModelFactory[Author]):
    class Meta:
        model = Author
        django_get_or_create = ("slug",)

    slug = "mara-veld"
    name = factory.LazyAttribute(lambda author: author.slug.replace("-", " ").title())
    role_line = "Salaries editor"
    bio = "Reads pay reports so that others need not."


class DraftGuideFactory(DjangoModelFactory[Guide]):
    """A guide that was never public, with its first revision."""

    class Meta:
        model = Guide
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Guide {n}")
    slug = factory.Sequence(lambda n: f"guide-{n}")
    standfirst = "What it is and what it pays."
    tldr = "It pays.\nIt takes work."
    body = "## First part\n\nSome text.\n\n## Second part\n\nMore text."
    topic = factory.SubFactory(TopicFactory)
    author = factory.SubFactory(AuthorFactory)
    latest_number = 1

    @factory.post_generation
    def roles(self, create: bool, roles: list[Any] | None, **kwargs: Any) -> None:
        guide: Any = self
        chosen = [RoleFactory(slug="ai-engineer")] if roles is None else roles
        guide.roles.set(chosen)
        columns = {name: getattr(guide, name) for name in content_fields(GuideContent)}
        revision = GuideRevision.objects.create(item=guide, number=1, **columns)
        revision.roles.set(chosen)


class LiveGuideFactory(DraftGuideFactory):
    """Public since yesterday."""

    status = Status.PUBLISHED
    published_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=1))
    changed_at = factory.SelfAttribute("published_at")
    live_number = 1

    @factory.post_generation
    def rendered(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        guide: Any = self
        for name, value in render_guide(guide).columns().items():
            setattr(guide, name, value)
        guide.save()


class ScheduledGuideFactory(LiveGuideFactory):
    """Public from tomorrow."""

    published_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=1))


class EndedGuideFactory(LiveGuideFactory):
    """Was public until an hour ago."""

    unpublish_at = factory.LazyFunction(lambda: timezone.now() - timedelta(hours=1))


class SubmittedGuideFactory(DraftGuideFactory):
    status = Status.IN_REVIEW


class ReturnedGuideFactory(DraftGuideFactory):
    status = Status.RETURNED


class ClosedGuideFactory(LiveGuideFactory):
    """Was public and was taken off the site."""

    status = Status.CLOSED


class ArchivedGuideFactory(ClosedGuideFactory):
    """Was taken off the site and put away."""

    archived_at = factory.LazyFunction(timezone.now)
