from typing import Any

import factory
from django.contrib.auth.models import Group
from factory.django import DjangoModelFactory

from portal.accounts.models import User


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"Person {n}")
    password = factory.django.Password("correct horse battery")


class StaffFactory(UserFactory):
    """Signs in to the admin; `groups=("editor",)` gives rights."""

    is_staff = True

    @factory.post_generation
    def groups(self, create: bool, names: tuple[str, ...] | None, **kwargs: Any) -> None:
        for name in names or ():
            self.groups.add(Group.objects.get(name=name))


class SuperuserFactory(UserFactory):
    is_staff = True
    is_superuser = True
