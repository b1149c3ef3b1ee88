"""Convolutional networks in MindSpore, with weights of other frameworks loaded by their names."""
