"""The chart channel: chart options, the one local page that draws them, and its walls."""
