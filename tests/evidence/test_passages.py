"""Passages are found exactly, found again, or told to be lost; they are never guessed."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.case import load
from detente.evidence import UnreadableFolder, check_passages, stored_texts

TEXT = "Ünter allem Wasser. The dam holds. The river runs. The dam holds. Ende 🌊 gut."


def write(folder, passages, *, text=TEXT, sha256=None, path="news.txt", model_path=None):
    folder.mkdir(exist_ok=True)
    (folder / "case.yaml").write_text(
        "detente: 1\ntitle: T\nas_of: 2020-01-01\ndecision_makers: {A: {options: {x: Act}}}\n",
        encoding="utf-8",
    )
    (folder / "sources.yaml").write_text("s: {name: S, reliability: A, reason: r}\n")
    digest = sha256 or hashlib.sha256(TEXT.encode()).hexdigest()
    where = f", path: {model_path or path}" if path else ""
    (folder / "documents.yaml").write_text(
        f"d: {{title: D, source: s, sha256: {digest}{where}}}\n", encoding="utf-8"
    )
    lines = "".join(f"    - {p}\n" for p in passages)
    (folder / "claims.yaml").write_text(
        f"c:\n  claim: C\n  speaker: s\n  voice: author\n  stance: asserts\n  passages:\n{lines}",
        encoding="utf-8",
    )
    if text is not None and path:
        (folder / path).write_bytes(text.encode())
    return load(folder)


def checked(folder, *passages, documents=None, **options):
    case = write(folder, passages, **options)
    return check_passages(case, stored_texts(case, documents))


def status(*arguments, **options):
    return [(p.status, p.start) for p in checked(*arguments, **options)]


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "case"


def test_offsets_within_the_same_text_are_exact(folder):
    assert status(folder, "{document: d, start: 20, end: 34}") == [("exact", 20)]


def test_offsets_count_code_points_not_bytes(folder):
    end = len(TEXT)
    assert status(folder, f"{{document: d, start: {end - 5}, end: {end}}}") == [("exact", end - 5)]
    assert len(TEXT.encode()) > end


def test_offsets_beyond_the_text_are_orphaned(folder):
    (found,) = checked(folder, f"{{document: d, start: 5, end: {len(TEXT) + 1}}}")
    assert (found.status, found.start) == ("orphaned", None)
    assert found.detail == f"ends at {len(TEXT) + 1}, the text at {len(TEXT)}"


def test_offsets_alone_are_not_followed_into_a_changed_text(folder):
    (found,) = checked(folder, "{document: d, start: 20, end: 34}", text="New. " + TEXT)
    assert found.status == "text changed"
    assert found.detail == "offsets alone cannot be followed into another text"


def test_a_quotation_is_found_again_where_it_moved(folder):
    passage = '{document: d, quote: "The river runs.", start: 35}'
    (found,) = checked(folder, passage, text="New. " + TEXT)
    assert (found.status, found.start, found.end) == ("moved", 40, 55)
    assert found.detail == "from 35 to 40"


def test_context_tells_one_repetition_from_another(folder):
    passage = '{document: d, quote: "The dam holds.", before: "runs. ", start: 9}'
    assert status(folder, passage) == [("moved", TEXT.rindex("The dam holds."))]


def test_a_repetition_that_context_does_not_tell_apart_is_orphaned(folder):
    (found,) = checked(folder, '{document: d, quote: "The dam holds.", start: 3}')
    assert found.status == "orphaned"
    assert found.detail == "the quotation stands 2 times and nothing tells which"


def test_a_quotation_that_is_gone_is_orphaned(folder):
    (found,) = checked(folder, '{document: d, quote: "No such words."}')
    assert (found.status, found.detail) == ("orphaned", "the quotation is not in the text")


def test_a_quotation_without_offsets_is_exact_where_it_stands_once(folder):
    assert status(folder, '{document: d, quote: "The river runs."}') == [("exact", 35)]


def test_a_missing_text_is_said_to_be_missing(folder):
    assert status(folder, "{document: d, start: 1, end: 2}", text=None) == [("text missing", None)]


def test_a_renamed_text_is_found_by_its_digest(folder, tmp_path):
    elsewhere = tmp_path / "texts"
    elsewhere.mkdir()
    (elsewhere / "renamed.txt").write_text(TEXT, encoding="utf-8")
    case = write(folder, ["{document: d, start: 20, end: 34}"], text=None)
    texts = stored_texts(case, elsewhere)
    assert texts["d"].path == elsewhere / "renamed.txt"
    assert check_passages(case, texts)[0].status == "exact"


def test_the_right_text_under_another_name_goes_before_a_changed_one(folder, tmp_path):
    elsewhere = tmp_path / "texts"
    elsewhere.mkdir()
    (elsewhere / "news.txt").write_text("changed", encoding="utf-8")
    (elsewhere / "a.txt").write_text(TEXT, encoding="utf-8")
    case = write(folder, ["{document: d, start: 20, end: 34}"], text=None)
    assert stored_texts(case, elsewhere)["d"].path == elsewhere / "a.txt"


def test_a_file_is_found_by_its_name_alone_in_the_folder_that_was_named(folder, tmp_path):
    elsewhere = tmp_path / "texts"
    elsewhere.mkdir()
    (elsewhere / "news.txt").write_text(TEXT, encoding="utf-8")
    case = write(folder, [], text=None, model_path="some/where/news.txt")
    assert stored_texts(case, elsewhere)["d"].state == "same"


def test_an_unreadable_text_is_said_to_be_unreadable(folder):
    write(folder, ["{document: d, start: 1, end: 2}"])
    (folder / "news.txt").write_bytes(b"\xff\xfe latin")
    case = load(folder)
    found = stored_texts(case)["d"]
    assert found.state == "unreadable"
    assert found.detail == "is not UTF-8: byte 0xff; save the file as UTF-8"
    assert check_passages(case, {"d": found})[0].status == "text missing"


def test_a_folder_that_is_not_there_is_an_error(folder, tmp_path):
    case = write(folder, [])
    with pytest.raises(UnreadableFolder, match=r"nowhere: cannot be read: No such file"):
        stored_texts(case, tmp_path / "nowhere")


def test_a_link_out_of_the_folder_is_not_followed(folder, tmp_path):
    (tmp_path / "secret.txt").write_text(TEXT, encoding="utf-8")
    case = write(folder, ["{document: d, start: 1, end: 2}"], text=None)
    (folder / "news.txt").symlink_to(tmp_path / "secret.txt")
    assert stored_texts(case)["d"].state == "missing"


@given(st.text("ab .", max_size=40), st.text("ab .", max_size=40), st.data())
def test_what_is_found_again_reads_as_it_was_quoted(tmp_path_factory, before, after, data):
    quote = data.draw(st.text("ab", min_size=1, max_size=6))
    text = before + quote + after
    folder = tmp_path_factory.mktemp("case")
    (found,) = checked(
        folder,
        f'{{document: d, quote: "{quote}", before: "{before[-5:]}", after: "{after[:5]}", start: 3}}',
        text=text,
    )
    if found.status in {"exact", "moved"}:
        assert text[found.start : found.end] == quote
    else:
        assert text.count(quote[0]) > 1
