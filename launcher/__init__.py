"""What `dev.py` does: all between a fresh clone and a served or tested app, with the standard library alone."""
