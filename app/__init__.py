"""Tradescope: price, inspect and explain China's import and export trade."""

__version__ = "0.1.0"
