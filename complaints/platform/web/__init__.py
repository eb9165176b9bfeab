"""How requests are answered: access, headers, languages, errors; no business rule."""
