"""Settings, one file, read from the environment; a wrong one is said in one sentence.

DATABASE_URL, CELERY_BROKER_URL, SECRET_KEY, ALLOWED_HOSTS, CSRF_TRUSTED_ORIGINS, HTTPS,
NUM_PROXIES, DEBUG, LOG_LEVEL, TIME_ZONE, TRACKER_HOME, STATIC_ROOT, WEB_CONCURRENCY,
TRACKER_TWO_FACTOR, AUDIT_ANCHORS, API_RATES, ANSWERS_KEPT: README.md says what each is for. With
none of them set the embedded PostgreSQL serves as database and queue, and this machine alone is
answered.
"""

import contextlib
import os
import sys
import zoneinfo
from datetime import timedelta
from pathlib import Path
from typing import Any

import dj_database_url
import psycopg
from csp.constants import NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from django.templatetags.static import static
from django.urls import reverse_lazy
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from tracker import postgres


BASE_DIR = Path(__file__).resolve().parent.parent
TESTING = "pytest" in sys.modules
HOME = Path(os.environ.get("TRACKER_HOME") or BASE_DIR / "var").absolute()
if TESTING:
    HOME = HOME / "test"  # a tracker that is running is never touched


def flag(name: str, *, default: bool) -> bool:
    """A yes-or-no setting."""
    words = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    said = os.environ.get(name) or str(default)
    if said.lower() not in words:
        raise ImproperlyConfigured(f"{name} is {said!r}; set it to true or false.")
    return words[said.lower()]


def number(name: str, *, default: int) -> int:
    """A whole number, zero or more."""
    said = os.environ.get(name) or str(default)
    if not said.isdecimal():
        raise ImproperlyConfigured(
            f"{name} is {said!r}; set it to a whole number, such as {default}."
        )
    return int(said)


def several(name: str, *, default: str = "") -> list[str]:
    """A list, separated by commas."""
    said = os.environ.get(name) or default
    return [each.strip() for each in said.split(",") if each.strip()]


DEBUG = flag("DEBUG", default=False)
EMBEDDED = not os.environ.get("DATABASE_URL")  # PostgreSQL from the wheel, in HOME
WEB_CONCURRENCY = number("WEB_CONCURRENCY", default=2)  # processes that answer: tracker.serving
if WEB_CONCURRENCY == 0:
    raise ImproperlyConfigured("WEB_CONCURRENCY is 0; set it to 1 or more.")
HTTPS = flag("HTTPS", default=not (EMBEDDED or TESTING))


def own_secret() -> str:
    """The signing key: from SECRET_KEY, or for this machine alone one made once and kept."""
    if said := os.environ.get("SECRET_KEY"):
        if len(said) < 32:
            raise ImproperlyConfigured(
                f"SECRET_KEY has {len(said)} characters; set it to a random text of 32 or more."
            )
        return said
    if HTTPS:
        raise ImproperlyConfigured(
            "SECRET_KEY is not set; set it to a long random text that only this server knows."
        )
    kept = HOME / "secret_key"
    try:
        if not kept.exists():
            HOME.mkdir(mode=0o700, parents=True, exist_ok=True)
            fresh = kept.with_suffix(f".{os.getpid()}")
            fresh.touch(mode=0o600)
            fresh.write_text(get_random_secret_key())
            with contextlib.suppress(FileExistsError):
                os.link(fresh, kept)  # whoever comes first wins, whole
            fresh.unlink()
        return kept.read_text()
    except OSError as error:
        raise ImproperlyConfigured(
            f"{kept} cannot be read or written ({error.strerror}): give yourself that folder, or "
            "set TRACKER_HOME to one that can be written."
        ) from error


