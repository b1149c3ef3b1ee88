import pytest

from app.engine.reference.spelling import lookup, normalise


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("寄售、代销贸易", "寄售，代销贸易"),
        ("国(地)别不详", "国（地）别不详 "),
        ("Viet Nam", "VIETNAM"),
        ("个 / 套", "个／套"),
        ("Curac\u0327ao", "Curaçao"),
        ("Cote d'Ivoire", "Côte d’Ivoire"),
    ],
)
def test_width_case_accents_blanks_and_commas_do_not_matter(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)


def test_a_lookup_holds_both_widths_and_capitals() -> None:
    found = lookup([("国(地)别", 1), ("Areas, nes", 2)])

    assert found["国（地）别"] == 1
    assert found["AREAS, NES"] == 2


def test_a_lookup_holds_names_without_accents() -> None:
    assert lookup([("Réunion", 237)])["Reunion"] == 237


def test_a_variant_never_displaces_an_exact_spelling() -> None:
    found = lookup([("G", 1), ("g", 2)])

    assert (found["G"], found["g"]) == (1, 2)
