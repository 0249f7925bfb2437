"""Find the answers in what a student handed in, by the names that the exercises ask for."""
