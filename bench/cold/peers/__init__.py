"""The same two functions as others write them, and the least that any function needs."""
