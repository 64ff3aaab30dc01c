"""Dated copies of the whole published set, which never change."""

from salaries.snapshots.taking import take_monthly, take_snapshot

__all__ = ("take_monthly", "take_snapshot")
