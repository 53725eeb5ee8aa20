"""The data as a whole: copied, written out, read in, moved to another engine."""
