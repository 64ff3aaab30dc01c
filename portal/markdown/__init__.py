"""Markdown as authors write it. See `rendering`; `directives` is the syntax of panels."""

from portal.markdown.reading import minutes
from portal.markdown.rendering import check_panels_with, render, text_of
from portal.markdown.results import Heading, Level, Link, PanelCall, Problem, Rendered, TextTooLong

__all__ = (
    "Heading",
    "Level",
    "Link",
    "PanelCall",
    "Problem",
    "Rendered",
    "TextTooLong",
    "check_panels_with",
    "minutes",
    "render",
    "text_of",
)
