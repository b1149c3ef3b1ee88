"""The big screen: a standing display for a hall."""
