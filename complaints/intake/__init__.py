"""What a resident says, and the receipt they get for it."""
