"""What is answered: one struct per thing, each with those that it is answered with."""
