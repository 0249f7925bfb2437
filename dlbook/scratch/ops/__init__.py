"""Operations on tensors: each forward stands next to its gradient."""
