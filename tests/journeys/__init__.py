"""The whole way, as people go it, in a real browser."""
