"""Tests of what readers of a report hold in their hands."""
