"""The teacher's side: building, grading, reporting. Students never need it."""
