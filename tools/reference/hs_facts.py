"""Titles of the 22 sections, and why some chapters cannot be told from a photo."""

from __future__ import annotations

SECTIONS_EN = {
    "I": "Live animals; animal products",
    "II": "Vegetable products",
    "III": "Animal, vegetable or microbial fats and oils; edible fats; waxes",
    "IV": "Prepared foodstuffs; beverages, spirits and vinegar; tobacco",
    "V": "Mineral products",
    "VI": "Products of the chemical or allied industries",
    "VII": "Plastics and rubber, and articles thereof",
    "VIII": "Raw hides and skins, leather, furskins; travel goods and handbags",
    "IX": "Wood, cork and plaiting materials, and articles thereof",
    "X": "Wood pulp; paper and paperboard, and articles thereof",
    "XI": "Textiles and textile articles",
    "XII": "Footwear, headgear, umbrellas; prepared feathers; artificial flowers",
    "XIII": "Articles of stone, plaster and cement; ceramics; glass",
    "XIV": "Pearls, precious stones and metals; imitation jewellery; coin",
    "XV": "Base metals and articles thereof",
    "XVI": "Machinery and electrical equipment",
    "XVII": "Vehicles, aircraft and vessels",
    "XVIII": "Optical, measuring and medical instruments; clocks; musical instruments",
    "XIX": "Arms and ammunition",
    "XX": "Miscellaneous manufactured articles",
    "XXI": "Works of art, collectors' pieces and antiques",
    "XXII": "Special transactions and unclassified goods",
}
LAST_SECTION_ZH = "特殊交易品及未分类商品"
EXTRA_CHAPTERS = {
    "98": ("特殊交易品及未分类商品", "Special transactions and unclassified goods"),
    "99": ("跨境电商B2B简化申报商品等特殊商品", "Commodities not specified according to kind"),
}

_COMPOSITION = "told apart by composition: powders, liquids and gases in neutral packing look alike"
_SUBSTANCE = "told apart by substance or fibre content, which a photo does not show"
NOT_PHOTOGRAPHABLE = {
    "13": _COMPOSITION,
    "15": _COMPOSITION,
    "23": "residues and feeds: meal and pellets of any origin look alike",
    "28": _COMPOSITION,
    "29": _COMPOSITION,
    "35": _COMPOSITION,
    "38": _COMPOSITION,
    "50": _SUBSTANCE,
    "51": _SUBSTANCE,
    "53": _SUBSTANCE,
    "54": _SUBSTANCE,
    "55": _SUBSTANCE,
    "75": "metals told apart by composition, not by look",
    "78": "metals told apart by composition, not by look",
    "79": "metals told apart by composition, not by look",
    "80": "metals told apart by composition, not by look",
    "81": "metals told apart by composition, not by look",
    "98": "defined by the kind of transaction, not by the goods",
    "99": "defined by the kind of transaction, not by the goods",
}
