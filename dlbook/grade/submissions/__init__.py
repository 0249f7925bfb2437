"""Read what students handed in: whatever it holds, it costs nobody but its author."""
