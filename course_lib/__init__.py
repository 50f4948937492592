"""The thin library behind the course: what the lectures derive, ready to import."""
