"""Django's settings for the workbench; what differs from machine to machine is in :mod:`lotgate.web.environment`."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any

import dj_database_url
from django.utils.translation import gettext_lazy as _

from lotgate.web.environment import Environment

ENVIRONMENT = Environment.of(os.environ)

SECRET_KEY = ENVIRONMENT.secret
AUDIT_KEY = ENVIRONMENT.audit_key
AUDIT_ANCHOR = ENVIRONMENT.data / "audit.anchor"
DEBUG = False
ALLOWED_HOSTS = [ENVIRONMENT.host, "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [ENVIRONMENT.base_url]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "django_tasks",
    "django_tasks_db",
    "django_htmx",
    "csp",
    "axes",
    "lotgate.store",
    "lotgate.web.layout",
    "lotgate.web.accounts",
    "lotgate.web.inbox",
    "lotgate.web.audit",
    "lotgate.web.standards",
    "lotgate.web.review",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "lotgate.web.accounts.sessions.SessionEnds",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "lotgate.web.accounts.middleware.AccountLanguage",
    "lotgate.web.accounts.temporary.TemporaryPassword",
    "django.contrib.messages.middleware.MessageMiddleware",
    "lotgate.web.layout.middleware.BoundedBody",
    "lotgate.web.layout.middleware.Parts",
    "django_htmx.middleware.HtmxMiddleware",
    "lotgate.web.layout.middleware.DomainErrors",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "lotgate.web.urls"
WSGI_APPLICATION = "lotgate.web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "lotgate.web.layout.context.navigation",
            ],
        },
    },
]


def _database() -> dict[str, Any]:
    database: dict[str, Any] = dict(dj_database_url.parse(ENVIRONMENT.database_url, conn_max_age=60))
    if database["ENGINE"] == "django.db.backends.sqlite3":
        # WAL lets readers and the one writer work at once; IMMEDIATE makes writers queue instead of failing.
        pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000;"
        database["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas}
    return database


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STORAGE = ENVIRONMENT.data / "storage"
"""Originals, page pictures and page words."""
UPLOAD_BYTES = ENVIRONMENT.upload_bytes

AUTH_USER_MODEL = "store.Account"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "printed_name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = LOGIN_URL
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=5)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_CALLABLE = "lotgate.web.accounts.sign_ins.counted_name"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "password", "old", "repeated"]
"""Fields that are neither logged nor kept beside a refused password; the last two are those of one's own account."""
AXES_LOCKOUT_TEMPLATE = "accounts/locked_out.html"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LANGUAGE_CODE = ENVIRONMENT.language
LANGUAGES = [("en", _("English")), ("zh-hans", _("Chinese"))]
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("TZ") or "UTC"

STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
"""Files are served out of the package: there is no collecting step to forget."""
WHITENOISE_ALLOW_ALL_ORIGINS = False

FORM_RENDERER = "lotgate.web.layout.forms.FormRenderer"
CSRF_FAILURE_VIEW = "lotgate.web.layout.failures.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
"""The form of a standard has thirteen a characteristic."""
REQUEST_BYTES = UPLOAD_BYTES + 2**20
"""Of a request's body: one file of the largest size, and the fields beside it."""
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.secure
SESSION_IDLE = timedelta(minutes=30)
SESSION_LONGEST = timedelta(hours=12)
SESSION_COOKIE_AGE = int(SESSION_LONGEST.total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SECURE_SSL_REDIRECT = ENVIRONMENT.secure
SECURE_REDIRECT_EXEMPT = [r"^health$"]
"""Asked from within the machine, where nobody speaks HTTPS."""
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.secure else None
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if ENVIRONMENT.secure else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = ENVIRONMENT.secure
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
