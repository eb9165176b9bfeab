"""From a complaint to the desk that handles it, with the reason."""
