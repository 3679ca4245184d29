"""`what-if`, `observe`, `seal` and `score`: what they print, write and refuse."""

import json

import pytest

HAPPENED = """\
as_of: 2099-01-01
outcomes:
  filled-alone: {happened: true, text: The dam was filled., doubt: Only by half.}
"""


def told(out):
    """The output on one line, whatever its width."""
    return " ".join(out.split())


@pytest.fixture
def own(valley):
    """The template with a variant and with what happened."""
    (valley / "variants").mkdir()
    text = (
        "title: No strike\nchanges:\n  - {remove_option: Downstream.strike, assumed: it cannot}\n"
    )
    (valley / "variants" / "meek.yaml").write_text(text)
    (valley / "happened.yaml").write_text(HAPPENED)
    return valley


# --- what-if


def test_without_a_variant_it_lists_which_there_are(run, own):
    code, out, _ = run("what-if", own)
    assert code == 0
    assert "meek No strike" in told(out)


def test_a_variant_is_told_with_what_it_changes_and_what_follows(run):
    code, out, _ = run("what-if", "korea-2019", "spoiler", "helper")
    assert code == 0
    assert "spoiler: Team B: Moscow spoils" in out
    assert "Sanctions-honoured (“Russia.enforce”) is turned round" in told(out)
    assert "Erosion: now holds under Nash, SEQ and SSEQ" in told(out)
    assert "A path of self-interest opens to erosion: 1. Russia will act as the bridge" in told(out)
    assert "erosion SMR Nash → =" in told(out)
    assert "How likely each becomes: --draws N" in out


def test_what_becomes_of_the_status_quo_is_told(run):
    _, out, _ = run("what-if", "korea-2023", "seoul-out")
    assert "The status quo held under SMR and now does not hold." in told(out)
    assert "Seoul-arms-ukraine: is no longer asked" in told(out)


def test_with_draws_it_tells_which_probabilities_move(run, own):
    code, out, _ = run("what-if", own, "meek", "--draws", "300", "--full")
    assert code == 0
    assert "300 worlds drawn of each, seed 1" in told(out)
    assert "filled-alone ends there" in told(out)
    assert " ± " in out
    assert "drawn with the same random numbers" in told(out)


def test_its_data_has_the_same(run, own):
    _, out, _ = run("what-if", own, "--all", "--draws", "100", "--seed", "5", "--json")
    data = json.loads(out)
    (variant,) = data["variants"]
    assert (data["draws"], data["seed"], variant["variant"]) == (100, 5, "meek")
    for moved in variant["shifts"]:
        assert moved["change"] == pytest.approx(moved["after"] - moved["before"])
    assert [o["name"] for o in variant["outcomes"]] == [
        o["name"] for o in variant["comparison"]["outcomes"]
    ]


def test_an_unknown_variant_gets_the_nearest_name(run):
    code, _, err = run("what-if", "korea-2019", "spoilr")
    assert code == 2
    assert "`spoilr`: korea-2019 has no such variant; did you mean `spoiler`?" in err


@pytest.mark.parametrize("command", ["what-if", "observe", "seal", "score"])
@pytest.mark.parametrize("draws", ["0", "-5", "many", "10000001"])
def test_a_number_of_draws_that_makes_no_sense_is_refused(run, own, command, draws):
    more = {"what-if": ["meek"], "observe": ["Upstream.fill=on"]}.get(command, [])
    code, out, err = run(command, own, *more, "--draws", draws)
    assert (code, out) == (2, "")
    assert "Invalid value for '--draws'" in err


def test_variants_and_all_exclude_each_other(run, own):
    code, _, err = run("what-if", own, "meek", "--all")
    assert code == 2
    assert "give the variants, or --all; not both" in err


# --- observe


def test_an_observation_is_shown_and_not_kept(run, own):
    code, out, _ = run("observe", own, "Upstream.fill=on")
    assert code == 0
    assert "Seen: Upstream.fill on" in out
    assert not (own / "variants" / "observed.yaml").exists()


