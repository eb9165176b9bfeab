"""The proof: one folder a room, plus the law of the house (architecture) and whole ways through it (journeys)."""
