"""What `dev.py check` holds beyond style and types: translations, templates, no names of other machines."""
