"""Every setting, read top to bottom. Whatever differs by place comes from the environment."""

from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from iom_partners import env, logs
from iom_partners.api.description import FRAMEWORK, description

BASE_DIR = Path(__file__).resolve().parent.parent

# A running `make run` leaves its addresses here, so that manage.py works beside it.
env.load(BASE_DIR / ".local" / "env")

DEBUG = env.flag("DEBUG")
SECRET_KEY = env.secret("SECRET_KEY", hint="make run makes one; in production see docker-compose.yml")
SITE_ORIGIN = env.text("SITE_ORIGIN", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "127.0.0.1,localhost")
CSRF_TRUSTED_ORIGINS = [SITE_ORIGIN]
IS_DEMO = env.flag("DEMO")
MAIL_SINK = env.text("MAIL_SINK", "")

# --- What it is made of -------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "registry",
    "observers",
    "consultations",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.idp.oidc",
    "csp",
    "django_htmx",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
]

MIDDLEWARE = [
    "iom_partners.middleware.request_id",
    "iom_partners.api.middleware.door",
    "django.middleware.security.SecurityMiddleware",
    "iom_partners.api.middleware.straight",  # what follows is for pages
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "iom_partners.middleware.plain_methods",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "iom_partners.middleware.plain_encodings",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "iom_partners.middleware.last_seen",
    "iom_partners.middleware.plain_addresses",
    "iom_partners.middleware.own_clock",
    "iom_partners.middleware.second_factor",
    "iom_partners.middleware.refusals",
]

ROOT_URLCONF = "iom_partners.urls"
WSGI_APPLICATION = "iom_partners.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "registry.views.context.site",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "registry.templatetags.registry_tags",
                "registry.templatetags.name_tags",
            ],
        },
    },
]

# Where the other apps plug in: an organization's page, the menus, the directory. See registry/slots.py.
SLOTS: dict[str, list[str]] = {
    "organization": ["observers.slots.status", "consultations.slots.recommendations"],
    "directory": ["observers.slots.marked"],
    "api_filters": ["observers.slots.api_filters"],
    "observer_since": ["observers.slots.observer_since"],
    "site_menu": ["consultations.slots.site_menu", "observers.slots.site_menu", "registry.api.docs.menu.site_menu"],
    "staff_menu": ["observers.slots.staff_menu", "consultations.slots.staff_menu"],
    "my_organization": ["observers.slots.my_organization", "consultations.slots.my_organization"],
    "exports": ["observers.queries.exports.SOURCES", "consultations.queries.exports.SOURCES"],
    "my_documents": ["observers.slots.my_documents"],
}

# How the other apps' statuses look: dictionaries like the one in registry/templatetags/registry_tags.py.
STATUS_LOOKS = ["observers.looks.LOOKS", "consultations.looks.LOOKS"]
# The kinds of mail that the apps send, as registry.mails has them.
MAILS = ["observers.mails.MAILS", "consultations.mails.MAILS"]
# Where apps say in words what their verbs did: modules with VERBS and KINDS, as registry.queries.changes has them.
CHANGE_WORDS = ["registry.queries.client_words", "observers.queries.changes", "consultations.queries.changes"]

# Which verb sends which kind of reminder: see registry/actions/reminders.py.
REMINDERS = {"observers.confirmation": "observers.actions.confirmations.send_reminder"}

# What the night does, in this order: see registry/actions/night.py.
NIGHT = [
    "registry.actions.night_steps.age_listings",
    "registry.actions.night_steps.age_partnerships",
    "registry.actions.night_steps.check_listings",
    "registry.actions.night_steps.write_lines",
    "registry.actions.night_steps.check_plausibility",
    "registry.actions.night_steps.check_counts",
    "registry.actions.night_steps.renew_feed",
    "registry.actions.check_rows",
    "registry.actions.forget_feed",
    "registry.actions.forget_deliveries",
    "registry.actions.send_due_reminders",
    "consultations.actions.purge_what_is_due",
    "registry.actions.forget_match_lists",
    "registry.actions.night_steps.find_duplicates",
    "registry.actions.night_steps.compare_with_watch_lists",
    "registry.actions.night_steps.edition",
    "registry.actions.night_steps.export",
]
# After how many months the night makes an edition by itself (0: only people do); how long it keeps the copy of a day.
EDITION_EVERY_MONTHS = env.number("EDITION_EVERY_MONTHS", 0)
EXPORTS_KEPT_MONTHS = env.number("EXPORTS_KEPT_MONTHS", 13)
# What the clock asks for, and when: see registry/timetable.py.
TIMETABLE = "iom_partners.schedule.TIMETABLE"

