from datetime import timedelta
from secrets import token_urlsafe
from typing import Any

import factory
from django.contrib.auth.models import Group
from django.utils import timezone
from factory.django import DjangoModelFactory

from portal.accounts.models import ApiToken, TokenScope, User
from portal.accounts.scopes import all_scopes
from portal.accounts.tokens import digest_of


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"Person {n}")
    password = factory.django.Password("correct horse battery")

    @factory.post_generation
    def is_verified(self, create: bool, is_verified: bool | None, **kwargs: Any) -> None:
        """`is_verified=False`: no letter has reached them yet."""
        person: Any = self
        person.emailaddress_set.create(
            email=person.email, primary=True, verified=is_verified is not False
        )


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


class TokenFactory(DjangoModelFactory[ApiToken]):
    """In force; `secret` is what a program sends. It may have scopes that its owner has no right to."""

    class Meta:
        model = ApiToken
        skip_postgeneration_save = True
        exclude = ("secret",)

    secret = factory.LazyFunction(lambda: f"rbk_{token_urlsafe(32)}")
    owner = factory.SubFactory(StaffFactory)
    name = "Import"
    prefix = factory.LazyAttribute(lambda token: token.secret[:12])
    digest = factory.LazyAttribute(lambda token: digest_of(token.secret))
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=30))

    @factory.post_generation
    def scopes(self, create: bool, names: tuple[str, ...] | None, **kwargs: Any) -> None:
        chosen = [scope.name for scope in all_scopes()] if names is None else names
        token: Any = self
        TokenScope.objects.bulk_create(TokenScope(token=token, name=name) for name in chosen)


def secret_of(owner: User, **given: Any) -> str:
    """The secret of a new token of theirs, with all scopes unless told."""
    secret = f"rbk_{token_urlsafe(32)}"
    TokenFactory(owner=owner, secret=secret, **given)
    return secret
