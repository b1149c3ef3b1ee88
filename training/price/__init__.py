"""The price network: its data, its definition in MindSpore, its training and its export."""
