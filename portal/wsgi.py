"""What a WSGI server runs: finished public pages first, then Django."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

_django = get_wsgi_application()

# These need the apps to be loaded.
from portal.api.input import ReadableRequest  # noqa: E402
from portal.freshness.wsgi import PublicPages  # noqa: E402

_django.request_class = ReadableRequest
application = PublicPages(_django, limit=settings.PAGE_CACHE_BYTES)
