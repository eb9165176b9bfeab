"""Accounts: who gets in, how, and who does not."""
