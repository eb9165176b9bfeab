"""Pages that are set: every script in its own typeface, the same bytes each time."""
