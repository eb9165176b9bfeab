"""The technologies a complaint can be about, and the eight items of the order on each, every version kept."""
