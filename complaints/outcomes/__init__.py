"""Findings per allegation, their review, what was done, and the closing letter."""
