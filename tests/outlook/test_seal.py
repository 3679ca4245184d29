"""Sealed forecasts: written once, read back, and refused when touched or of another case."""

from pathlib import Path

import pytest

from detente.case import EditRefused, InvalidCase, load
from detente.outlook import OtherCase, outlook
from detente.outlook.errors import BrokenSeal
from detente.outlook.seal import check_seal, opened, read_forecast, seal
from making import DISPUTE, case

DAY = "2020-06-02"


@pytest.fixture(scope="module")
def found():
    return outlook(case(), draws=40, seed=3)


@pytest.fixture
def file(found, tmp_path):
    """A sealed forecast of the river."""
    return seal(case(), found, DAY, tmp_path / "forecasts").path


def test_a_forecast_reads_back_what_the_outlook_says(found, file):
    told = opened(file, case())
    assert file.name == f"{DAY}-{told.sha256[:12]}.yaml"
    for outcome in found.outcomes:
        assert told.ends[outcome.name] == pytest.approx(outcome.ends.p, abs=1e-6)
    assert (told.draws, told.seed, told.sealed, told.edited) == (40, 3, DAY, False)
    assert told.input_sha256 == found.finding.input_sha256


def test_the_same_forecast_has_the_same_hash(found, tmp_path):
    one, two = (seal(case(), found, DAY, tmp_path / name).sha256 for name in "ab")
    other = seal(case(), found, "2020-06-03", tmp_path / "b").sha256
    assert one == two != other


def test_a_forecast_is_never_written_over(found, tmp_path):
    path = seal(case(), found, DAY, tmp_path).path
    before = path.read_bytes()
    with pytest.raises(EditRefused, match="is there already; nothing was changed"):
        seal(case(), found, DAY, tmp_path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_comments_and_layout_do_not_break_a_seal(file):
    text = file.read_text(encoding="utf-8")
    file.write_text("# kept since\n" + text.replace("seed: 3", "seed:   3   # as ever"))
    assert opened(file, case()).seed == 3


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("seed: 3", "seed: 4"),
        (DAY, "2019-06-02"),
        ("ends: {p: 0.5", "ends: {p: 0.4"),
        ("A river", "A brook"),
    ],
)
def test_a_touched_forecast_is_refused(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BrokenSeal, match="the seal is broken: the content has the hash"):
        opened(file, case())


def test_a_probability_out_of_range_is_told_with_its_place(file):
    lines = file.read_text(encoding="utf-8").splitlines()
    k = next(i for i, line in enumerate(lines) if "ends:" in line)
    lines[k] = "    ends: {p: 1.5, se: -1, low: 0, high: 1}"
    file.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(InvalidCase) as error:
        read_forecast(file)
    told = str(error.value).splitlines()
    assert [line.partition(": ")[2] for line in told] == [
        "`outcomes.dark.ends.p`: found `1.5`; must be at most 1",
        "`outcomes.dark.ends.se`: found `-1`; must be at least 0",
    ]
    assert told[0].startswith(f"{file.name}:{k + 1}:")


def test_a_forecast_of_another_case_is_refused(file):
    with pytest.raises(OtherCase, match="the forecast is of `river`; the case is `korea-2019`"):
        opened(file, load("korea-2019"))


def test_an_outcome_that_means_something_else_now_is_refused(file):
    now = DISPUTE.replace("when: Up.fill and Up.share,", "when: Up.fill,")
    with pytest.raises(OtherCase) as error:
        check_seal(read_forecast(file), edited(now))
    assert str(error.value) == (
        "`open` means something else now: sealed `Up.fill and Up.share`, now `Up.fill`"
    )


def test_an_outcome_that_is_gone_is_refused(file):
    with pytest.raises(OtherCase, match="speaks of `war`, which the case no longer names"):
        check_seal(read_forecast(file), edited(DISPUTE.replace("      war: Down.strike\n", "")))


def test_a_case_edited_since_is_still_the_same_case(file):
    now = edited(DISPUTE.replace("{want: not Down.strike, because: [fear], id: peace}", "Up.share"))
    assert opened(file, now).edited


def edited(model):
    from making import CLAIMS, DOCUMENTS, SOURCES

    return case(model, claims=CLAIMS, sources=SOURCES, documents=DOCUMENTS)


def test_a_case_that_was_renamed_is_known_by_its_model(file):
    assert not opened(file, case(name="stream")).edited


def test_a_built_in_case_is_not_written_to(found):
    with pytest.raises(EditRefused, match="korea-2019 is built in and is not written to"):
        seal(load("korea-2019"), found, DAY)


def test_a_case_of_ones_own_keeps_its_forecasts_in_its_folder(valley):
    held = load(valley)
    sealed = seal(held, outlook(held, draws=8), DAY)
    assert sealed.path.parent == Path(valley) / "forecasts"
    assert opened(sealed.path, load(valley)).draws == 8


def test_what_has_no_status_quo_has_no_end_to_forecast(tmp_path):
    base = edited(DISPUTE.replace("    status_quo: []\n", ""))
    with pytest.raises(
        EditRefused, match="river has no status quo, so there is no end to forecast"
    ):
        seal(base, outlook(base, draws=8), DAY, tmp_path)


@pytest.mark.parametrize("text", ["", "- a", "detente: 1", "{"])
def test_another_file_is_no_forecast(tmp_path, text):
    path = tmp_path / "f.yaml"
    path.write_text(text)
    with pytest.raises(InvalidCase, match=r"f.yaml:1:"):
        read_forecast(path)