SECRET_KEY = own_secret()
ALLOWED_HOSTS = several("ALLOWED_HOSTS", default="127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = several("CSRF_TRUSTED_ORIGINS")
for origin in CSRF_TRUSTED_ORIGINS:
    if not origin.startswith(("http://", "https://")):
        raise ImproperlyConfigured(
            f"CSRF_TRUSTED_ORIGINS has {origin!r}; give each with its scheme, as https://{origin}."
        )

INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "tracker.site.SiteConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
    "csp",
    "tracker",
    "compliance",
]
MIDDLEWARE = [
    "tracker.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tracker.outage.OutageMiddleware",  # static files are served without the database
    "tracker.policies.PolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "tracker.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "tracker.entrance.EntranceMiddleware",
    "tracker.acting.ActingMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "tracker.urls"
WSGI_APPLICATION = "tracker.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "compliance.web.filters",
                "django.templatetags.i18n",
                "django.templatetags.l10n",
            ],
            "libraries": {
                "desk": "compliance.admin.drawing",
                "frame": "compliance.admin.frame",
            },
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# One engine everywhere: PostgreSQL 15 or later.
DATABASE_URL = os.environ.get("DATABASE_URL") or postgres.url(HOME)
if not DATABASE_URL.startswith(("postgres://", "postgresql://")):
    raise ImproperlyConfigured(
        "DATABASE_URL names no PostgreSQL; give postgresql://USER:PASSWORD@HOST:PORT/NAME."
    )
try:
    DATABASES = {
        "default": dj_database_url.parse(
            DATABASE_URL, engine="tracker.database", conn_max_age=60, conn_health_checks=True
        )
    }
    CONNINFO = make_conninfo(**dict[str, Any](conninfo_to_dict(DATABASE_URL)))
except (ValueError, psycopg.ProgrammingError) as error:
    raise ImproperlyConfigured(
        "DATABASE_URL cannot be read; give postgresql://USER:PASSWORD@HOST:PORT/NAME."
    ) from error
DATABASES["default"]["OPTIONS"] = {
    **DATABASES["default"].get("OPTIONS", {}),
    "connect_timeout": 2,  # tracker.outage counts on it
    "options": "-c statement_timeout=15000 -c idle_in_transaction_session_timeout=60000",
    "prepare_threshold": 5,  # for what asks by `queries.tables.asked_again` alone
}
if TESTING:
    # Two test runs beside each other, and each its own database.
    DATABASES["default"]["TEST"] = {"NAME": f"test_tracker_{os.getpid()}"}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The queue: inside the same PostgreSQL unless a broker is named. Rows are the truth, a message
# only says "look now" (docs/decisions), so nothing is lost with it.
CELERY_BROKER_URL = os.environ.get("CELERY_BROKER_URL") or (
    "memory://" if TESTING else "pgmq://localhost"
)
BROKERS = ("pgmq://", "redis://", "rediss://", "amqp://", "amqps://", "memory://")
if not CELERY_BROKER_URL.startswith(BROKERS):
    raise ImproperlyConfigured(
        "CELERY_BROKER_URL is of no kind known here; give redis://HOST:6379/0 or "
        "amqp://USER:PASSWORD@HOST:5672//, or leave it out."
    )
VISIBLE_AGAIN_S = 300  # longer than the longest task
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {"visibility_timeout": VISIBLE_AGAIN_S}
if CELERY_BROKER_URL.startswith("pgmq"):
    CELERY_BROKER_TRANSPORT = "tracker.queue:Transport"
    CELERY_BROKER_TRANSPORT_OPTIONS |= {
        "conn_string": CONNINFO,  # pgmq misreads URLs
        "init_extension": False,  # the schema comes as plain SQL: tracker.queue
        "use_notify": True,
        "notify_throttle_interval_ms": 0,
        "wait_time_seconds": 0,
        "pool_size": 2,
    }
elif CELERY_BROKER_URL.startswith("redis"):
    CELERY_BROKER_TRANSPORT = "tracker.queue:RedisTransport"
    # kombu looks for lost messages every 10 x 10 s unless told otherwise
    CELERY_BROKER_TRANSPORT_OPTIONS |= {
        "unacked_restore_interval": 1,
        "unacked_restore_throttle": 1,
    }
