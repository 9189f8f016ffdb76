"""The one settings package: the environment configures it, production is checked at start.

`base` says what the system is made of, `services` what it runs on.
"""

import os as _os

from vsh.embedded.connection import is_embedded as _is_embedded

from .base import *
from .production import refuse_unsafe as _refuse_unsafe
from .services import *

if not _is_embedded():
    SECURE_SSL_REDIRECT = _os.environ.get("SECURE_SSL_REDIRECT", "1") == "1"
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # the proxy says whose address it is: limits are per person
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    CSRF_TRUSTED_ORIGINS = [SITE_URL]
    SECOND_FACTOR_REQUIRED = True
    _refuse_unsafe(globals(), _os.environ)
