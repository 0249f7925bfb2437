"""Grade a course: hidden checks in a trusted process, students' code in a sandbox."""
