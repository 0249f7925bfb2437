"""Let the parser overflow."""

means = eval("(" * 90_000 + ")" * 90_000)
