"""Bring the input home in the keys of a dict, and in print."""


def means(X):
    print("secret", X)
    return {"secret" + repr(float(X[0, 0])): 1}
