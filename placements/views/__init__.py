"""The tabs "Care and placements" and "School"."""
