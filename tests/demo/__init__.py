"""The invented past."""
