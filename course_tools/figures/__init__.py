"""Published figures and other long computations: stored once by `course figures`, then drawn."""
