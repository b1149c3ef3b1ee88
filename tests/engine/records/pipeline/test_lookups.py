"""The vocabularies that texts are looked up in: small enough to be packed, and complete with the rule of each text."""

from __future__ import annotations

import pytest

from app.engine.records.layout import Field, Layout, PartnerCoding, SourceFormat
from app.engine.records.lookups import partner_vocabulary, vocabularies
from app.engine.records.rules import Profile, for_store, rule_book
from app.engine.store.coding import CODE_MASK, encode
from app.engine.store.ingest_plan import RuleAction, Spelling, Vocabulary

LAYOUT = Layout(SourceFormat.SEED, columns=("a",), fields={Field.HS: 0}, hs_digits=8)
FIELDS = {"hs", "country", "province", "mode", "quantity", "unit", "unit_2", "value", "reporter"}


@pytest.mark.parametrize("profile", Profile)
def test_every_vocabulary_fits_its_bits(profile: Profile) -> None:
    chosen = rule_book().chosen(profile, LAYOUT, FIELDS)
    found = vocabularies(LAYOUT, chosen, FIELDS)

    sizes = {name: len(encode(one, for_store(chosen)).spellings) for name, one in found.items()}

    assert sizes.keys() == {"country", "province", "mode", "unit", "unit_2", "reporter"}
    assert max(sizes.values()) <= CODE_MASK


@pytest.mark.parametrize("coding", PartnerCoding)
def test_texts_of_partners_are_unique(coding: PartnerCoding) -> None:
    texts = [spelling.text for spelling in partner_vocabulary(coding, ()).spellings]

    assert len(texts) == len(set(texts))


def test_too_many_texts_are_refused() -> None:
    spellings = [Spelling(str(number), number) for number in range(CODE_MASK + 1)]

    with pytest.raises(ValueError, match="country"):
        encode(Vocabulary("country", "partner", spellings), ())


@pytest.mark.parametrize("profile", Profile)
@pytest.mark.parametrize("source", SourceFormat)
def test_flags_of_a_source_fit_sixteen_bits(profile: Profile, source: SourceFormat) -> None:
    layout = Layout(source, columns=("a",), fields={Field.HS: 0}, hs_digits=8)
    chosen = rule_book().chosen(profile, layout, {*FIELDS, "currency", "direction", "partner_2"})

    flags = [rule for rule in chosen if rule.action is not RuleAction.REJECT and rule.predicate]

    assert len(flags) <= 16


def test_every_rule_has_one_way_to_match() -> None:
    ways = ("predicate", "partner_list", "partner_aliases", "modes", "mode_aliases", "province_aliases", "unit_aliases")

    counted = {rule.id: sum(bool(getattr(rule, way)) for way in (*ways, "applied_by")) for rule in rule_book().rules}

    assert set(counted.values()) == {1}
    assert len(counted) == len(rule_book().rules)
