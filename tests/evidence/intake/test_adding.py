"""New documents in a case: entries, sources, reprints; all of it or nothing."""

import hashlib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.case import ChangedOnDisk, EditRefused, InvalidCase, load
from detente.evidence import check_passages, stored_texts
from detente.evidence.intake import (
    Details,
    Extract,
    ReadFile,
    Shingles,
    addition,
    changeable,
    duplicates,
    write,
)
from detente.evidence.intake.adding import slugged
from evidence.intake.strangers import TEXT

WORDS = [f"word{n}" for n in range(400)]
STORY = " ".join(WORDS[:200])


def read(text=TEXT, file="report.pdf", **said):
    return ReadFile(Path(file), Extract(text, **said))


def planned(case, *documents, keep="documents/"):
    texts = stored_texts(case).values()
    pairs = [
        (d, Details("A title", "river-post")) if isinstance(d, ReadFile) else d for d in documents
    ]
    return addition(case, pairs, texts, keep=keep)


@pytest.fixture
def case(valley):
    return load(valley)


# --- entries


def test_a_document_gets_an_entry_with_the_hash_of_its_stored_text(case):
    details = Details("Dam talks", "river-post", "Ada Stone", "2020-06-09", "en")
    write(case, planned(case, (read(), details)), case.folder / "documents")
    after = load(case.folder)
    entry = after.documents["river-post-2020-06-09"]
    stored = case.folder / entry.path
    assert entry.path == "documents/river-post-2020-06-09.txt"
    assert stored.read_text() == TEXT
    assert entry.sha256 == hashlib.sha256(stored.read_bytes()).hexdigest()
    assert (entry.title, entry.author, entry.language) == ("Dam talks", "Ada Stone", "en")
    assert stored_texts(after)["river-post-2020-06-09"].state == "same"


def test_the_lines_that_stood_there_stay_as_they_were(case):
    before = {p: p.read_text() for p in case.folder.glob("*.yaml")}
    write(case, planned(case, (read(), Details("T", "A new paper"))), case.folder / "documents")
    for path, text in before.items():
        assert path.read_text().startswith(text)
    assert (case.folder / "case.yaml").read_text() == before[case.folder / "case.yaml"]


def test_old_passages_still_stand(case):
    write(case, planned(case, read()), case.folder / "documents")
    after = load(case.folder)
    assert {c.status for c in check_passages(after, stored_texts(after))} == {"exact"}


def test_an_id_is_made_of_source_and_day_or_of_the_files_name_and_is_free(case):
    day = Details("T", "river-post", date="2020-06-09")
    plan = planned(
        case, (read("One."), day), (read("Two."), day), read("Three.", "Über den Damm.txt")
    )
    assert [new.id for new in plan.documents] == [
        "river-post-2020-06-09",
        "river-post-2020-06-09-2",
        "uber-den-damm",
    ]


def test_an_id_that_is_taken_is_refused(case):
    with pytest.raises(EditRefused, match="`post-0602` is the id of a document already"):
        planned(case, (read(), Details("T", "river-post", id="post-0602")))


def test_a_case_that_has_no_ledger_yet_gets_one(tmp_path):
    (tmp_path / "case.yaml").write_text(
        "{detente: 1, title: T, as_of: 2020-01-01, decision_makers: {A: {options: {a: Act}}}}\n"
    )
    case = load(tmp_path)
    changed = write(case, planned(case, (read(), Details("T", "The Post"))), tmp_path / "documents")
    assert changed == ["sources.yaml", "documents.yaml"]
    assert load(tmp_path).documents["report"].source == "the-post"


def test_a_text_that_is_not_kept_leaves_its_hash_alone(case):
    write(case, planned(case, read(), keep=None), None)
    entry = load(case.folder).documents["report"]
    assert entry.path is None
    assert entry.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    assert not (case.folder / "documents" / "report.txt").exists()


def test_a_text_kept_elsewhere_is_found_there_by_name(case, tmp_path):
    elsewhere = tmp_path / "texts"
    write(case, planned(case, read(), keep=""), elsewhere)
    assert stored_texts(load(case.folder), elsewhere)["report"].state == "same"


def test_a_clean_text_inside_the_case_stays_where_it_stands(case):
    file = case.folder / "documents" / "mine.txt"
    file.write_text(TEXT)
    write(case, planned(case, read(file=file)), case.folder / "documents")
    assert load(case.folder).documents["mine"].path == "documents/mine.txt"
    assert len(list(file.parent.iterdir())) == 2


# --- sources


@pytest.mark.parametrize("said", ["river-post", "The River Post", "the river post", "River Post"])
def test_a_source_is_known_by_its_id_or_its_name(case, said):
    plan = planned(case, (read(), Details("T", said)))
    assert plan.documents[0].entry.source == "river-post"
    assert plan.sources == {}


def test_a_new_source_is_graded_f_and_a_likely_slip_is_told(case):
    plan = planned(case, (read(), Details("T", "River Pots")))
    assert plan.sources["river-pots"].reliability == "F"
    assert plan.notes == (
        "`river-pots` is a new source, graded F until somebody grades it; did you mean `river-post`?",
    )


@pytest.mark.parametrize(
    ("name", "slug"),
    [("  The Réunion Post! ", "the-reunion-post"), ("Правда", "document"), ("x" * 99, "x" * 60)],
)
def test_an_id_is_made_of_plain_letters(name, slug):
    assert slugged(name) == slug


# --- reprints


def test_a_text_that_is_there_already_is_named(case):
    known = (case.folder / "documents" / "post-0602.txt").read_text()
    reads = [read(known, "a.txt"), read(TEXT, "b.txt"), read(TEXT, "c.txt")]
    assert duplicates(case, reads) == {
        Path("a.txt"): "document `post-0602`",
        Path("c.txt"): "b.txt",
    }


