"""Python's operators and the usual methods, each bound to its operation."""

from __future__ import annotations

from dlbook.scratch.ops import (
    arithmetic,
    compare,
    index,
    matmul,
    reduce,
    select,
    shape,
    variance,
)
from dlbook.scratch.tensor import Tensor

Tensor.__add__ = arithmetic.add
Tensor.__sub__ = arithmetic.sub
Tensor.__mul__ = arithmetic.mul
Tensor.__truediv__ = arithmetic.div
Tensor.__matmul__ = matmul.matmul
Tensor.__pow__ = arithmetic.pow
Tensor.__neg__ = arithmetic.neg
Tensor.__abs__ = arithmetic.abs
Tensor.__radd__ = lambda self, other: arithmetic.add(other, self)
Tensor.__rsub__ = lambda self, other: arithmetic.sub(other, self)
Tensor.__rmul__ = lambda self, other: arithmetic.mul(other, self)
Tensor.__rtruediv__ = lambda self, other: arithmetic.div(other, self)
Tensor.__rmatmul__ = lambda self, other: matmul.matmul(other, self)
Tensor.__getitem__ = index.getitem

Tensor.__lt__ = compare.less
Tensor.__le__ = compare.less_equal
Tensor.__gt__ = compare.greater
Tensor.__ge__ = compare.greater_equal
Tensor.__eq__ = compare.equal
Tensor.__ne__ = compare.not_equal

Tensor.exp = arithmetic.exp
Tensor.log = arithmetic.log
Tensor.sqrt = arithmetic.sqrt
Tensor.abs = arithmetic.abs
Tensor.sum = reduce.sum
Tensor.mean = reduce.mean
Tensor.max = reduce.max
Tensor.var = variance.var
Tensor.std = variance.std
Tensor.clip = select.clip
Tensor.argmax = reduce.argmax
Tensor.reshape = shape.reshape
Tensor.transpose = shape.transpose
Tensor.swapaxes = shape.swapaxes
Tensor.T = property(shape.transpose, doc="The axes in reverse order.")
