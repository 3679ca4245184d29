"""`detente search`: what it prints."""

import json

TEXT = "The harbour master waits.\n\nGauge data are \x1b[31msecret.\n"


def test_passages_and_claims_are_told_with_their_places(run, valley):
    code, out, err = run("search", valley, "water", "measure")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "“water”, “measure”"
    assert "post-0602, 403–626 (2020-06-02); drawn on by treaty-offer" in lines
    assert "treaty-offer (Downstream proposes)" in lines


def test_a_text_that_is_not_there_is_named(run, valley):
    (valley / "documents" / "post-0602.txt").unlink()
    code, out, _ = run("search", valley, "water")
    assert code == 0
    assert "The 1 text of post-0602 is not there and was not searched" in " ".join(out.split())


def test_the_case_may_have_its_texts_elsewhere(run, valley, tmp_path):
    (tmp_path / "texts").mkdir()
    (valley / "documents" / "post-0602.txt").rename(tmp_path / "texts" / "renamed.txt")
    _, out, _ = run("search", valley, "gauge data", "--documents", tmp_path / "texts", "--json")
    assert json.loads(out)["passages"][0]["document"] == "post-0602"


def test_control_codes_of_a_text_do_not_reach_the_terminal(run, valley):
    (valley / "documents" / "post-0602.txt").write_text(TEXT)
    _, out, _ = run("search", valley, "secret")
    assert "secret" in out
    assert "\x1b" not in out


def test_words_that_are_found_nowhere_are_no_error(run, valley):
    code, out, _ = run("search", valley, "xylophone")
    assert code == 0
    assert out.count("Nothing.") == 2


def test_nothing_to_look_for_is_one(run, valley):
    code, _, err = run("search", valley, "?!")
    assert (code, err) == (
        2,
        "detente: there is no word to look for: a letter or digit is needed\n",
    )
