"""UN Comtrade downloads, current and legacy: goods by the Harmonized System in US dollars, splits left to the rules."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from app.engine.errors import InputError
from app.engine.messages import Language
from app.engine.records.layout import Evidence, Field, Layout, PartnerCoding, SourceFormat
from app.engine.records.periods import stamp
from app.engine.records.sample import Match, Sample, Stated, positions
from app.engine.reference import hs_codes

# where several columns say the same, the first is taken
_CURRENT: Mapping[Field, tuple[str, ...]] = {
    Field.PERIOD: ("period", "refyear"),
    Field.REPORTER: ("reporteriso", "reportercode"),
    Field.DIRECTION: ("flowcode", "flowdesc"),
    Field.PARTNER: ("partnercode", "partneriso"),
    Field.PARTNER_2: ("partner2code", "partner2iso"),
    Field.EDITION: ("classificationcode", "classificationsearchcode"),
    Field.HS: ("cmdcode",),
    Field.HS_LEVEL: ("aggrlevel",),
    Field.IS_LEAF: ("isleaf",),
    Field.CUSTOMS_PROCEDURE: ("customscode",),
    Field.TRANSPORT: ("motcode",),
    Field.QUANTITY: ("qty", "netwgt"),
    Field.UNIT: ("qtyunitabbr", "qtyunitcode"),
    Field.QUANTITY_2: ("netwgt",),
    Field.VALUE: ("primaryvalue",),
}
_LEGACY: Mapping[Field, tuple[str, ...]] = {
    Field.PERIOD: ("period", "year"),
    Field.REPORTER: ("reporteriso", "reportercode"),
    Field.DIRECTION: ("tradeflow",),
    Field.PARTNER: ("partnercode", "partneriso"),
    Field.PARTNER_2: ("2ndpartnercode", "2ndpartneriso"),
    Field.EDITION: ("classification",),
    Field.HS: ("commoditycode",),
    Field.HS_LEVEL: ("aggregatelevel",),
    Field.IS_LEAF: ("isleafcode",),
    Field.CUSTOMS_PROCEDURE: ("customsproc.code",),
    Field.TRANSPORT: ("modeoftransportcode",),
    Field.QUANTITY: ("qty", "netweight(kg)"),
    Field.UNIT: ("qtyunit", "qtyunitcode"),
    Field.QUANTITY_2: ("netweight(kg)",),
    Field.VALUE: ("tradevalue(us$)",),
}
_WEIGHTS = frozenset({"netwgt", "netweight(kg)"})
_KILOGRAM = "千克"
_ABSENT = frozenset({"N/A", "-1", "0.N/A", "No Quantity", "nan", "NULL"})
_NOT_HS = MappingProxyType({"S": "SITC", "B": "BEC", "E": "EBOPS"})
_SITC_WORDS = re.compile(r"\bdivision \d\d\b|\bn\.\s?e\.\s?s\b", re.IGNORECASE)


def match(sample: Sample, stated: Stated) -> Match | None:
    """Recognise by the download's column names; refuse classifications other than HS, and services, by name."""
    at = positions(sample.columns)
    names = _names(at)
    if names is None:
        return None
    fields = {field: at[next(n for n in wanted if n in at)] for field, wanted in names.items() if at.keys() & {*wanted}}
    fields, constants = _quantities(fields, at)
    fields = _realigned(sample, fields)
    _require_goods(sample, at)
    classification = _require_hs(sample, fields, at)
    when = stamp(sample, stated, fields, trusts_name=False)
    layout = Layout(
        format=SourceFormat.COMTRADE,
        columns=sample.columns,
        fields=MappingProxyType(fields),
        constants=MappingProxyType({**when.constants, **constants, Field.CURRENCY: "USD"}),
        partner_coding=_coding(sample, fields),
        has_units=False,
        absent_words=_ABSENT,
    )
    return Match(layout, when.years, when.direction, (*when.evidence, classification))


def _names(at: Mapping[str, int]) -> Mapping[Field, tuple[str, ...]] | None:
    if {"cmdcode", "primaryvalue", "flowcode"} <= at.keys() or {"cmdcode", "primaryvalue", "flowdesc"} <= at.keys():
        return _CURRENT
    return _LEGACY if {"commoditycode", "tradevalue(us$)", "tradeflow"} <= at.keys() else None


