"""Mail to staff."""
