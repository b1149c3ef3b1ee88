"""SQL expressions for commodity codes: known or not, reduced from ten digits, with a lost zero put back."""

from __future__ import annotations

from app.engine.store.ingest_cells import Reading, cell, tidy, trimmed
from app.engine.store.ingest_plan import IngestPlan

LISTED_HS = (
    "true AS hs_is_known",
    "true AS hs_parent_is_known",
    "false AS hs_is_reduced",
    "false AS hs_is_padded",
)
"""What rules see of a code that stands in the file exactly as it is listed."""


def pack_hs(code: str) -> int:
    """Number of the code and, in the lowest four bits, how many digits it has."""
    return int(code) << 4 | len(code)


def hs_packed(plan: IngestPlan, prefix: str, reading: Reading) -> str:
    """`pack_hs` of a known code, else NULL; membership is tested rather than joined, which leaves the cells flat."""
    if reading is Reading.TOLERANT:
        return "known_hs.code"
    text = cell(plan, "hs")
    packed = f"(try_cast({text} AS UBIGINT) << 4) | strlen({text})"
    return f"CASE WHEN {text} IN (SELECT text FROM {prefix}_hs) THEN {packed} END"


def hs_key(plan: IngestPlan) -> str:
    """The code to look up: reduced to eight digits and, where zeros were lost, with its zero put back."""
    given = _given(plan)
    lengths = f"WHEN length({given}) IN (2, 4, 6, 8) THEN {given} WHEN length({given}) = 10 THEN left({given}, 8)"
    if plan.repairs_hs_zeros:
        lengths += f" WHEN length({given}) IN (1, 3, 5, 7, 9) THEN left('0' || {given}, 8)"
    return f"(CASE WHEN NOT regexp_full_match({given}, '[0-9]+') THEN NULL {lengths} END)"


def hs_columns(plan: IngestPlan, reading: Reading) -> list[str]:
    """The code, its level, and what was done to read it, from `hs_packed` and, read tolerantly, `hs_key`."""
    number, level = "(hs_packed >> 4)::UINTEGER", "(hs_packed & 15)::UTINYINT"
    if reading is Reading.EXACT:
        text = trimmed(cell(plan, "hs"))
        return [f"{number} AS hs", f"{level} AS hs_level", *LISTED_HS, f"{text} AS hs_text"]
    text, given, key = tidy(plan, "hs"), _given(plan), "hs_key"
    is_mended = f"length({given}) % 2 = 1 OR {given} <> {text}" if plan.repairs_hs_zeros else "false"
    return [
        f"coalesce({number}, try_cast({key} AS UINTEGER)) AS hs",
        f"coalesce({level}, length({key})::UTINYINT) AS hs_level",
        "hs_packed IS NOT NULL AS hs_is_known",
        f"length({given}) IN (9, 10) AND {key} IS NOT NULL AS hs_is_reduced",
        f"({is_mended}) AND {key} IS NOT NULL AS hs_is_padded",
        f"{text} AS hs_text",
    ]


def _given(plan: IngestPlan) -> str:
    """The trimmed code; where zeros were lost to numbers, also without the decimals of a number."""
    text = tidy(plan, "hs")
    return f"regexp_replace({text}, '[.]0+$', '')" if plan.repairs_hs_zeros else text
