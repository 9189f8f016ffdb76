"""What this floor tells the floors above."""

from django.dispatch import Signal

# Sent by `Deadline` with `pupil_ids` and `on`, in the transaction that has recalculated what is due
# for them, under the locks of their rows: whoever wrote the facts, a person, a file or the night.
deadlines_recalculated = Signal()
