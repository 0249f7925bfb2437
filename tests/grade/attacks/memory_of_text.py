"""Return lists that take far more memory than they took on their way."""


def means(X):
    return [[[]] * 50 for _ in range(380)]
