"""The editors' desk: guides with their revisions, topics and bylines."""

from guides.admin.filing import AuthorAdmin, TopicAdmin
from guides.admin.guides import GuideAdmin

__all__ = ["AuthorAdmin", "GuideAdmin", "TopicAdmin"]
