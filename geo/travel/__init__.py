"""One place -> seconds everywhere, along the streets."""
