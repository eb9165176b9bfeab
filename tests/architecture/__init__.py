"""The law of the house, held by reading the source."""
