"""Ours and the peer in one run; `python3 run.py bench NAME`."""

import app.engine.inference  # noqa: F401  # keeps ONNX Runtime, wherever it is imported first, from reporting
