"""What was seen since, as a variant of the case."""

import pytest

from case.folders import CRISIS, write
from detente.case import EditRefused, UnknownName, load, varied
from detente.case.observe import observed, place_to_save, save_variant
from making import case


def seen(*sightings, name="observed"):
    return varied(observed(case(), sightings, name), name)


def test_an_option_seen_on_is_on_in_the_status_quo():
    assert seen("Up.share=on", "Up.fill=on").model.status_quo == ("Up.fill", "Up.share")


def test_a_claim_is_confirmed_or_denied():
    found = seen("fear=denied", "vow=confirmed")
    assert found.believed == {"vow"}
    assert found.disbelieved == {"fear"}


def test_the_case_is_as_it_was():
    base = case()
    observed(base, ["Up.fill=on"])
    assert "observed" not in base.variants


@pytest.mark.parametrize(
    ("sighting", "message"),
    [
        ("Up.fil=on", "`Up.fil`: no such option or claim; did you mean `Up.fill`?"),
        ("rain=on", "`rain`: no such option or claim; options are: Up.fill, Up.share, Down.strike"),
        ("Up.fill", "`Up.fill`: nothing is said of it; an option is seen on or off"),
        ("Up.fill=yes", "`Up.fill`: found `yes`; an option is seen on or off"),
        ("fear=on", "found `on`; a claim is confirmed or denied: write `fear=confirmed`"),
        ("Up.fill=off", "`Up.fill`: is off in the status quo already"),
    ],
)
def test_a_sighting_that_makes_no_sense_is_told(sighting, message):
    with pytest.raises(UnknownName) as error:
        seen(sighting)
    assert message in str(error.value)


def test_all_that_is_wrong_is_told_at_once():
    with pytest.raises(UnknownName) as error:
        seen("Up.fil=on", "Up.fill=on", "Up.fill=off", "fear=denied", "fear=confirmed")
    assert str(error.value).splitlines() == [
        "`Up.fil`: no such option or claim; did you mean `Up.fill`?",
        "`Up.fill`: is seen both on and off",
        "`fear`: is both confirmed and denied",
    ]


def test_what_the_rules_exclude_asks_what_else_was_seen():
    with pytest.raises(UnknownName) as error:
        observed(load("korea-2023"), ["DPRK.ship=on"])
    assert str(error.value) == (
        "what was seen cannot be so together: `never: Russia.enforce and (DPRK.ship or"
        " Russia.satellite or Russia.strategic)`; was `Russia.enforce=off` seen too?"
    )


def test_a_listed_state_is_seen(tmp_path):
    base = load(write(tmp_path, CRISIS))
    other = next(s.id for s in base.model.states if (s.id,) != base.model.status_quo)
    assert varied(observed(base, [f"{other}=on"]), "observed").model.status_quo == (other,)
    with pytest.raises(UnknownName, match="a state is seen on"):
        observed(base, [f"{other}=off"])
    with pytest.raises(UnknownName, match="is the status quo already"):
        observed(base, [f"{base.model.status_quo[0]}=on"])


def test_an_observation_is_saved_once_and_read_again(valley):
    found = observed(load(valley), ["Upstream.fill=on"], "filled")
    assert save_variant(found, "filled", valley) == "variants/filled.yaml"
    again = load(valley)
    assert varied(again, "filled").model.status_quo == varied(found, "filled").model.status_quo
    before = (valley / "variants" / "filled.yaml").read_bytes()
    with pytest.raises(EditRefused, match="is there already; nothing was changed"):
        save_variant(found, "filled", valley)
    with pytest.raises(EditRefused, match="is there already; nothing was changed"):
        place_to_save(load(valley), "filled")
    assert (valley / "variants" / "filled.yaml").read_bytes() == before
    assert [p.name for p in (valley / "variants").iterdir()] == ["filled.yaml"]


def test_a_built_in_case_is_not_written_to():
    with pytest.raises(EditRefused, match="korea-2019 is built in and is not written to"):
        place_to_save(load("korea-2019"), "observed")


@pytest.mark.parametrize("name", ["../x", "a b", ".hidden", "", "a/b"])
def test_a_name_that_no_file_may_have_is_refused(name):
    with pytest.raises(EditRefused, match="cannot be the name of a variant; allowed: letters"):
        seen("Up.fill=on", name=name)
