"""An invented class that hands in a homework: some right, some wrong, each with known marks."""
