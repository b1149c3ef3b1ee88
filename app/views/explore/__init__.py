"""The cross table: its page, its head, its menus and its chart."""
