import pytest

from app.engine.messages import Language
from app.engine.reference import currencies


@pytest.mark.parametrize("text", ["USD", "usd", "美元", " US Dollar ", "502"])
def test_finds_a_currency_by_code_name_or_number(text: str) -> None:
    assert currencies.table().find(text) == currencies.table().by_code("USD")


def test_names_follow_the_language() -> None:
    yuan = currencies.table().by_code("CNY")

    assert (yuan.name(Language.ZH), yuan.name(Language.EN)) == ("人民币", "Yuan Renminbi")
