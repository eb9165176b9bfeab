"""What was found wrong with a published release: a signed chain beside it, which never changes it."""
