"""Settings of the portal, read from the environment (docs/operations.md lists the variables).

With `DEBUG` off the process refuses to start while a setting is unsafe, and says which.
"""

from pathlib import Path
from urllib.parse import urlsplit

import django_stubs_ext
import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

from portal.entrance import *  # noqa: F403  # what django-allauth reads
from portal.production import refuse_unsafe
from portal.services import api_description, database, mailers, tasks

django_stubs_ext.monkeypatch()  # lets `ModelAdmin[Guide]` and the like be written where Django has no generics

BASE_DIR = Path(__file__).resolve().parent.parent
(BASE_DIR / "var").mkdir(exist_ok=True)
env = environ.Env()
env.read_env(BASE_DIR / ".env")

DEBUG = env.bool("DEBUG", default=False)
SITE_NAME = env("SITE_NAME", default="Rolebook")
# Where readers find the site: absolute links in feeds, sitemaps and mail come from it, never from the Host header.
SITE_URL = env("SITE_URL", default="http://localhost:8000" if DEBUG else "").rstrip("/")
_site = urlsplit(SITE_URL)

SECRET_KEY = env("SECRET_KEY", default="")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if DEBUG else []
)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
API_RATE = env("API_RATE", default="600/min")
MEDIA_STORAGE = env("MEDIA_STORAGE", default="django.core.files.storage.FileSystemStorage")
MAILERS = mailers(env, debug=DEBUG)
# On one's own machine only: webhooks may lead to http and into the house.
PRIVATE_WEBHOOKS = DEBUG and env.bool("PRIVATE_WEBHOOKS", default=False)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("MAIL_FROM", default="portal@localhost" if DEBUG else "")

if not DEBUG:
    refuse_unsafe(
        secret_keys=(SECRET_KEY, *SECRET_KEY_FALLBACKS),
        allowed_hosts=ALLOWED_HOSTS,
        site_url=SITE_URL,
        database_url=env("DATABASE_URL", default=""),
        api_rate=API_RATE,
        media_storage=MEDIA_STORAGE,
        mail_from=DEFAULT_FROM_EMAIL,
        mailer=MAILERS["default"],
    )
elif not SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY is not set: `make run` writes one to .env")

INSTALLED_APPS = [
    "portal",
    "portal.accounts",
    "portal.taxonomy",
    "portal.publishing",
    "portal.search",
    "portal.panels",
    "portal.pictures",
    "portal.site",
    "portal.mail",
    "portal.api",
    "guides",
    "salaries",
    "jobs",
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "simple_history",
    "django_htmx",
    "django_tasks_db",
    "rest_framework",
    "drf_spectacular",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django_http_compression.middleware.HttpCompressionMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "portal.freshness.middleware.PrivateUnlessPublic",
    "portal.api.input.RefuseHostileInput",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "environment": "portal.jinja.environment",
            "context_processors": ["portal.site.context.site"],
        },
    },
    {  # What the other one doesn't find: the desk (templates/admin) and form fields.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # widgets of ours lie in templates/

DATABASES = {"default": database(env, usual=f"sqlite:///{BASE_DIR / 'var/db.sqlite3'}")}
CACHES = {"default": env.cache("CACHE_URL", default="locmemcache://portal")}
TASKS = tasks(env)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "loggers": {"django.tasks": {"level": "WARNING"}},  # not each task that went well
}

STORAGES = {
    "default": {"BACKEND": MEDIA_STORAGE, "OPTIONS": env.json("MEDIA_STORAGE_OPTIONS", default={})},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "var/static"
MEDIA_URL = "media/"
MEDIA_ROOT = env("MEDIA_ROOT", default=str(BASE_DIR / "var/media"))

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "accounts:home"
LOGOUT_REDIRECT_URL = "site:home"
# Whether staff work at the desk only after a second factor in the same session.
STAFF_TWO_FACTOR = env.bool("STAFF_TWO_FACTOR", default=not DEBUG)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{check}Validator"}
    for check in ("UserAttributeSimilarity", "MinimumLength", "CommonPassword", "NumericPassword")
]
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = _site.scheme == "https"
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=365 * 24 * 3600) if not DEBUG else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = env.bool("HSTS_SUBDOMAINS", default=False)
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_CSP = {
    **{key: [CSP.NONE] for key in ("default-src", "base-uri", "frame-ancestors")},
    **{key: [CSP.SELF] for key in ("script-src", "style-src", "font-src", "connect-src")},
    "form-action": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
}

TIME_ZONE = "UTC"
USE_I18N = False  # one language: nothing is looked up in catalogs

# Finished public pages are kept in each worker's memory (bytes); 0 keeps none.
PAGE_CACHE_BYTES = env.int("PAGE_CACHE_BYTES", default=0 if DEBUG else 64 * 1024 * 1024)
# A public page that looks at the session or sets a cookie is an error here; live, it is only not kept.
STRICT_PUBLIC_PAGES = env.bool("STRICT_PUBLIC_PAGES", default=DEBUG)

REST_FRAMEWORK = {
    "DEFAULT_PARSER_CLASSES": ["portal.api.input.StrictJSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PAGINATION_CLASS": "portal.api.pagination.Cursor",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_RATES": {"anon": API_RATE},
    "EXCEPTION_HANDLER": "portal.api.problems.as_problem",
    "UNAUTHENTICATED_USER": None,
    "NUM_PROXIES": env.int("NUM_PROXIES", default=0),
}
SPECTACULAR_SETTINGS = api_description(SITE_NAME)
