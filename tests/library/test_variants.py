"""The variants of the built-in cases: each can be solved, says why, and changes what it should."""

from functools import cache

import pytest

from detente.case import load, varied
from detente.conflict import compare, overview, solve

CASES = ("korea-2019", "korea-2023")
HELD = {case: load(case) for case in CASES}
VARIANTS = [(case, name) for case in CASES for name in HELD[case].variants]
IDS = [":".join(pair) for pair in VARIANTS]


@cache
def seen(case, name=""):
    held = HELD[case]
    return overview(solve(varied(held, name) if name else held))


@pytest.mark.parametrize("case", CASES)
def test_a_case_has_the_what_ifs_its_documents_discuss(case):
    assert len(HELD[case].variants) >= 8


@pytest.mark.parametrize(("case", "name"), VARIANTS, ids=IDS)
def test_a_variant_leaves_a_conflict_with_a_status_quo_and_something_that_holds(case, name):
    view = seen(case, name)
    assert view.status_quo is not None
    assert view.result.equilibria["SMR"]


@pytest.mark.parametrize(("case", "name"), VARIANTS, ids=IDS)
def test_a_variant_says_what_it_is_for_and_why_it_makes_each_change(case, name):
    variant = HELD[case].variants[name]
    assert variant.text
    assert all(change.because or change.assumed for change in variant.changes)


@pytest.mark.parametrize(("case", "name"), VARIANTS, ids=IDS)
def test_a_variant_makes_a_difference_to_the_model_or_to_what_it_rests_on(case, name):
    held = HELD[case]
    found = varied(held, name)
    assert (found.canonical(), dict(found.claims), found.believed) != (
        held.canonical(),
        dict(held.claims),
        frozenset(),
    )


def test_no_two_variants_of_a_case_say_the_same():
    for case in CASES:
        held = HELD[case]
        told = [varied(held, n) for n in held.variants]
        said = {(v.canonical(), tuple(v.claims), v.believed) for v in told}
        assert len(said) == len(held.variants)


# Each row is a sentence of the case's page, or of the variant's own title, as far as it can be
# computed. What is written is the outcome and how it fares: the strictest concept it holds under,
# then whether self-interest leads to it.
FINDINGS = [
    ("korea-2019", "helper", "bridge", "Nash", "opened"),
    ("korea-2019", "spoiler", "erosion", "Nash", "opened"),
    ("korea-2019", "arsenal-at-a-price", "guaranteed-disarmament", "Nash", ""),
    ("korea-2019", "two-power-word", "two-party-deal", "SMR", ""),
    ("korea-2019", "half-a-loaf", "interim-deal", "Nash", "opened"),
    ("korea-2019", "acute-need", "proliferation", "Nash", "opened"),
    ("korea-2019", "no-bridge", "escalation", "Nash", ""),
    ("korea-2019", "pause-ends", "escalation", "SMR", "opened"),
    ("korea-2019", "crisis", "stalemate", "Nash", ""),
    ("korea-2023", "shells-sent", "shells-for-satellites", "Nash", ""),
    ("korea-2023", "shells-sent", "no-trade", "SMR", "closed"),
    ("korea-2023", "shells-disbelieved", "shells-for-satellites", "Nash", ""),
    ("korea-2023", "vault-opens", "know-how-lost", "Nash", "opened"),
    ("korea-2023", "know-how-handed-over", "seoul-arms-ukraine", "Nash", "opened"),
    ("korea-2023", "test-meant", "shells-for-satellites", "SSEQ", ""),
    ("korea-2023", "silence-is-cover", "punished-test", "Nash", "opened"),
    ("korea-2023", "price-bites", "no-trade", "SSEQ", ""),
    ("korea-2023", "washington-outbids", "return-to-talks", "SSEQ", "opened"),
    ("korea-2023", "holds-out", "no-trade", "Nash", ""),
    ("korea-2023", "holds-out", "shells-for-satellites", "Nash", "closed"),
    ("korea-2023", "unpaid", "unpaid-shells", "Nash", ""),
    ("korea-2023", "beijing-joins", "two-blocs", "Nash", "opened"),
    ("korea-2023", "beijing-alone", "shells-for-satellites", "Nash", ""),
]


@pytest.mark.parametrize(("case", "name", "outcome", "concept", "path"), FINDINGS)
def test_a_variant_does_to_an_outcome_what_its_page_says(case, name, outcome, concept, path):
    changes = compare(seen(case), seen(case, name)).outcomes
    change = next(change for change in changes if change.name == outcome)
    strictest = seen(case, name).result.outcomes[outcome].strictest
    assert strictest[0] == concept
    assert (change.opened, change.closed) == (path == "opened", path == "closed")


def test_without_seoul_its_outcome_is_no_longer_named():
    found = compare(seen("korea-2023"), seen("korea-2023", "seoul-out"))
    gone = [change.name for change in found.outcomes if change.after is None]
    assert gone == ["seoul-arms-ukraine"]
