"""Figures by role, level, place, workplace and year: a headline, charts and every row of a choice."""
