"""Grade a course: hidden checks in a trusted process, students' code in a sandbox.

    with Grader() as grader:
        task = Task("ada", "optimizers/adamw", source, digest_of(source), seed)
        outcome = grader.grade(task)

The check is the one of a reader's notebook (:mod:`dlbook.exercise.check`). It runs in a process
that never runs a line of a student's code: it draws inputs from a seed of the student's own,
computes what is expected, and judges what comes back. The answer runs in a child of a server
that never loads an exercise. Between the two go data, never a pickle and never an object.

Whatever a student's process sends is believed to be a result, and nothing more. So it does
not matter what it has changed in itself; the sandbox is for everything else: the machine,
the other students, and the time of the batch.
"""