def test_an_observation_is_kept_under_a_name_and_never_over_another(run, own):
    code, out, _ = run("observe", own, "Upstream.fill=on", "--save", "filled")
    assert code == 0
    assert "variants/filled.yaml: written" in out
    assert run("what-if", own, "filled")[0] == 0
    before = (own / "variants" / "meek.yaml").read_bytes()
    code, _, err = run("observe", own, "Upstream.fill=on", "--save", "meek")
    assert code == 2
    assert "meek.yaml is there already; nothing was changed" in err
    assert (own / "variants" / "meek.yaml").read_bytes() == before


def test_a_sighting_of_nothing_is_refused(run, own):
    code, _, err = run("observe", own, "Upstream.fil=on", "Upstream.fill=of")
    assert code == 2
    assert "`Upstream.fil`: no such option or claim; did you mean `Upstream.fill`?" in err
    assert "`Upstream.fill`: found `of`; an option is seen on or off" in err


# --- seal and score


def sealed(run, folder, *options):
    code, out, err = run("seal", folder, "--draws", "40", "--json", *options)
    assert code == 0, err
    return json.loads(out)


def test_a_forecast_is_sealed_and_scored(run, own):
    data = sealed(run, own)
    code, out, _ = run("score", own, "--forecast", data["file"])
    assert code == 0
    assert f"SHA-256 {data['sha256']}" in told(out)
    assert "the content is untouched" in told(out)
    assert "filled-alone" in out
    assert "… had the doubtful gone the other way" in told(out)


def test_a_forecast_computed_now_says_that_it_was_not_sealed(run, own):
    code, out, _ = run("score", own, "--draws", "40")
    assert code == 0
    assert "It was not sealed before what happened was known" in told(out)
    assert "The log score takes no forecast for surer than 1% or 99%" in told(out)
    assert "always ½ 0.250 0.693" in told(out)
    assert "There are too few to ask" in told(out)


def test_a_forecast_sealed_afterwards_is_called_a_hindcast(run, own):
    (own / "happened.yaml").write_text(HAPPENED.replace("2099", "2021"))
    data = sealed(run, own)
    _, out, _ = run("score", own, "--forecast", data["file"])
    assert "That is not before the day of what happened, 2021-01-01: a hindcast" in told(out)


def test_what_happened_may_stand_elsewhere(run, own, tmp_path):
    (own / "happened.yaml").unlink()
    code, _, err = run("score", own, "--draws", "40")
    assert code == 2
    assert "has no happened.yaml; write it, or name a file" in err
    path = tmp_path / "later.yaml"
    path.write_text(HAPPENED.replace("filled-alone", "filled-alon"))
    code, _, err = run("score", own, path, "--draws", "40")
    assert code == 2
    assert "later.yaml:3:3: `filled-alon`: no such outcome; did you mean `filled-alone`?" in err


def test_a_tampered_seal_and_one_of_another_case_are_refused(run, own):
    data = sealed(run, own)
    code, _, err = run("score", "korea-2019", "--forecast", data["file"])
    assert code == 2
    assert "the forecast is of `valley`; the case is `korea-2019`" in err
    path = own / "forecasts" / data["file"].rpartition("/")[2]
    path.write_text(path.read_text().replace("seed: 1", "seed: 2"))
    code, _, err = run("score", own, "--forecast", path)
    assert code == 2
    assert "the seal is broken" in err


def test_a_built_in_case_is_sealed_elsewhere(run, tmp_path):
    code, _, err = run("seal", "korea-2019", "--draws", "4")
    assert code == 2
    assert "korea-2019 is built in and is not written to; say where with --output DIR" in err
    assert sealed(run, "korea-2019", "--output", tmp_path / "kept")["file"].startswith(
        str(tmp_path)
    )


def test_korea_2019_is_scored_against_what_is_known(run):
    """All that is known of its outcomes is that they did not happen; three are open."""
    _, out, _ = run("score", "korea-2019", "--draws", "40", "--json")
    data = json.loads(out)
    assert data["open"] == ["escalation", "erosion", "proliferation"]
    assert not any(one["happened"] for one in data["forecasts"])
    assert data["sealed"] is None
    assert data["reliability"] == []
