"""
The one settings file.

Production is the default; what differs from one place to the next comes from the
environment and is read in the first section only (docs/operations.md lists it).
"""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

# Environment

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
DEBUG = env.bool("DJANGO_DEBUG", default=False)
SECRET_KEY = env.str("DJANGO_SECRET_KEY", default="insecure" if DEBUG else env.NOTSET)
ALLOWED_HOSTS = env.list("DJANGO_ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("DJANGO_CSRF_TRUSTED_ORIGINS", default=[])
HTTPS = env.bool("DJANGO_HTTPS", default=not DEBUG)
# An empty address means the default, as an unset one does.
DATA_DIR = Path(env.str("DATA_DIR", "") or BASE_DIR / "var").resolve()
DATABASE = env.db_url_config(env.str("DATABASE_URL", "") or f"sqlite:///{DATA_DIR / 'db.sqlite3'}")
CACHE = env.cache_url_config(env.str("CACHE_URL", "") or "dbcache://cache?max_entries=100000")
EMAIL = env.email_url_config(env.str("EMAIL_URL", "") or "consolemail://")
LOG_LEVEL = env.str("LOG_LEVEL", default="INFO")
# "json" for programs that read the log, "line" for people.
LOG_FORMAT = env.str("LOG_FORMAT", "") or ("line" if DEBUG else "json")
# Who gets a letter, or which Sentry is told, when something goes wrong; who reads /metrics.
ERROR_EMAIL = env.list("ERROR_EMAIL", default=[])
SENTRY_DSN = env.str("SENTRY_DSN", default="")
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
METRICS_FOLDER = env.str("PROMETHEUS_MULTIPROC_DIR", default="")
# Where a weakness can be told, as "mailto:…" or "https://…" (RFC 9116).
SECURITY_CONTACT = env.str("SECURITY_CONTACT", default="")
# Files in S3 instead of the media folder; keys and the address by boto3's own AWS_… variables.
S3_BUCKET = env.str("S3_BUCKET", default="")
EMAIL_SENDER = env.str("EMAIL_SENDER", default="")
# Where letters say that the site is.
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
# Whether an approver may approve an own report; the public page says so.
REPORTING_ALLOW_SELF_APPROVAL = env.bool("REPORTING_ALLOW_SELF_APPROVAL", default=False)
EMBEDDED_BY = [{"self": SELF}.get(each, each) for each in env.list("EMBEDDED_BY", default=[])]
# Staff sign in with a second step; off only where the site is tried out without HTTPS.
STAFF_NEED_SECOND_STEP = env.bool("STAFF_NEED_SECOND_STEP", default=HTTPS)
# How many proxies of ours add to X-Forwarded-For; limits are counted by the client's address.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
# The city's identity provider: nothing of it is shown without its address.
OIDC_SERVER_URL = env.str("OIDC_SERVER_URL", default="")
OIDC_NAME = env.str("OIDC_NAME", default="OpenID Connect") if OIDC_SERVER_URL else ""
# Whether whoever the provider knows gets an account.
OIDC_CREATES_ACCOUNTS = env.bool("OIDC_CREATES_ACCOUNTS", default=False)
# Whether it vouches for addresses that it does not call verified.
OIDC_VOUCHES_FOR_EMAIL = env.bool("OIDC_VOUCHES_FOR_EMAIL", default=False)
OIDC_APP = {
    "provider_id": "city",
    "name": OIDC_NAME,
    "client_id": env.str("OIDC_CLIENT_ID", default=""),
    "secret": env.str("OIDC_CLIENT_SECRET", default=""),
    "settings": {"server_url": OIDC_SERVER_URL, "verified_email": OIDC_VOUCHES_FOR_EMAIL},
}
API_LIMIT = env.int("API_LIMIT", default=300)  # Requests of one address within a minute.
BACKUP_KEY = env.str("BACKUP_KEY", default="")  # Backups are encrypted with it.
# The member city whose site this is, by its slug in the starting data.
HOME_CITY = env.str("HOME_CITY", default="pori")

# Application

INSTALLED_APPS = [
    # Registers the translated fields before any admin looks at them.
    "modeltranslation",
    "back_office.apps.AdminConfig",
    "icc_site",
    # Its clearsessions remembers when it was run; Django's own comes after it.
    "operations",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django_countries",
    "auditlog",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "accounts",
    "changes",
    "programme",
    "events",
    "reporting",
    "readers",
    "privacy",
    "council",
    "search",
    "open_data",
    "back_office",
]
MIDDLEWARE = [
    # What it has kept passes nothing else, and carries all that the others have said.
    "caching.middleware.KeptPagesMiddleware",
    # These next: what they add belongs on every answer, also on redirects, files and errors.
    "icc_site.sight.middleware.SightMiddleware",
    "icc_site.middleware.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "open_data.middleware.OpenDataMiddleware",
    "icc_site.middleware.PublicPagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SecondStepMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    # Who changes something is whoever has shown the second step.
    "back_office.audit.AuditMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "icc_site.middleware.EndlessQueryMiddleware",
    "search.middleware.KeepSearchUpMiddleware",
]
ROOT_URLCONF = "icc_site.urls"
WSGI_APPLICATION = "icc_site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "icc_site.context_processors.site",
            ],
        },
    }
]