# --- PostgreSQL and Redis -----------------------------------------------------------------------------------------


def _database(url):
    """Settings for `postgresql://user:password@host:port/name?host=/socket/folder`."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    return {
        "ENGINE": "iom_partners.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query["host"][0] if "host" in query else parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        # A restarted database must not answer the next visitor with an error.
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "options": " ".join(
                f"-c {name}={value}"
                for name, value in {
                    "statement_timeout": f"{env.number('STATEMENT_TIMEOUT_SECONDS', 5)}s",
                    "lock_timeout": f"{env.number('LOCK_TIMEOUT_SECONDS', 5)}s",
                    "idle_in_transaction_session_timeout": f"{env.number('IDLE_TIMEOUT_SECONDS', 60)}s",
                    "random_page_cost": "1.1",
                    "jit": "off",
                }.items()
            )
        },
    }


DATABASES = {"default": _database(env.text("DATABASE_URL", hint="make run gives one; see docs/running.md"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.text("REDIS_URL", hint="make run gives one; see docs/running.md")
_REDIS = {
    "LOCATION": f"{REDIS_URL}?db=1" if REDIS_URL.startswith("unix") else REDIS_URL,
    "KEY_PREFIX": "registry",
    # A Redis that hangs is as good as none: nobody waits for it.
    "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
}
CACHES = {
    "default": {"BACKEND": "iom_partners.cache.PatientCache", **_REDIS},
    # The same place, for who has to know that Redis is away: /health/ready.
    "redis": {"BACKEND": "django.core.cache.backends.redis.RedisCache", **_REDIS},
}

# --- Celery: PostgreSQL is the queue of record, Redis only wakes workers up --------------------------------------

CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 3.0
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# What a killed worker had in hand is only a tick: it comes back after an hour, long since expired, and is dropped. The
# job itself is taken up again when its lease has run out. So nothing rests on kombu's sweeps, which took 104 s.
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600, "unacked_restore_throttle": 1}
# Whatever is not named here is long work. Mail, and the beat that /health/ready reads, never wait behind it: they have
# a worker of their own, the mailer; so has short work, the clerk (queue "short", see schedule.py).
CELERY_TASK_DEFAULT_QUEUE = "work"
CELERY_TASK_ROUTES = {
    "registry.tasks.deliver_messages": {"queue": "mail"},
    "registry.tasks.beat": {"queue": "beat"},
}
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

# --- People -------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "registry.User"
# An address is unique whatever its case: the constraint is on lower(email), which the check does not see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "registry:home"
LOGOUT_REDIRECT_URL = "registry:organization-list"

ACCOUNT_ADAPTER = "registry.views.accounts.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "registry.forms.accounts.SignUpForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
# Tell the person when her password, her address or her second step changes.
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "signup": "20/m/ip",
    "reset_password": "20/m/ip,5/h/key",
    "confirm_email": "1/3m/key",
    "manage_email": "10/m/user",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
    # Whether an address counts tells at which domains an organization is known: nobody tries them all.
    "claim": "10/h/user",
    # A link of a campaign cannot be guessed; this only keeps a script from working at it.
    "refresh_answer": "30/m/ip",
}
# How many proxies of ours stand in front: the address a limit counts is not one that a visitor can write herself.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXY_COUNT", 0)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Partnership registry"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
# Kept by iom_partners.middleware.last_seen, which does not write at every look.
USERSESSIONS_TRACK_ACTIVITY = True

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_NAME = "registry_session"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "registry_csrf"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "registry.views.errors.csrf_failure"
SIGNED_COOKIE_LEGACY_SALT_FALLBACK = False

# --- The wire -----------------------------------------------------------------------------------------------------

IS_HTTPS = SITE_ORIGIN.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SECURE_HSTS_PRELOAD = IS_HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# The hash is that of the one-line script in templates/base.html; tests/house/test_templates.py compares them.
HEAD_SCRIPT_HASH = "'sha256-N9v3EnPaUyp6HvI/g75KoK11mUw7quk1fPSwEhREnaU='"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, HEAD_SCRIPT_HASH],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
UPLOAD_MAX_BYTES = 25 * 1024 * 1024
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(BASE_DIR / ".local" / "media")))
# Where others put the files of sources, in a folder each; and which hosts of the web may be asked for such files.
SOURCES_DIR = Path(env.text("SOURCES_DIR", str(BASE_DIR / ".local" / "sources")))
SOURCE_HOSTS = env.words("SOURCE_HOSTS")
# For an authority of one's own; the usual ones otherwise.
SOURCE_CA_BUNDLE = env.text("SOURCE_CA_BUNDLE", "")
# Only a trial on one machine asks itself.
SOURCE_MAY_BE_LOOPBACK = False
# For receivers of webhooks with an authority of one's own; and hosts of this machine that trials may reach, with ports.
WEBHOOK_CA_BUNDLE = env.text("WEBHOOK_CA_BUNDLE", "")
WEBHOOK_TRIAL_HOSTS = env.words("WEBHOOK_TRIAL_HOSTS")
# Nothing under MEDIA_ROOT has an address: every file is served by a view that asks who is reading.
MEDIA_URL = ""

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(BASE_DIR / ".static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = False
# Pages ask for the names with a hash; compressing every file under its plain name as well takes seconds at each start.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# --- Mail: a message is a row first; this is how the row leaves ---------------------------------------------------

EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 465)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_SSL = env.flag("EMAIL_USE_SSL", default=True)
# A mail server may think for long before it says yes; who hangs up earlier sends the mail twice.
EMAIL_TIMEOUT = 60
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "registry@localhost")
# Where mail servers send back what they cannot deliver; and where it is read: maildir:/a/folder, or
# imaps://user@host/FOLDER with its password apart. Empty: nowhere.
MAIL_COMES_BACK_TO = env.text("MAIL_COMES_BACK_TO", DEFAULT_FROM_EMAIL)
MAIL_COMES_BACK_AT = env.text("MAIL_COMES_BACK_AT", "")
MAIL_COMES_BACK_PASSWORD = env.text("MAIL_COMES_BACK_PASSWORD", "")
# A mail service instead of a mail server: its backend, its keys (NAME=value,NAME=value), and what reads its reports, as
# docs/running.md tells. Without a secret, user:password, no report is taken.
EMAIL_BACKEND = env.text("EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
MAIL_REPORTS_VIEW = env.text("MAIL_REPORTS_VIEW", "")
MAIL_REPORTS_SECRET = env.text("MAIL_REPORTS_SECRET", "")
_KEYS = [pair.partition("=") for pair in env.words("MAIL_SERVICE_KEYS")]
ANYMAIL = {name: value for name, _sign, value in _KEYS} | {"WEBHOOK_SECRET": MAIL_REPORTS_SECRET}
# {kind of mail: the verb that hears when such a mail came back}.
AFTER_BOUNCE = {"registry.refresh_asked": "registry.actions.refreshes.following.hear_bounce"}
# {kind of mail: the verb that hears when its reader, who has no account, ended such mails by the link in it}.
AFTER_STOP = {"registry.refresh_asked": "registry.actions.refreshes.following.refuse_by_mail"}

# --- Languages, places, times -------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "iom_partners" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = []

# --- The API ------------------------------------------------------------------------------------------------------

REST_FRAMEWORK = FRAMEWORK
SPECTACULAR_SETTINGS = description(SITE_ORIGIN)
# Requests from one address, or of one client: how many, in how many seconds. Lists cost more than single records.
API_LIMITS = {
    "lists": (env.number("API_LISTS_PER_MINUTE", 60), 60),
    "reads": (env.number("API_READS_PER_MINUTE", 600), 60),
    "keys": (env.number("API_KEYS_PER_MINUTE", 600), 60),
    "wrong-keys": (20, 60),
    "tokens": (20, 60),
    "match": (env.number("API_MATCH_PER_MINUTE", 1_200), 60),  # OpenRefine sends eight batches a second
    "match_files": (env.number("API_MATCH_FILES_PER_HOUR", 20), 3_600),
    # Lists of more than 10,000 rows: each is work for a worker, and a file that is kept for a day.
    "long_lists": (env.number("API_LONG_LISTS_PER_HOUR", 20), 3_600),
}

LOGGING = logs.settings(level=env.text("LOG_LEVEL", "INFO"))
