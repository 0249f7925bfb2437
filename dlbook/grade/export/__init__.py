"""The book's exercises as assignments of other graders."""
