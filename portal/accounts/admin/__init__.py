"""The desk's pages of people and of their tokens."""

from portal.accounts.admin.people import GroupAdmin, UserAdmin
from portal.accounts.admin.tokens import ApiTokenAdmin

__all__ = ["ApiTokenAdmin", "GroupAdmin", "UserAdmin"]
