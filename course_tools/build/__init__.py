"""From the text sources to notebooks, solutions and assignments."""
