"""Write ``colab/``: ``python -m tools.colab``."""

from __future__ import annotations

import sys

from tools.colab.notebooks import main

if __name__ == "__main__":
    sys.exit(main())
