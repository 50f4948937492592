"""What a grader reads after grading: the class in one table, and exports of it."""
