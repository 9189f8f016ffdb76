"""Settings for every process: web, worker, beat, commands and tests.

What differs between a laptop and a server comes from the environment alone.
"""

import os
from pathlib import Path

import django_stubs_ext

django_stubs_ext.monkeypatch()  # generic views and query sets take their type at run time too

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DATA_DIR = Path(os.environ.get("VSH_DATA_DIR", BASE_DIR / ".local")).absolute()

DEBUG = os.environ.get("DEBUG", "") == "1"
DEMO = os.environ.get("VSH_DEMO", "") == "1"
SITE_URL = os.environ.get("SITE_URL", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}")
SECRET_KEY = os.environ.get("SECRET_KEY", "development-only-not-a-secret")
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "127.0.0.1,localhost,testserver").split(",")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "django_filters",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "csp",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "vsh.embedded",
    "vsh.backups",
    "vsh.govuk",
    "vsh.organisations",
    "vsh.accounts",
    "vsh.calendars",
    "vsh.audit",
    "vsh.notices",
    "vsh.api",
    "vsh.intake",
    "pupils",
    "placements",
    "peps",
    "reporting",
]

MIDDLEWARE = [
    "vsh.health.HealthMiddleware",
    "vsh.logs.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "vsh.api.body.BodyFirstMiddleware",
    "vsh.accounts.nul.RefuseNulMiddleware",
    "vsh.accounts.scope.ScopeMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "vsh.accounts.scope.IdentifyUserMiddleware",
    "vsh.accounts.shared_machines.KeepNoPagesMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "vsh.urls"
WSGI_APPLICATION = "vsh.wsgi.application"

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
                "vsh.accounts.context.frame",
                "vsh.govuk.context.layout",
            ],
        },
    }
]

# --- database: see vsh.embedded for the servers that come as wheels ---------------------------
from vsh.embedded.connection import databases, redis_url

DATABASES = databases(DATA_DIR)
REDIS_URL = redis_url(DATA_DIR)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- people ----------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "vsh.accounts.adapter.InvitedOnlyAdapter"
ACCOUNT_FORMS = {"login": "vsh.accounts.forms.SignInForm"}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""  # the subjects name the product, not the machine
ACCOUNT_PREVENT_ENUMERATION = True
# A school or a council is one address; the key is an account from one address (the adapter).
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "100/5m/ip,5/5m/key",
    "reset_password": "60/m/ip,5/m/key",
    "reset_password_from_key": "60/m/ip",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses come from the virtual school, not from registration
SECOND_FACTOR_REQUIRED = False  # production turns it on
ACCOUNT_SESSION_REMEMBER = False  # shared machines: the session ends with the browser
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "vsh.govuk.unsent.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE_URL.startswith("https://")

# --- language, time ----------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True
DATE_FORMAT = "j F Y"

# --- static files, forms -----------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static" / "build"]
STATIC_ROOT = Path(os.environ.get("VSH_STATIC_ROOT", DATA_DIR / "static"))
FORM_RENDERER = "vsh.govuk.renderer.GovukRenderer"
FILTERS_EMPTY_CHOICE_LABEL = "All"

# --- what a browser may load ---------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# --- history of changes: triggers write it, nobody can rewrite it ---------------------------------
import pghistory
import pgtrigger

PGHISTORY_LEVEL = pgtrigger.Statement  # type: ignore[has-type]
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
PGHISTORY_APPEND_ONLY = True

# --- other systems: tokens alone, JSON alone, refusals as problem+json ---------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["vsh.api.authentication.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["vsh.api.authentication.HasScope"],
    "DEFAULT_THROTTLE_CLASSES": ["vsh.api.authentication.PerToken"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["vsh.api.body.JSONOfRows"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "vsh.api.problems.as_problem",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Virtual School",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "DESCRIPTION": "How other systems send data in; docs/api.md says it in words.",
}
