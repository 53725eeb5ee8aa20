"""Nouns and rules of the task board; standard library only."""
