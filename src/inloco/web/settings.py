"""Django's settings. Everything lives under the data folder; what a council sets is in ``council.toml`` and INLOCO_ variables."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.contrib.messages import constants as message

from inloco.data_folder import data_folder
from inloco.web import clock
from inloco.web.environment import Environment
from inloco.web.secret_key import secret_key

TESTING = "pytest" in sys.modules
ENVIRONMENT = Environment({} if TESTING else None)
DATA = Path(tempfile.mkdtemp(prefix="inloco-tests-")) if TESTING else data_folder()  # no test ever touches real data
HTTPS = ENVIRONMENT.yes("INLOCO_HTTPS")
clock.follow(DATA)

DEBUG = ENVIRONMENT.yes("INLOCO_DEBUG")
SECRET_KEY = secret_key(DATA)
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *ENVIRONMENT.names("INLOCO_HOSTS")]
CSRF_TRUSTED_ORIGINS = [f"https://{host.lstrip('.')}" for host in ENVIRONMENT.names("INLOCO_HOSTS")] if HTTPS else []

INSTALLED_APPS = [
    "inloco.web",
    "inloco.accounts",
    "inloco.audit",
    "inloco.children",
    "inloco.performance",
    "inloco.papers",
    "inloco.plans",
    "inloco.board",
    "inloco.quality",
    "inloco.returns",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "inloco.web.middleware.LimitUploads",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "inloco.audit.middleware.NameTheActor",
    "inloco.web.middleware.KeepNothing",
    "inloco.accounts.access.RequireAccessRule",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "inloco.web.middleware.ReadKeptFigures",
    "inloco.web.middleware.AnswerRefusals",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "inloco.web.urls"
WSGI_APPLICATION = "inloco.web.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "inloco.web.jinja.environment",
            "context_processors": ["inloco.web.context.page", "django.contrib.messages.context_processors.messages"],
        },
    },
    {  # allauth's mails, and whatever of its pages we do not replace
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]
FORM_RENDERER = "inloco.web.forms.Renderer"

DATABASES = {"default": ENVIRONMENT.database(DATA)}

# Sign-in ---------------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "inloco.accounts.backends.EmailBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in {
        "UserAttributeSimilarityValidator": {"user_attributes": ("email", "name")},
        "MinimumLengthValidator": {"min_length": 12},
        "CommonPasswordValidator": {},
    }.items()
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "inloco.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by an administrator, never by the person
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_RATE_LIMITS: dict[str, str] | bool = (
    False if TESTING else {"reset_password": "20/m/ip,5/m/key", "login_failed": "60/m/ip"}
)
ACCOUNT_FORMS = {
    "login": "inloco.accounts.forms.SignInForm",
    "change_password": "inloco.accounts.forms.ChangePasswordForm",
    "reset_password": "inloco.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "inloco.accounts.forms.ResetPasswordKeyForm",
    "reauthenticate": "inloco.accounts.forms.ReauthenticateForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "InLoco"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an administrator typed the address; nobody can register one that is not theirs
MFA_FORMS = {
    "authenticate": "inloco.accounts.forms.CodeForm",
    "reauthenticate": "inloco.accounts.forms.CodeForm",
    "activate_totp": "inloco.accounts.forms.ActivateCodeForm",
}

SOCIALACCOUNT_ADAPTER = "inloco.accounts.identity_provider.IdentityProviderAdapter"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": ENVIRONMENT.identity_providers()}}
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form may not lead to another site under our policy; the state guards the way back
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_QUERY_EMAIL = True
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_CALLABLE = "inloco.accounts.lockout.username"
AXES_LOCKOUT_CALLABLE = "inloco.accounts.lockout.locked_out"
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS: list[str] = []  # the trail keeps the name that was tried, never the password
AXES_PASSWORD_FORM_FIELD = "password"

# Cookies, headers ------------------------------------------------------------------------------------------------------
SESSION_COOKIE_AGE = 8 * 60 * 60  # a working day
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_NAME = "inloco_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "inloco_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "inloco.web.errors.csrf_failed"
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = ENVIRONMENT.number("INLOCO_HSTS_SECONDS", 31_536_000) if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# Files -----------------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATIC_ROOT.mkdir(exist_ok=True)
COLLECTED = (STATIC_ROOT / "staticfiles.json").is_file() and not (DEBUG or TESTING)  # `inloco serve` collects
WHITENOISE_USE_FINDERS = not COLLECTED
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA / "uploads"}},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
MEDIA_ROOT = DATA / "uploads"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_NUMBER_FILES = 200
UPLOAD_LIMIT = ENVIRONMENT.number("INLOCO_UPLOAD_LIMIT", 2048) * 1024 * 1024

# Work that a request does not wait for ---------------------------------------------------------------------------------
TASKS: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend" if TESTING else "django_tasks_db.DatabaseBackend"}
}

PAGES_WAIT = not TESTING
"""Whether a page leaves figures to the worker and says so. In tests there is no worker: a page computes what it needs."""

# Words and days --------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = False
USE_TZ = True
MESSAGE_TAGS = {message.ERROR: "error", message.SUCCESS: "success"}

# Mail ------------------------------------------------------------------------------------------------------------------
_MAIL = ENVIRONMENT.mail(DATA)
EMAIL_BACKEND: str = _MAIL["EMAIL_BACKEND"]
EMAIL_FILE_PATH = _MAIL.get("EMAIL_FILE_PATH")
EMAIL_HOST: str = _MAIL.get("EMAIL_HOST", "localhost")
EMAIL_PORT: int = _MAIL.get("EMAIL_PORT", 25)
EMAIL_HOST_USER: str = _MAIL.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD: str = _MAIL.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_SSL: bool = _MAIL.get("EMAIL_USE_SSL", False)
EMAIL_USE_TLS: bool = _MAIL.get("EMAIL_USE_TLS", False)
BASE_ADDRESS = ENVIRONMENT.address(https=HTTPS)
DEFAULT_FROM_EMAIL = ENVIRONMENT.text("INLOCO_EMAIL_FROM", "inloco@localhost")

# A log line never holds what was asked or sent: no query values, no bodies, no names. See ``inloco.web.logs``.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "inloco.web.logs.Plain"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "inloco": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "axes": {"handlers": ["console"], "level": "CRITICAL", "propagate": False},  # the audit trail has it, without the address
    },
}
DEFAULT_EXCEPTION_REPORTER_FILTER = "inloco.web.logs.HideEverything"
SILENCED_SYSTEM_CHECKS: list[str] = []
