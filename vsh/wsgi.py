"""The web application, for gunicorn."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vsh.settings")

from django.core.wsgi import get_wsgi_application

import vsh.celery  # noqa: F401  (tasks that pages send need the configured application)

application = get_wsgi_application()