# Database, cache, mail

DATABASES = {"default": DATABASE}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
if DATABASE["ENGINE"].endswith("sqlite3"):
    # Writers queue at once instead of failing when a read turns into a write.
    DATABASE["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL",
    }
else:
    DATABASE["CONN_HEALTH_CHECKS"] = True
    # To compile a query takes longer than a page may, and disks that turn are rare.
    DATABASE.setdefault("OPTIONS", {}).setdefault("options", "-c jit=off -c random_page_cost=1.1")
# Opening one costs more than a page: SQLite reads its whole schema then, PostgreSQL starts a process.
DATABASE["CONN_MAX_AGE"] = 60
# Whole public pages are kept for all processes, and near, in the memory of each.
BACKENDS = "django.core.cache.backends"
TABLE = {"BACKEND": f"{BACKENDS}.db.DatabaseCache", "LOCATION": "cache"}
NOTHING_KEPT = {"BACKEND": f"{BACKENDS}.dummy.DummyCache"}
PAGES = {"BACKEND": f"{BACKENDS}.filebased.FileBasedCache", "LOCATION": DATA_DIR / "pages"}
PAGES |= {"TIMEOUT": 60 * 60 * 24, "OPTIONS": {"MAX_ENTRIES": 2000}}
NEAR_PAGES = {"BACKEND": "caching.backends.NearCache", "OPTIONS": {"MAX_ENTRIES": 300}}
CACHES = {"default": CACHE, "pages": NOTHING_KEPT if DEBUG else PAGES, "near_pages": NEAR_PAGES}
if CACHE["BACKEND"].endswith("RedisCache"):
    CACHE |= {"BACKEND": "caching.backends.RedisCache", "OPTIONS": {"STAND_IN": "table"}}
    CACHES |= {"table": TABLE, "nothing": NOTHING_KEPT}
    CACHES["pages"] = CACHE | {"TIMEOUT": PAGES["TIMEOUT"], "OPTIONS": {"STAND_IN": "nothing"}}
    CACHES["pages"]["KEY_PREFIX"] = "pages"
vars().update(EMAIL)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = EMAIL_SENDER or "icc@localhost"
ADMINS = [("", address) for address in ERROR_EMAIL]
# A mail server that hangs must not hold the others up.
EMAIL_TIMEOUT = 10

# How `check_links` treats servers of others: as a quick reader does, and none in our own network.
LINK_CHECK = {"seconds_between": 1, "seconds_to_wait": 10, "internal_addresses": False}

# Languages and time

