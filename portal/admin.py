"""Pages of the desk that belong to no app."""

from portal.calendar import views
from portal.desk import desk

desk.page("calendar/", views.month, "calendar")
desk.page("calendar/day/", views.on_day, "calendar-day")
