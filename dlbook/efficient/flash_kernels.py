"""Tiled attention as a kernel; importing this file needs Triton."""

import triton
import triton.language as tl


@triton.jit
def flash_attention_kernel(
    q_ptr, k_ptr, v_ptr, out_ptr, lse_ptr, T, S, scale,
    K: tl.constexpr, V: tl.constexpr, ROWS: tl.constexpr, COLUMNS: tl.constexpr,
    IS_CAUSAL: tl.constexpr,
):  # fmt: skip
    """Each program computes one block of rows of the output of one head."""
    head, start = tl.program_id(1).to(tl.int64), tl.program_id(0) * ROWS
    rows, k, v = start + tl.arange(0, ROWS), tl.arange(0, K), tl.arange(0, V)
    real = rows[:, None] < T
    q = tl.load(q_ptr + (head * T + rows[:, None]) * K + k, mask=real, other=0.0)
    m = tl.full((ROWS,), float("-inf"), tl.float32)
    total = tl.zeros((ROWS,), tl.float32)
    out = tl.zeros((ROWS, V), tl.float32)
    stop = tl.minimum(S, start + ROWS) if IS_CAUSAL else S
    for first in range(0, stop, COLUMNS):
        columns = first + tl.arange(0, COLUMNS)
        here = columns[:, None] < S
        keys = tl.load(k_ptr + (head * S + columns[:, None]) * K + k, mask=here, other=0.0)
        values = tl.load(v_ptr + (head * S + columns[:, None]) * V + v, mask=here, other=0.0)
        scores = tl.dot(q, tl.trans(keys), input_precision="ieee") * scale
        allowed = columns[None, :] < S
        if IS_CAUSAL:
            allowed = allowed & (columns[None, :] <= rows[:, None])
        scores = tl.where(allowed, scores, float("-inf"))
        largest = tl.maximum(m, tl.max(scores, axis=1))
        alpha, p = tl.exp(m - largest), tl.exp(scores - largest[:, None])
        total = alpha * total + tl.sum(p, axis=1)
        p = p.to(values.dtype)
        out = alpha[:, None] * out + tl.dot(p, values, input_precision="ieee")
        m = largest
    where = (head * T + rows[:, None]) * V + v
    tl.store(out_ptr + where, (out / total[:, None]).to(q.dtype), mask=real)
    tl.store(lse_ptr + head * T + rows, m + tl.log(total), mask=rows < T)
