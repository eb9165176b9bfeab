"""The jurisdiction profile: what differs from city to city, as data."""

from complaints.platform.jurisdiction.errors import ProfileError
from complaints.platform.jurisdiction.loader import load_profile, parse_profile
from complaints.platform.jurisdiction.profile import Profile

__all__ = ["Profile", "ProfileError", "load_profile", "parse_profile"]
