"""Figures whose data take minutes: computed once by `course figures` and stored for a lecture."""
