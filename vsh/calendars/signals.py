"""What the ground tells the floors above, and asks them."""

from django.dispatch import Signal

# Sent by `CalendarEntry` with `authority_code` (None if only schools' calendars changed) and the
# `urns` of those schools, in the transaction of the change.
term_dates_changed = Signal()

# Asked by `CalendarEntry` with an `authority`: each receiver answers with the URNs of the schools
# at which children of that authority learn.
schools_attended = Signal()

# Sent by `OneOffHoliday`, in the transaction of the change: every working day may move.
bank_holidays_changed = Signal()
