"""Setting a report on pages: fonts, lines, what stays together, and where pages end."""
