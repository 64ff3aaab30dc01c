"""The parameters of the lists."""

from portal.paging import PageForm


class GuideListForm(PageForm):
    """Guides are listed by topic, role or author at addresses of their own; only the page is a choice."""
