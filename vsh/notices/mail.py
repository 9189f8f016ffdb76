"""A notice as the mail that goes out: its text, and an appointment as calendars understand it."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from icalendar import Calendar

from .models import Notice


def mail_of(notice: Notice, connection: object) -> EmailMultiAlternatives:
    """The message with an address of its own, so that one sent twice is known as the same.

    An appointment stands in it as another form of the text, where mail programs look for an
    invitation to answer, and as a file for those that do not. Source: RFC 6047, 2.4.
    """
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    mail = EmailMultiAlternatives(
        subject=notice.subject,
        body=notice.body,
        to=[notice.to],
        connection=connection,  # type: ignore[arg-type]
        headers={"Message-ID": f"<notice-{notice.pk}@{host}>", "Auto-Submitted": "auto-generated"},
    )
    if notice.calendar:
        method = str(Calendar.from_ical(notice.calendar)["METHOD"])
        kind = f"text/calendar; method={method}"
        mail.attach_alternative(notice.calendar, kind)
        mail.attach("meeting.ics", notice.calendar, kind)
    return mail
