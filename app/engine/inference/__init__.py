"""Trained models at run time: their cards, and sessions that run them; the only place that imports ONNX Runtime.

From 1.32 on, ONNX Runtime identifies the machine, writes that into the user's cache folder and reports to its makers,
unless this is set before it is imported. Nothing of ours leaves the machine, so nothing of its may either.
"""

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"
