"""What the system runs on: cache, tasks, mail, files and logs."""

import os

from celery.schedules import crontab
from redis.backoff import NoBackoff
from redis.retry import Retry

from vsh.embedded.connection import broker_url, is_embedded, mail_port, redis_url
from vsh.logs import logging_config

from .base import DATA_DIR

# --- cache -------------------------------------------------------------------------------------
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": redis_url(DATA_DIR, database=1),
        "KEY_PREFIX": "vsh",
        # A Redis that hangs is as good as one that is down: nobody waits for it.
        "OPTIONS": {
            "socket_timeout": 2,
            "socket_connect_timeout": 2,
            "retry": Retry(NoBackoff(), 0),
        },
    },
    # What each process may remember for a minute by itself.
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "process"},
}

# --- tasks: what is lost with a worker is delivered again ----------------------------------------
TASK_SECONDS = int(os.environ.get("TASK_SECONDS", "1200"))
CELERY_BROKER_URL = broker_url(DATA_DIR)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# What a killed worker had taken comes back, later than the longest task may take.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": int(TASK_SECONDS * 1.05),
    "socket_connect_timeout": 3,
    "socket_timeout": 1,  # of who sends a task; the worker, which listens, waits without end
}
# A page that cannot send its task answers soon; what is not sent the sweeps find.
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 2, "interval_start": 0.1, "interval_max": 0.5}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_RESULT_EXPIRES = None
CELERY_TASK_IGNORE_RESULT = True  # progress and outcome live in the database
CELERY_TASK_TIME_LIMIT = TASK_SECONDS
CELERY_TASK_SOFT_TIME_LIMIT = TASK_SECONDS * 0.95
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# What systems send is taken in turns with everything else, however much of it there is.
CELERY_TASK_QUEUES = {
    "celery": {"routing_key": "celery"},
    "deliveries": {"routing_key": "deliveries"},
}
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_ENABLE_UTC = True
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULER = "vsh.heartbeats:BeatingScheduler"
CELERY_BEAT_MAX_LOOP_INTERVAL = 5
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    # Expiry: a wake-up that was missed is not made up for, the next one reads the database.
    "send notices": {
        "task": "vsh.notices.tasks.send_pending",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "sweep reminders": {
        "task": "pupils.tasks.sweep_reminders",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "resume imports": {
        "task": "vsh.intake.tasks.resume_imports",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    # A worker takes them as soon as a file is loaded; this one finds what it left.
    "work out deadlines that are owed": {
        "task": "pupils.tasks.recalculate_owed_deadlines",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "resume annual reports": {
        "task": "reporting.annual_report.tasks.resume_reports",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    # 02:10 UTC is after midnight in London in summer and in winter.
    "recalculate deadlines": {
        "task": "pupils.tasks.recalculate_all_deadlines",
        "schedule": crontab(hour="2", minute="10"),
        "options": {"expires": 6 * 3600},
    },
    # After the deadlines, on which one of the facts rests.
    "find early warning facts": {
        "task": "reporting.early_warning.tasks.find_early_warning_facts",
        "schedule": crontab(hour="2", minute="50"),
        "options": {"expires": 6 * 3600},
    },
    # Again each hour of the early morning, for a child whose record was held at the first.
    "open the term's PEPs": {
        "task": "peps.tasks.open_termly_peps",
        "schedule": crontab(hour="2-6", minute="40"),
        "options": {"expires": 3600},
    },
    # By day too: a section that a new fact calls for is there within the hour.
    "plans follow the facts": {
        "task": "peps.tasks.follow_the_facts",
        "schedule": crontab(minute="25"),
        "options": {"expires": 3000},
    },
    "hand over plans": {
        "task": "peps.tasks.hand_over_plans",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "call off meetings": {
        "task": "peps.tasks.call_off_meetings",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "resume work on plans": {
        "task": "reporting.term_plans.tasks.resume_plans_jobs",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    # Each by itself: one that fails keeps no other back.
    "alert of homes and schools": {
        "task": "peps.tasks.alert_of_homes_and_schools",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "alert of suspensions": {
        "task": "peps.tasks.alert_of_suspensions",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "alert of absences": {
        "task": "peps.tasks.alert_of_absences",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "alert of absence in a year": {
        "task": "peps.tasks.alert_of_absence_in_a_year",
        "schedule": 4 * 3600.0,
        "options": {"expires": 3600},
    },
    "escalate concerns": {
        "task": "peps.tasks.escalate_concerns",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "send review packs": {
        "task": "peps.tasks.send_review_packs",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    # By night too: a worry about safety is passed on within hours.
    "follow up children's calls": {
        "task": "peps.tasks.follow_up_calls",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    # After midnight in London too: whose role ended yesterday sends nothing from today on.
    "end tokens of who has left": {
        "task": "vsh.intake.tasks.end_tokens",
        "schedule": crontab(hour="2", minute="20"),
        "options": {"expires": 6 * 3600},
    },
    "clear imports": {
        "task": "vsh.intake.tasks.clear_imports",
        "schedule": crontab(hour="3", minute="10"),
        "options": {"expires": 6 * 3600},
    },
    "clear exported plans": {
        "task": "reporting.term_plans.tasks.clear_plans_files",
        "schedule": crontab(hour="3", minute="15"),
        "options": {"expires": 6 * 3600},
    },
    "clear expired sessions": {
        "task": "vsh.accounts.tasks.clear_expired_sessions",
        "schedule": crontab(hour="3", minute="20"),
        "options": {"expires": 6 * 3600},
    },
}

# --- mail --------------------------------------------------------------------------------------
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = os.environ.get("EMAIL_HOST", "127.0.0.1")
EMAIL_PORT = int(mail_port(DATA_DIR))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("EMAIL_USE_TLS", "") == "1"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "virtual-school@northshire.example")

# --- files -------------------------------------------------------------------------------------
# Uploads, snapshots and reports: private, without an address, opened only through a view.
_private = {
    "BACKEND": "django.core.files.storage.FileSystemStorage",
    "OPTIONS": {
        "location": DATA_DIR / "files",
        "base_url": None,
        "file_permissions_mode": 0o600,
        "directory_permissions_mode": 0o700,
    },
}
STORAGES = {
    "default": _private,
    "private": _private,
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if not is_embedded()
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = is_embedded()
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# --- logs --------------------------------------------------------------------------------------
LOGGING = logging_config(level=os.environ.get("LOG_LEVEL", "INFO"))