LANGUAGE_CODE, TIME_ZONE = "fi", "Europe/Helsinki"
LANGUAGES = [("fi", _("Finnish")), ("sv", _("Swedish")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "icc_site.formats"
MODELTRANSLATION_DEFAULT_LANGUAGE = "fi"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("fi", "en", "sv")

# Files

STATIC_URL, STATIC_ROOT = "/static/", DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_KEEP_ONLY_HASHED_FILES = True  # A process looks at each file when it starts.
MEDIA_URL, MEDIA_ROOT = "/media/", DATA_DIR / "media"
STATICFILES_STORAGE = "whitenoise.storage.CompressedManifestStaticFilesStorage"
if DEBUG:
    STATICFILES_STORAGE = "django.contrib.staticfiles.storage.StaticFilesStorage"
KEPT_FILES = {"BACKEND": "programme.uploads.WholeFiles"}
if S3_BUCKET:
    KEPT_FILES = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {"bucket_name": S3_BUCKET, "file_overwrite": False},
    }
STORAGES = {
    "default": KEPT_FILES,
    "staticfiles": {"BACKEND": STATICFILES_STORAGE},
}

# Security

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}Validator", "OPTIONS": options}
    for name, options in {
        "UserAttributeSimilarity": {},
        # NIST SP 800-63B-4, 3.1.1.2, for a password that stands alone.
        "MinimumLength": {"min_length": 15},
        "CommonPassword": {},
        "NumericPassword": {},
    }.items()
]
NOTHING = ["default-src", "base-uri", "frame-ancestors"]
OUR_OWN = ["script-src", "style-src", "img-src", "font-src", "connect-src", "form-action"]
DIRECTIVES = {name: [NONE] for name in NOTHING} | {name: [SELF] for name in OUR_OWN}
CONTENT_SECURITY_POLICY = {"DIRECTIVES": DIRECTIVES}
X_FRAME_OPTIONS = "DENY"
# NIST SP 800-63B-4, 2.2.3: an hour without doing anything, a day in all; we end with the working day.
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_AGE, SESSION_LONGEST = 60 * 60, 60 * 60 * 10
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "icc_site.views.csrf_failure"
LANGUAGE_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = HTTPS
# A probe asks the process itself, not the proxy that speaks HTTPS.
SECURE_REDIRECT_EXEMPT = [r"^healthz(/jobs)?$", r"^metrics$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS

# Sign-in (django-allauth)

LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL, LOGOUT_REDIRECT_URL = "reporting:my_reports", "home"
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
# A city's staff share one address. An account is locked for minutes, and after 100 failures
# in a row for a day (NIST SP 800-63B-4, 3.2.2); a passkey still opens it.
FAILURES, LETTERS = "30/m/ip,5/5m/key,100/d/key", "20/h/ip,3/h/key"
ACCOUNT_RATE_LIMITS = {"login_failed": FAILURES, "reset_password": LETTERS}
MFA_ADAPTER = "accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # Codes of the half minutes before and after: clocks differ.
MFA_ALLOW_UNVERIFIED_EMAIL = True
SOCIALACCOUNT_ADAPTER = "accounts.adapters.CityAdapter"
# By a link: a form could not lead to the provider under the policy's form-action.
SOCIALACCOUNT_LOGIN_ON_GET = True
OIDC = {"OAUTH_PKCE_ENABLED": True, "APPS": [OIDC_APP] if OIDC_SERVER_URL else []}
SOCIALACCOUNT_PROVIDERS = {"openid_connect": OIDC}

# Log

AUDITLOG_STORE_JSON_CHANGES = AUDITLOG_DISABLE_REMOTE_ADDR = True
HANDLERS = ["console", "letters"] if ERROR_EMAIL else ["console"]
SCRUBBED = {"formatter": LOG_FORMAT, "filters": ["scrub"]}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "json": {"()": "icc_site.sight.logs.JSONLines"},
    },
    "filters": {"scrub": {"()": "icc_site.sight.scrubbing.Scrub"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler"} | SCRUBBED,
        "letters": {"class": "icc_site.sight.errors.ErrorLetters", "level": "ERROR"}
        | SCRUBBED
        | {"formatter": "line"},
    },
    "root": {"handlers": HANDLERS, "level": LOG_LEVEL},
    # These have handlers of their own, which would write the secrets.
    "loggers": {
        name: {"handlers": HANDLERS, "level": level, "propagate": False}
        for name, level in [
            ("django", LOG_LEVEL),
            ("django.server", "INFO"),
            ("gunicorn.error", "WARNING"),
            ("requests", "INFO" if LOG_FORMAT == "json" else "WARNING"),
        ]
    },
}
