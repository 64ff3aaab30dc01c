"""People who sign in: staff and recruiters. Readers have no account."""

from collections.abc import Iterator
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import (
    AbstractBaseUser,
    AnonymousUser,
    BaseUserManager,
    PermissionsMixin,
)
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from portal.accounts.kinds import DESK, in_use


def as_stored(email: str) -> str:
    """Addresses are stored in lower case; PostgreSQL's own comparison would take "ı" for "i"."""
    return email.strip().lower()


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=as_stored(username or ""))

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=as_stored(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Whoever runs the site makes one, and vouches for the address."""
        user = self.create_user(
            email, password, **{**fields, "is_staff": True, "is_superuser": True}
        )
        user.emailaddress_set.create(email=user.email, verified=True, primary=True)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """Signs in by e-mail; upper and lower case make no difference."""

    email = models.EmailField(
        "e-mail address",
        unique=True,
        error_messages={"unique": "Somebody already signs in with this e-mail address."},
    )
    name = models.CharField(max_length=120, help_text="As colleagues know this person.")
    is_staff = models.BooleanField(
        "staff", default=False, help_text="May open the admin; what they may do there, groups say."
    )
    is_active = models.BooleanField(
        "active", default=True, help_text="Switch off instead of deleting: history keeps the name."
    )
    date_joined = models.DateTimeField(default=timezone.now, editable=False)
    sessions_ended = models.PositiveIntegerField(
        default=0, editable=False, help_text="How often all sessions were ended at once."
    )

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ("name", "email")
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_any_case",
                violation_error_message="Somebody already signs in with this e-mail address.",
            ),
        )

    def __str__(self) -> str:
        return self.name or self.email

    def clean(self: Self) -> None:
        super().clean()
        self.email = as_stored(self.email)

    @property
    def has_verified_address(self) -> bool:
        """Whether a letter to the address that they sign in with has reached them."""
        return self.emailaddress_set.filter(email=self.email, verified=True).exists()

    def get_session_auth_hash(self) -> str:
        return super().get_session_auth_hash() + self._round

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        for earlier in super().get_session_auth_fallback_hash():
            yield earlier + self._round

    @property
    def _round(self) -> str:
        """Sessions of an earlier round are over, whoever holds them."""
        return f".{self.sessions_ended}" if self.sessions_ended else ""

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def usable(self) -> Self:
        """Neither revoked nor run out, of somebody who may still use a token of its kind."""
        return self.filter(
            in_use(), revoked_at=None, expires_at__gt=timezone.now(), owner__is_active=True
        )

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """One’s own; superusers see everybody’s."""
        if user.is_active and user.is_superuser:
            return self.all()
        return self.filter(owner=user.pk) if user.is_active and user.is_staff else self.none()


class ApiToken(models.Model):
    """Lets a program act for somebody. Of the secret only a digest is kept: it is shown once."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=80, help_text="What uses it: “Import from the wiki”.")
    kind = models.CharField(max_length=16, default=DESK, editable=False)
    prefix = models.CharField(max_length=16, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(editable=False)
    last_used_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = "API token"
        ordering = ("-created_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")),
                name="token_expires_later",
                violation_error_message="A token runs out after it was made.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    @property
    def scope_names(self) -> frozenset[str]:
        return frozenset(scope.name for scope in self.scopes.all())


class TokenScope(models.Model):
    """One thing that a token may be used for; `portal.accounts.scopes` knows what there is."""

    token = models.ForeignKey(ApiToken, models.CASCADE, related_name="scopes")
    name = models.CharField(max_length=40)

    class Meta:
        constraints = (models.UniqueConstraint("token", "name", name="token_scope_once"),)

    def __str__(self) -> str:
        return self.name
