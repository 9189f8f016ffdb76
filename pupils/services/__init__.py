"""Every write about a child's facts."""
