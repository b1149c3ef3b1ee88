"""Training of the models that the program runs; needs the extra `train`, and nothing of it is part of the window."""
