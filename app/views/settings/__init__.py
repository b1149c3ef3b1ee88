"""The settings page: how the window looks, what stands on maps, where data lie, and about the program."""
