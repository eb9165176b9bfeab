"""Messages and notices between a complainant and the city, both ways, no name needed."""
