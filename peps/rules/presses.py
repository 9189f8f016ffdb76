"""The same again, by the same person, a moment later."""

from datetime import timedelta

ONE_PRESS = timedelta(minutes=5)  # within it the same is the same press of the button, sent twice
