"""Operations on tensors: each forward stands beside its gradient."""
