"""What the tests stand on, tested: a database of their own, no other machine, a browser not missed in silence."""
