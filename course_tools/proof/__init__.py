"""The proof of the homework's grading: every known wrong answer fails and is named, every right
answer in other clothes passes, and mechanical mutants of the solutions are caught."""