def test_a_reprint_joins_the_group_of_the_first_print(case):
    first = read(STORY, "first.txt")
    cut = read(" ".join(WORDS[:120]) + " and here the editor stopped", "cut.txt")
    plan = planned(case, first, cut, read(" ".join(WORDS[200:]), "other.txt"))
    groups = {new.id: new.entry.group for new in plan.documents}
    assert groups == {"first": "first", "cut": "first", "other": None}
    assert "`cut` shares 9" in plan.notes[0]
    assert "both are in the group `first`" in plan.notes[0]


def test_a_document_of_the_case_gets_the_group_that_its_reprint_has(case):
    plan = planned(case, read(STORY, "first.txt"))
    write(case, plan, case.folder / "documents")
    case = load(case.folder)
    plan = planned(case, read("By our own reporter. " + STORY, "reprint.txt"))
    assert plan.regrouped == {"first": "first"}
    write(case, plan, case.folder / "documents")
    after = load(case.folder)
    assert after.documents["first"].group == after.documents["reprint"].group == "first"
    assert after.documents["post-0602"].group is None


def test_a_group_that_a_person_names_is_not_second_guessed(case):
    plan = planned(
        case, read(STORY, "a.txt"), (read(STORY + " .", "b.txt"), Details("T", "x", group="mine"))
    )
    assert [new.entry.group for new in plan.documents] == [None, "mine"]


def test_short_texts_are_not_alike_by_chance(case):
    plan = planned(
        case, read("Yes, he said on Monday.", "a.txt"), read("Yes, he said on Monday!", "b.txt")
    )
    assert [new.entry.group for new in plan.documents] == [None, None]


@settings(max_examples=50)
@given(st.lists(st.sampled_from(WORDS[:30]), min_size=40, max_size=120), st.data())
def test_likeness_is_the_part_of_runs_of_the_shorter_text_that_both_have(words, data):
    other = data.draw(st.lists(st.sampled_from(WORDS[:30]), min_size=40, max_size=120)) + words[:60]

    def runs(text):
        return {tuple(text[i : i + 5]) for i in range(len(text) - 4)}

    shingles = Shingles()
    shingles.add("other", " ".join(other))
    found = {each.document: each.part for each in shingles.alike(" ".join(words))}
    a, b = runs(words), runs(other)
    part = len(a & b) / min(len(a), len(b))
    expected = {"other": part} if part >= 0.5 and min(len(a), len(b)) >= 30 else {}
    assert found == pytest.approx(expected)


def test_reprints_of_reprints_share_one_group(case):
    steps = [read(" ".join(WORDS[k : k + 200]), f"{k}.txt") for k in (0, 60, 120)]
    plan = planned(case, *steps)
    likeness = [new.alike[0].document for new in plan.documents[1:]]
    assert likeness == [a.id for a, _ in pairwise(plan.documents)]
    assert {new.entry.group for new in plan.documents} == {"0"}


# --- nothing half-written


def everything(folder):
    return {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_file_that_changed_meanwhile_is_not_overwritten_and_no_text_stays(case):
    plan = planned(case, (read(), Details("T", "A new paper")))
    with (case.folder / "documents.yaml").open("a") as stream:
        stream.write("# somebody was here\n")
    before = everything(case.folder)
    with pytest.raises(ChangedOnDisk, match=r"documents\.yaml was changed on disk"):
        write(case, plan, case.folder / "documents")
    assert everything(case.folder) == before


def test_a_ledger_that_came_into_being_meanwhile_is_not_overwritten(case):
    (case.folder / "sources.yaml").unlink()
    (case.folder / "documents.yaml").unlink()
    (case.folder / "claims.yaml").unlink()
    text = (case.folder / "case.yaml").read_text()
    (case.folder / "case.yaml").write_text(
        text.replace("because:", "assumed: x #").replace("against:", "# ")
    )
    bare = load(case.folder)
    plan = planned(bare, (read(), Details("T", "The Post")))
    (case.folder / "sources.yaml").write_text("# mine\n")
    with pytest.raises(ChangedOnDisk, match=r"sources\.yaml was changed on disk"):
        write(bare, plan, case.folder / "texts")
    assert not (case.folder / "texts").exists()


def test_what_the_format_does_not_allow_is_refused_before_anything_is_written(case):
    before = everything(case.folder)
    plan = planned(case, (read(), Details("x" * 20_000, "river-post")))
    with pytest.raises(InvalidCase):
        write(case, plan, case.folder / "documents")
    assert everything(case.folder) == before


def test_another_file_of_the_texts_name_is_not_overwritten(case):
    target = case.folder / "documents" / "report.txt"
    target.write_text("mine")
    with pytest.raises(EditRefused, match="is there already"):
        write(case, planned(case, read()), case.folder / "documents")
    assert target.read_text() == "mine"


def test_a_text_left_by_a_killed_process_is_taken_up(case):
    target = case.folder / "documents" / "report.txt"
    target.write_text(TEXT)
    write(case, planned(case, read()), case.folder / "documents")
    assert load(case.folder).documents["report"].path == "documents/report.txt"


def test_what_others_refer_to_is_saved_first(case):
    plan = planned(case, (read(), Details("T", "A new paper")))
    assert write(case, plan, case.folder / "documents") == ["sources.yaml", "documents.yaml"]


def test_a_built_in_case_is_not_changed():
    with pytest.raises(EditRefused, match="`korea-2019` is built in and cannot be changed"):
        changeable(load("korea-2019"))
