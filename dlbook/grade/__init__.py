"""Grade a course: hidden checks in a trusted process, students' code in a sandbox.

    with Grader() as grader:
        task = Task("ada", "optimizers/adamw", source, digest_of(source), seed)
        outcome = grader.grade(task)

The checker holds the exercises, draws inputs from a seed of the student's own, computes what
is expected, and compares. It never runs a line of a student's code. That runs in a child of a
server, which was started afresh and never loads a check; between the two go numbers, arrays
and lists, never a pickle. To the checker, the student's function is a proxy, and so is every
object that it returns: a check may call it, read and set its attributes, count its items and
go through them. Operators do not work on such an object, on purpose: what a check computes
with is to be an array. Objects of the starter's classes go to the student's process as copies
that are kept the same on both sides.

Whatever a student's process sends is believed to be a result, and nothing more. So it does
not matter what it has changed in itself; the sandbox is for everything else: the machine,
the other students, and the time of the batch.
"""
