"""What keeps a student's process from everything but its own memory and a scratch folder."""
