"""What of a complaint is on paper."""
