"""The two commands, as somebody with a fresh clone meets them."""
