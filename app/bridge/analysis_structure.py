"""Balance and shift of structure, as the page shows them."""

from __future__ import annotations

from app.bridge.analysis_inquiry import Asked, Findings, Inquiry
from app.bridge.analysis_words import MEMBER_DIMENSIONS, by_dimension, money, named_member, shortened, table_of
from app.bridge.charts.cards import Chart, Format, Measure
from app.bridge.charts.items import Item
from app.bridge.charts.options_changes import diverging_bars
from app.bridge.charts.options_series import Axis, Series, trend, within_one
from app.engine.analysis.indicators.balance import BalanceAnswer, balance
from app.engine.analysis.indicators.shift import ShiftAnswer, structural_shift
from app.engine.messages import Language, text
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Store
from app.engine.store.questions.compared import Compared

_SHARE, _POINTS = Measure(Format.SHARE), Measure(Format.POINTS)
_ENDS, _LINES, _BARS = 8, 6, 14
_BALANCE = ("exports", "imports", "balance", "cover", "normalised")
_SHIFT_DIMENSIONS = (Dimension.MODE, Dimension.COUNTRY, Dimension.PROVINCE, Dimension.HS2, Dimension.HS4)


def ask_balance(store: Store, asked: Asked) -> BalanceAnswer:
    """In both directions, whichever is selected."""
    return balance(store, asked.selection, asked.dimension)


def show_balance(answer: BalanceAnswer, language: Language) -> Findings:
    """Both directions with the balance, and the largest surpluses and deficits of the last year."""
    if not answer.years:
        return Findings(answer.basis, obstacle="query.nothing_found")
    years, measure = [str(row.year) for row in answer.years], money(answer.basis, language)
    series = [
        Series("import", text("dashboard.imports", language), [float(r.imports) for r in answer.years], (), "import"),
        Series("export", text("dashboard.exports", language), [float(r.exports) for r in answer.years], (), "export"),
        Series(
            "balance", text("dashboard.balance", language), [float(r.balance) for r in answer.years], (), "muted", True
        ),
    ]
    rows, selection = answer.members, answer.basis.selection
    ends = rows if len(rows) <= 2 * _ENDS else (*rows[:_ENDS], *rows[len(rows) - _ENDS :])
    items = [
        Item(
            str(row.member),
            named_member(answer.dimension, row.member, selection, language),
            float(row.balance),
        )
        for row in ends
    ]
    by = by_dimension(answer.dimension, language)
    charts = {
        "years": Chart(
            text("analysis.name_balance", language),
            option=trend(Axis(years, years), series, measure),
            measure=measure,
        ),
        "members": Chart(
            text("analysis.chart_ends", language, year=years[-1]),
            caption=by,
            option=diverging_bars(items, measure),
            measure=measure,
        ),
    }
    members = {"member": answer.dimension}
    tables = (
        table_of(text("analysis.table_years", language), answer.years, ("year", *_BALANCE), answer.basis, language),
        table_of(
            by,
            rows,
            ("member", *_BALANCE),
            answer.basis,
            language,
            members=members,
        ),
    )
    return Findings(answer.basis, charts=charts, tables=tables)


def ask_shift(store: Store, asked: Asked) -> ShiftAnswer:
    """Between the two years."""
    return structural_shift(store, asked.selection, asked.dimension, Compared(asked.before, asked.after))


def show_shift(answer: ShiftAnswer, language: Language) -> Findings:
    """Shares over the years, and the largest shifts between the two."""
    if not answer.rows:
        return Findings(answer.basis, obstacle="query.nothing_found")
    selection = answer.basis.selection
    items = [
        Item(str(row.member), named_member(answer.dimension, row.member, selection, language), row.shift)
        for row in answer.rows[:_BARS]
    ]
    caption = by_dimension(answer.dimension, language)
    charts = {
        "shares": Chart(
            text("analysis.chart_shares", language), caption=caption, option=_shares(answer, language), measure=_SHARE
        ),
        "shifts": Chart(
            text("analysis.chart_shifts", language, before=answer.before, after=answer.after),
            caption=caption,
            option=diverging_bars(items, _POINTS),
            measure=_POINTS,
        ),
    }
    share = f"{answer.moved:.1%}"
    said = text("analysis.moved", language, before=answer.before, after=answer.after, share=share)
    columns = ("member", "share_before", "share_after", "shift")
    title = text("analysis.name_shift", language)
    table = table_of(title, answer.rows, columns, answer.basis, language, members={"member": answer.dimension})
    return Findings(answer.basis, (said,), charts, (table,))


def _shares(answer: ShiftAnswer, language: Language) -> dict[str, object]:
    """The largest members of the last year stacked, all others together on top."""
    years = sorted({row.year for row in answer.shares})
    by_member: dict[int, dict[int, float]] = {}
    for row in answer.shares:
        by_member.setdefault(row.member, {})[row.year] = row.share
    largest = sorted(by_member, key=lambda member: -by_member[member].get(years[-1], 0.0))
    selection, names = answer.basis.selection, [str(year) for year in years]
    series = [
        Series(
            str(member),
            shortened(named_member(answer.dimension, member, selection, language)),
            [by_member[member].get(year, 0.0) for year in years],
        )
        for member in largest[:_LINES]
    ]
    if rest := largest[_LINES:]:
        values = [sum(by_member[member].get(year, 0.0) for member in rest) for year in years]
        series.append(Series("others", text("analysis.others", language, count=len(rest)), values, (), "no_data"))
    return within_one(trend(Axis(names, names), series, _SHARE, is_stacked=True))


BALANCE = Inquiry("balance", MEMBER_DIMENSIONS, ask_balance, show_balance)
SHIFT = Inquiry("shift", _SHIFT_DIMENSIONS, ask_shift, show_shift, has_years=True)
