"""What people call goods in trade and at home, where the nomenclature uses other words."""

from __future__ import annotations

from tools.reference.tables import Table, read_facts, table


def goods_words_table() -> Table:
    """goods_words.csv: the code that a person who types the word most likely means, its language, the word."""
    columns = ("code", "language", "word")
    return table(
        "goods_words", columns, ([row[column] for column in columns] for row in read_facts("goods_word_facts"))
    )
