"""What every answer of the sites has in common."""
