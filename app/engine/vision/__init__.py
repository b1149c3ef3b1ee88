"""Photos of goods to chapters of the nomenclature: preprocessing, networks, blending, answers, evaluation."""
