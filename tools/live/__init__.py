"""What the pages' Python is made of, brought into the form that a browser loads."""
