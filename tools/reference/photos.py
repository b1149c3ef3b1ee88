"""What photo networks know already: the classes of ImageNet that are goods, by chapter."""

from __future__ import annotations

from tools.reference.tables import Table, read_facts, table


def imagenet_chapters_table() -> Table:
    """imagenet_chapters.csv: number of the class, its name, the chapter; classes that are no goods are left out."""
    rows = [(row["number"], row["name"], row["chapter"]) for row in read_facts("imagenet_facts")]
    return table("imagenet_chapters", ("number", "name", "chapter"), rows)