def _quantities(fields: dict[Field, int], at: Mapping[str, int]) -> tuple[dict[Field, int], dict[Field, str]]:
    """Net weight is the second quantity, or the only one of a cut-down file; its unit is in its name alone."""
    weights = {at[name] for name in _WEIGHTS if name in at}
    only_weight = fields.get(Field.QUANTITY) in weights
    left_out = {Field.QUANTITY_2, Field.UNIT} if only_weight else set()
    kept = {field: position for field, position in fields.items() if field not in left_out}
    constants = (
        {Field.UNIT: _KILOGRAM} if only_weight else {Field.UNIT_2: _KILOGRAM} if Field.QUANTITY_2 in kept else {}
    )
    return kept, constants


def _realigned(sample: Sample, fields: dict[Field, int]) -> dict[Field, int]:
    """Rows with one field more than the header: the extra one is at the end, or (an index) at the front."""
    if _is_aligned(sample, fields):
        return fields
    moved = {field: position + 1 for field, position in fields.items()}
    if max(moved.values()) < len(sample.columns) and _is_aligned(sample, moved):
        return moved
    column = sample.columns[fields[Field.DIRECTION]]
    example = next(iter(sample.values(fields[Field.DIRECTION])), "")
    raise InputError("records.columns_shifted", file=sample.file_name, column=column, example=example, rows="1 …")


def _is_aligned(sample: Sample, fields: Mapping[Field, int]) -> bool:
    flows = sample.values(fields[Field.DIRECTION])
    periods = sample.values(fields[Field.PERIOD]) if Field.PERIOD in fields else []
    are_flows = all(re.fullmatch(r"[A-Za-z][A-Za-z -]{0,40}", flow) and not _is_code(flow) for flow in flows)
    return are_flows and all(re.match(r"(19|20)\d\d", period) for period in periods)


def _is_code(text: str) -> bool:
    return len(text) == 3 and text.isupper()


def _require_goods(sample: Sample, at: Mapping[str, int]) -> None:
    kinds = set(sample.values(at["typecode"])) if "typecode" in at else set()
    if kinds & {"S", "s"}:
        raise InputError("records.comtrade_services", file=sample.file_name)


def _require_hs(sample: Sample, fields: Mapping[Field, int], at: Mapping[str, int]) -> Evidence:
    if Field.EDITION in fields:
        stated = sorted(set(sample.values(fields[Field.EDITION])))
        for name in stated:
            if name[:1].upper() in _NOT_HS and not name.upper().startswith("HS"):
                _refuse(sample, f"{_NOT_HS[name[:1].upper()]} ({name})")
        return Evidence("evidence.classification_stated", {"classification": ", ".join(stated)})
    texts = sample.values(at[name]) if (name := next((n for n in ("cmddesc", "commodity") if n in at), "")) else []
    codes = sample.values(fields[Field.HS])
    if _speaks_sitc(codes, texts):
        _refuse(sample, "SITC")
    if not _speaks_hs(codes, texts):
        raise InputError("records.classification_unknown", file=sample.file_name)
    return Evidence("evidence.classification_by_codes", {"count": len(set(codes))})


def _refuse(sample: Sample, classification: str) -> None:
    raise InputError("records.not_hs", file=sample.file_name, classification=classification)


def _speaks_sitc(codes: Sequence[str], texts: Sequence[str]) -> bool:
    has_division_zero = any(code in {"0", "00"} for code in codes)
    return has_division_zero or any(_SITC_WORDS.search(text) for text in texts)


def _speaks_hs(codes: Sequence[str], texts: Sequence[str]) -> bool:
    """Long codes that the reference knows, or chapter titles as the nomenclature words them."""
    table = hs_codes.table()
    digits = {code if len(code) % 2 == 0 else f"0{code}" for code in codes if code.isdigit()}
    long = {code for code in digits if len(code) >= 4}
    if long:
        return sum(1 for code in long if table.status(code) is hs_codes.Status.KNOWN) >= 0.9 * len(long)
    titles = {table.title(code, Language.EN).casefold() for code in digits}
    return bool(titles) and sum(1 for text in set(texts) if text.casefold() in titles) >= 0.5 * len(set(texts) or {""})


def _coding(sample: Sample, fields: Mapping[Field, int]) -> PartnerCoding:
    partners = sample.values(fields[Field.PARTNER]) if Field.PARTNER in fields else []
    return PartnerCoding.M49 if all(partner.lstrip("-").isdigit() for partner in partners) else PartnerCoding.ISO3
