"""What is done at its time and not at a press of a button: each room hands in its jobs."""
