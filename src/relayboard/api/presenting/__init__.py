"""From the domain's values to the views that are answered."""