elif CELERY_BROKER_URL.startswith("amqp"):
    # Replicated where RabbitMQ is a cluster. A name of our own: a queue keeps the type that it
    # was made with, and "celery" may be there as a classic one. Celery tells by the type that
    # there is no global QoS, and delays (nothing here is delayed) go by a topic exchange.
    CELERY_TASK_DEFAULT_QUEUE = "tracker"
    CELERY_TASK_DEFAULT_QUEUE_TYPE = "quorum"
    CELERY_TASK_DEFAULT_EXCHANGE_TYPE = "topic"
    CELERY_TASK_DEFAULT_ROUTING_KEY = "tracker"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SOFT_TIME_LIMIT = 90
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False  # pgmq has no fanout that answers
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULER = "tracker.beat:Scheduler"
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 2, "interval_start": 0.1, "interval_max": 0.5}
CELERY_TIMEZONE = "UTC"

# FETCH_ALLOWED_HOSTS: hosts that may be fetched though they are not public ("127.0.0.1:8123"): for
# tests, off. FETCH_PAUSE_S: seconds between two requests to one host; unset, two seconds, and none
# for the hosts allowed here, which are our own.
# FETCH_AGENT: by what name we ask, for those who want to know who reads them.
FETCH_AGENT = os.environ.get("FETCH_AGENT") or (
    "sanctions-tracker/0.1 (reads public reports on UN sanctions)"
)
FETCH_PAUSE_S = number("FETCH_PAUSE_S", default=2) if os.environ.get("FETCH_PAUSE_S") else None
FETCH_ALLOWED_HOSTS = [h for h in os.environ.get("FETCH_ALLOWED_HOSTS", "").split(",") if h]

# PNG and PDF are kept by the digest of what they were made of, 500 at most: a folder that can be
# emptied at any time.
# Answers to whoever is not signed in are kept in each process until something is written that
# one of them shows (docs/decisions/0016): so many, 0 for none.
ANSWERS_KEPT = number("ANSWERS_KEPT", default=200)
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "answers": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "answers",
        "TIMEOUT": 3600,
        "OPTIONS": {"MAX_ENTRIES": ANSWERS_KEPT},
    },
    "pictures": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": HOME / "pictures",
        "TIMEOUT": 30 * 86_400,
        "OPTIONS": {"MAX_ENTRIES": 500},
    },
}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
# Five wrong passwords for a name from an address, and both wait a quarter of an hour; the count is
# in the database, so every process knows it.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_HTTP_RESPONSE_CODE = 429
AXES_LOCKOUT_TEMPLATE = "admin/locked_out.html"
AXES_CLIENT_IP_CALLABLE = "tracker.acting.address"
AXES_ENABLE_ADMIN = False
AXES_DISABLE_ACCESS_LOG = True  # the audit says who signed in
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "otp_token"]
AXES_VERBOSE = False
# The second factor of those who work at the desk: offered, or required before anything else.
TWO_FACTOR = (os.environ.get("TRACKER_TWO_FACTOR") or "offered").lower()
if TWO_FACTOR not in ("offered", "required"):
    raise ImproperlyConfigured(
        f"TRACKER_TWO_FACTOR is {TWO_FACTOR!r}; set it to offered or required."
    )
OTP_TOTP_ISSUER = "Sanctions tracker"
OTP_ADMIN_HIDE_SENSITIVE_DATA = True
LOGIN_REDIRECT_URL = "admin:index"  # where a way on that leads elsewhere is refused

# The desk, the API and what is kept are in English; the pages are in each of these, named by
# the first part of their address (/fr/). English has none.
LANGUAGE_CODE = "en-gb"
LANGUAGES = [
    ("en-gb", "English"),
    ("fr", "Français"),
    ("ko", "한국어"),
    ("zh-hans", "中文"),
    ("ar", "العربية"),
]
TIME_ZONE = os.environ.get("TIME_ZONE") or "UTC"
try:
    zoneinfo.ZoneInfo(TIME_ZONE)
except (zoneinfo.ZoneInfoNotFoundError, ValueError) as error:
    raise ImproperlyConfigured(
        f"TIME_ZONE is {TIME_ZONE!r}; give a name of the time zone database, as Europe/Vienna."
    ) from error
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["tracker.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT") or HOME / "static")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG or TESTING

