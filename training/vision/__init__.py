"""The networks that know goods from photos: their definition in MindSpore, their training, and their export."""
