"""Where the bundle's program begins: the same entry as `python -m app`."""

import sys

from app.__main__ import main

sys.exit(main())