# Pages load nothing from elsewhere and run no script of a page; the admin's theme (Alpine)
# evaluates expressions and writes styles, so the admin has a policy of its own: tracker.policies.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}
ADMIN_CONTENT_SECURITY_POLICY = {
    "default-src": [NONE],
    "script-src": [SELF, UNSAFE_EVAL],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [NONE],
    "base-uri": [NONE],
}
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 12 * 3600  # a working day; signing in makes a new key each time
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 2**20

API_RATES = number("API_RATES", default=1)  # how many times the usual rates
if API_RATES == 0:
    raise ImproperlyConfigured("API_RATES is 0; set it to 1 or more.")
API_ANSWERS_WITHIN_MS = 5_000  # each statement of a question; acts wait for each other longer
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "compliance.api.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.DjangoModelPermissionsOrAnonReadOnly"
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": ["compliance.api.throttles.Rate"],
    # Requests a minute, of whoever is not signed in (by address) and of whoever is: docs/api.md.
    "DEFAULT_THROTTLE_RATES": {
        scope: (rate * API_RATES, signed_in * API_RATES)
        for scope, (rate, signed_in) in {
            "read": (600, 3000),
            "take": (20, 60),  # a whole list as a file
            "write": (60, 600),
            "refused": (60, 60),  # tokens that are none
        }.items()
    },
    "COERCE_DECIMAL_TO_STRING": True,
    "NUM_PROXIES": number("NUM_PROXIES", default=0),
}
# A file to which the head of the audit's chain is added every hour: on a disk, or carried to a
# machine, that whoever owns the database cannot write. Unset, the head goes to the log alone.
AUDIT_ANCHORS = os.environ.get("AUDIT_ANCHORS") or ""
# The licence under which whoever runs this gives the data: an address, as that of CC BY 4.0. Unset,
# none is named, and /api/v1/licence/ says so.
DATA_LICENCE = os.environ.get("DATA_LICENCE") or ""
# Where the nightly dump of all that is public goes; the newest three stay.
DUMPS = Path(os.environ.get("DUMPS") or HOME / "dumps").absolute()
SPECTACULAR_SETTINGS = {
    "TITLE": "Sanctions tracker",
    "DESCRIPTION": "What the Council decided, what States report, what the press claims, "
    "what a person judged. Quantities are decimal strings with their unit.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SCHEMA_PATH_PREFIX": r"/api/v1",
}
UNFOLD = {
    "SITE_TITLE": "Sanctions tracker",
    "SITE_HEADER": "Sanctions tracker",
    "SITE_URL": "/",
    "SITE_SYMBOL": "balance",
    "DASHBOARD_CALLBACK": "compliance.admin.today.today",
    "SITE_FAVICONS": [
        {
            "rel": "icon",
            "type": "image/svg+xml",
            "href": lambda request: static("compliance/icon.svg"),
        }
    ],
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": False,
    "ENVIRONMENT": None,
    "LOGIN": {"redirect_after": lambda request: reverse_lazy("admin:index")},
    "ACCOUNT": {
        "navigation": [
            {"title": "Second factor", "link": reverse_lazy("admin:second_factor")},
            {"title": "Change password", "link": reverse_lazy("admin:password_change")},
        ]
    },
    "SCRIPTS": [lambda request: static("compliance/desk.js")],
    "COMMAND": {
        "search_models": False,
        "search_callback": "compliance.admin.everywhere.command",
        "show_history": False,
    },
    "STYLES": [lambda request: static("compliance/desk.css")],
}

LOG_LEVEL = (os.environ.get("LOG_LEVEL") or "info").upper()
if LOG_LEVEL not in ("DEBUG", "INFO", "WARNING", "ERROR"):
    raise ImproperlyConfigured(
        f"LOG_LEVEL is {LOG_LEVEL.lower()!r}; set it to debug, info, warning or error."
    )
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"outage": {"()": "tracker.outage.InOneLine"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["outage"]}
    },
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "httpx": {"level": "WARNING"},
        "axes": {"level": "WARNING"},
        "pgmq": {"level": "WARNING"},
        # A sweep every two seconds would fill the disk with the news that there is none.
        "celery.beat": {"level": "WARNING"},
        "celery.worker.strategy": {"level": "WARNING"},
        "celery.app.trace": {"level": "WARNING"},
    },
}
