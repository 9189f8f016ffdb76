#!/usr/bin/env python3
"""Django's commands, always run with the project's own Python (`make setup` makes it)."""

import os
import sys
from pathlib import Path

ENVIRONMENT = Path(__file__).resolve().parent / ".venv"


def use_own_python() -> None:
    """Start again with `.venv/bin/python`, unless that is what runs already."""
    own = ENVIRONMENT / "bin" / "python"
    if Path(sys.prefix).resolve() == ENVIRONMENT.resolve() or not own.exists():
        return
    os.execv(own, [str(own), *sys.argv])


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vsh.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("Django is not installed. Run `make setup` first.")
    import vsh.celery  # noqa: F401  (tasks that commands send need the configured application)

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    use_own_python()
    main()
