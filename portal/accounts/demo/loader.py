"""Accounts to try every kind of staff with. Made only with DEBUG, where the password may be known."""

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from portal.accounts.actions import vouch_for
from portal.accounts.models import User
from portal.demo import Step

order = 0
PASSWORD: Final = "try-the-portal"


@dataclass(frozen=True)
class Person:
    email: str
    name: str
    group: str
    can: str
    is_staff: bool = True
    is_superuser: bool = False


def people() -> list[Person]:
    return [
        Person("staff@example.org", "Sam Okafor", "", "everything (admin)", is_superuser=True),
        Person("editor@example.org", "Edith Marsh", "editor", "publishes guides (admin)"),
        Person("author@example.org", "Ari Lindqvist", "author", "writes guides (admin)"),
        Person("moderator@example.org", "Mo Castell", "moderator", "approves jobs (admin)"),
        Person("analyst@example.org", "Ana Petrov", "analyst", "keeps salary figures (admin)"),
        Person(
            "recruiter@example.org",
            "Rex Huang",
            "",
            "own company’s listings (/hire/)",
            is_staff=False,
        ),
        Person(
            "colleague@example.org",
            "Noa Brandt",
            "",
            "same company, not its owner (/hire/)",
            is_staff=False,
        ),
    ]


def load(step: Step) -> None:
    if not settings.DEBUG:
        return
    step("Accounts")
    missing = [one for one in people() if not User.objects.filter(email=one.email).exists()]
    password = make_password(PASSWORD) if missing else ""  # takes its time, and is the same for all
    for person in missing:
        user = User.objects.create_user(person.email, name=person.name)
        user.is_staff, user.is_superuser = person.is_staff, person.is_superuser
        user.password = password
        user.save()
        vouch_for(user)
        user.groups.set(Group.objects.filter(name=person.group))
