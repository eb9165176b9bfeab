"""Invented complaints and people that went every way a complaint can go, for looking, learning and measuring."""
