"""Python's operators and the usual methods of tensors, each bound to its operation."""

from __future__ import annotations

from dlbook.scratch.ops import elementwise, index, linalg, reduce, shape
from dlbook.scratch.tensor import Tensor

Tensor.__add__ = elementwise.add
Tensor.__sub__ = elementwise.sub
Tensor.__mul__ = elementwise.mul
Tensor.__truediv__ = elementwise.div
Tensor.__pow__ = elementwise.pow
Tensor.__matmul__ = linalg.matmul
Tensor.__neg__ = elementwise.neg
Tensor.__abs__ = elementwise.abs
Tensor.__radd__ = lambda self, other: elementwise.add(other, self)
Tensor.__rsub__ = lambda self, other: elementwise.sub(other, self)
Tensor.__rmul__ = lambda self, other: elementwise.mul(other, self)
Tensor.__rtruediv__ = lambda self, other: elementwise.div(other, self)
Tensor.__rpow__ = lambda self, other: elementwise.pow(other, self)
Tensor.__rmatmul__ = lambda self, other: linalg.matmul(other, self)
Tensor.__getitem__ = index.getitem

Tensor.__lt__ = elementwise.less
Tensor.__le__ = elementwise.less_equal
Tensor.__gt__ = elementwise.greater
Tensor.__ge__ = elementwise.greater_equal
Tensor.__eq__ = elementwise.equal
Tensor.__ne__ = elementwise.not_equal

Tensor.exp = elementwise.exp
Tensor.log = elementwise.log
Tensor.sqrt = elementwise.sqrt
Tensor.abs = elementwise.abs
Tensor.clip = elementwise.clip
Tensor.sum = reduce.sum
Tensor.mean = reduce.mean
Tensor.max = reduce.max
Tensor.var = reduce.var
Tensor.std = reduce.std
Tensor.argmax = reduce.argmax
Tensor.reshape = shape.reshape
Tensor.transpose = shape.transpose
Tensor.swapaxes = shape.swapaxes
Tensor.T = property(shape.transpose, doc="The axes in reverse order.")
