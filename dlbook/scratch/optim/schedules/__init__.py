"""Learning-rate schedules, one a file: each gives the rate as a formula of the step."""
