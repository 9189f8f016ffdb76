"""The settings of a test run: those of the product, with a database of its own and quick passwords.

The servers are the embedded ones, in a folder beside the demonstration's data, because only tests
may run PostgreSQL without waiting for the disk.
"""

import os
import tempfile
from pathlib import Path

from vsh.embedded.paths import data_dir

if "VSH_TESTS_IN" not in os.environ:  # processes that a test starts inherit the folder
    os.environ["VSH_TESTS_IN"] = os.environ["VSH_DATA_DIR"] = str(data_dir() / "tests")
    os.environ["VSH_FSYNC"] = "off"
    for name in ("DATABASE_URL", "REDIS_URL", "SITE_URL", "SECRET_KEY", "DEBUG", "VSH_DEMO"):
        os.environ.pop(name, None)
    os.environ.pop("VSH_PRODUCTION", None)

from vsh.settings import *
from vsh.settings import CACHES, STATIC_ROOT, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
CACHES = {
    **CACHES,
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

# Each test process has a file store of its own, emptied when the process ends.
_files = tempfile.TemporaryDirectory(prefix="vsh-files-")
STORAGES = {
    **STORAGES,
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": Path(_files.name)},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # empty: pages take files from static/build
