"""The page of analyses: indicators, what changed, and what else looks at the shared selection in a tab of its own."""
