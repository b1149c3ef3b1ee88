"""Trained models at run time: their cards, and sessions that run them; the only place that imports ONNX Runtime."""
