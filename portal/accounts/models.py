"""People who sign in: staff and recruiters. Readers have no account."""

from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone


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
        return self.create_user(
            email, password, **{**fields, "is_staff": True, "is_superuser": True}
        )


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

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]
