"""Measures requests against the floors below them, in one run."""
