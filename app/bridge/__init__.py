"""Qt without widgets: what screens and the engine share, from tasks and texts to the chart channel."""
