"""How fast, against what: each module prints its results as JSON, a line each; `dev.py bench` runs them all."""
