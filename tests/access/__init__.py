"""The resident's pages in every state, direction and width: for people who hear, tab, enlarge or print them."""
