"""Training of the models that the program runs; needs the extra `train`, and nothing of it is part of the window."""

import app.engine.inference  # noqa: F401  # keeps ONNX Runtime, wherever it is imported first, from reporting
