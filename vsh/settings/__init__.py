"""The one settings package: `base` holds everything, the environment configures it."""

from .base import *  # noqa: F403
