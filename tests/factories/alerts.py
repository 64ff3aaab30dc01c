"""Alerts: asked for, and confirmed."""

from datetime import timedelta

import factory
from django.http import QueryDict
from django.utils import timezone
from factory.django import DjangoModelFactory

from jobs.alerts.searches import saved, search_in
from jobs.models import Alert, Subscriber, Told


class SubscriberFactory(DjangoModelFactory[Subscriber]):
    class Meta:
        model = Subscriber
        django_get_or_create = ("email",)

    email = factory.Sequence(lambda n: f"reader-{n}@example.com")


class AskedAlertFactory(DjangoModelFactory[Alert]):
    """A request that nobody has confirmed; `query` is the search, as in an address: of every job if not given."""

    class Meta:
        model = Alert

    class Params:
        query = ""
        email = factory.Sequence(lambda n: f"reader-{n}@example.com")

    subscriber = factory.LazyAttribute(lambda alert: SubscriberFactory(email=alert.email))
    search = factory.LazyAttribute(lambda alert: saved(search_in(QueryDict(alert.query))))
    asked_at = factory.LazyFunction(timezone.now)


class AlertFactory(AskedAlertFactory):
    """Confirmed two days ago, looked for a day ago, and due."""

    confirmed_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=2))
    checked_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=1))
    due_at = factory.LazyFunction(timezone.now)


class ToldFactory(DjangoModelFactory[Told]):
    class Meta:
        model = Told

    alert = factory.SubFactory(AlertFactory)
    subscriber = factory.SelfAttribute("alert.subscriber")
