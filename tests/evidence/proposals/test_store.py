"""What may be proposed: only what stands in the text, and nothing that was rejected."""

import json

import pytest

from detente.case import EditRefused, InvalidCase, load
from detente.evidence import stored_texts
from detente.evidence.proposals import Link, Proposal, ProposalRefused, Proposals, found
from reviewing import CONVOY, MEETING, TALKS_FAIL, WIRE, claim, reviewed, store, talks


@pytest.fixture
def folder(tmp_path):
    return talks(tmp_path / "talks")


def lines(folder, name="proposals.jsonl"):
    return [json.loads(line) for line in (folder / name).read_text().splitlines()]


def test_a_true_quotation_is_kept_as_one_readable_line(folder):
    added = store(folder).add([claim()])
    assert len(added.new) == 1
    (line,) = lines(folder)
    assert line["id"] == added.new[0].id
    assert line["quote"] == CONVOY == WIRE[line["start"] : line["end"]]
    assert line["by"] == "helper"


@pytest.mark.parametrize(
    "quote",
    [
        "Egypt had attacked two convoys near the dam",
        CONVOY.replace("Egypt", "egypt"),
        CONVOY.replace(" a ", "  a "),
    ],
    ids=["invented", "another case", "another blank"],
)
def test_a_quotation_that_is_not_in_the_text_word_for_word_is_refused(folder, quote):
    one = claim().model_copy(update={"quote": quote})
    with pytest.raises(ProposalRefused, match="`wire`: the quotation does not stand in the stored"):
        store(folder).add([claim(TALKS_FAIL), one])
    assert not (folder / "proposals.jsonl").exists()


def test_a_quotation_at_another_place_is_refused_and_told_where_it_is(folder):
    start = WIRE.index(CONVOY)
    with pytest.raises(ProposalRefused, match=f"does not stand at 5, but at {start}"):
        store(folder).add([claim().model_copy(update={"start": 5, "end": 5 + len(CONVOY)})])


def test_offsets_must_span_the_quotation(folder):
    with pytest.raises(ProposalRefused, match="has 40 characters, `start` and `end` span 41"):
        store(folder).add([claim().model_copy(update={"end": claim().end + 1})])


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda text: text.write_text(WIRE + "More."), "not the one whose sha256 documents.yaml"),
        (lambda text: text.unlink(), "its text is missing"),
    ],
    ids=["changed", "gone"],
)
def test_nothing_is_proposed_from_a_text_that_is_not_the_recorded_one(folder, damage, message):
    damage(folder / "documents" / "wire.txt")
    with pytest.raises(ProposalRefused, match=message):
        store(folder).add([claim()])


def test_nothing_is_proposed_where_no_sha256_is_recorded(folder):
    path = folder / "documents.yaml"
    kept = [line for line in path.read_text().splitlines() if "sha256:" not in line]
    path.write_text("\n".join(kept) + "\n")
    with pytest.raises(ProposalRefused, match=r"documents\.yaml records no sha256"):
        store(folder).add([claim()])


def test_a_document_that_is_not_there_is_told_with_the_nearest_name(folder):
    with pytest.raises(ProposalRefused, match="`wier`: no such document; did you mean `wire`"):
        store(folder).add([claim().model_copy(update={"document": "wier"})])


def test_where_a_quotation_stands_is_found_if_it_stands_there_once():
    assert found("one two three", "two", "d") == (4, 7)
    with pytest.raises(ProposalRefused, match="stands 2 times; give its `start`"):
        found("two and two", "two", "d")
    assert found("two and two", "two", "d", 8) == (8, 11)
    with pytest.raises(ProposalRefused, match="the quotation is empty"):
        found("two", " ", "d")


def test_the_same_is_kept_once_whoever_proposes_it(folder):
    store(folder).add([claim()])
    again = store(folder).add([claim(by="another", rule="r"), claim()])
    assert (len(again.new), len(again.known)) == (0, 2)
    assert len(lines(folder)) == 1


def test_what_was_rejected_is_not_proposed_again_nor_what_overlaps_it(folder):
    with reviewed(folder, claim()) as review:
        review.decide(claim().id, "reject")
    part = CONVOY.removeprefix("Egypt had ")
    again = store(folder).add([claim(), claim(part, claim="Other words."), claim(TALKS_FAIL)])
    assert [one.quote for one in again.rejected] == [CONVOY, part]
    assert [one.quote for one in again.new] == [TALKS_FAIL]


def test_another_kind_may_be_proposed_from_a_rejected_passage(folder):
    with reviewed(folder, claim(MEETING)) as review:
        review.decide(claim(MEETING).id, "reject")
    event = claim(MEETING, kind="event", deed={"type": "CONSULT", "actor": "ETH"})
    assert len(store(folder).add([event]).new) == 1


def test_a_link_names_a_claim_and_an_element_of_the_case(folder):
    link = Link(element="no-war")
    store(folder).add([Proposal(kind="link", of="budget-gap", link=link, by="helper")])
    assert lines(folder)[0]["link"] == {"element": "no-war"}
    with pytest.raises(ProposalRefused, match="`budget-gab`: no such claim; did you mean"):
        store(folder).add([Proposal(kind="link", of="budget-gab", link=link)])
    with pytest.raises(ProposalRefused, match="`no-was`: no such element; did you mean `no-war`"):
        store(folder).add([claim(link={"element": "no-was"})])


def test_an_event_has_a_deed_and_nothing_else_has(folder):
    with pytest.raises(ProposalRefused, match="an event needs its `deed`"):
        store(folder).add([claim(kind="event")])
    with pytest.raises(ProposalRefused, match="nothing else has one"):
        store(folder).add([claim(deed={"type": "AID"})])


def test_no_quotation_is_kept_where_the_text_is_not_in_the_case_folder(tmp_path):
    folder = talks(tmp_path / "talks", keep=tmp_path / "elsewhere")
    store(folder, tmp_path / "elsewhere").add([claim()])
    assert CONVOY not in (folder / "proposals.jsonl").read_text()
    again = store(folder, tmp_path / "elsewhere")
    (one,) = again.by_id.values()
    assert again.quoted(one).quote == CONVOY
    (tmp_path / "elsewhere" / "wire.txt").write_text(WIRE.replace("convoy", "lorry."))
    changed = store(folder, tmp_path / "elsewhere")
    with pytest.raises(ProposalRefused, match="not the one whose sha256"):
        changed.quoted(one)


def test_a_torn_last_line_is_passed_over_with_a_note_and_cut_off_by_the_next(folder):
    store(folder).add([claim()])
    path = folder / "proposals.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:50])
    torn = store(folder)
    assert len(torn.by_id) == 1
    assert "proposals.jsonl:2: the last line was not wholly written" in torn.notes[0]
    torn.add([claim(TALKS_FAIL)])
    assert [line["quote"] for line in lines(folder)] == [CONVOY, TALKS_FAIL]
    assert store(folder).notes == []


def test_a_last_line_without_its_end_is_whole_all_the_same(folder):
    store(folder).add([claim()])
    path = folder / "proposals.jsonl"
    path.write_text(path.read_text().rstrip("\n"))
    store(folder).add([claim(TALKS_FAIL)])
    assert [line["quote"] for line in lines(folder)] == [CONVOY, TALKS_FAIL]


def test_everything_wrong_in_the_file_is_told_at_once_with_its_line(folder):
    bad = '{"kind": "clam", "extra": 1}\nnot json\n{"kind": "claim", "credibility": 7}\n'
    (folder / "proposals.jsonl").write_text(bad)
    with pytest.raises(InvalidCase, match=r"proposals.jsonl:2:1: is no JSON object: `not json`"):
        store(folder)
    (folder / "proposals.jsonl").write_text(bad.replace("not json\n", ""))
    with pytest.raises(InvalidCase) as error:
        store(folder)
    assert [str(problem).partition("; allowed")[0] for problem in error.value.problems] == [
        "proposals.jsonl:1:1: `extra`: unknown key",
        "proposals.jsonl:1:1: `kind`: found `clam`",
        "proposals.jsonl:2:1: `credibility`: found `7`; must be at most 6",
    ]


def test_a_line_that_was_changed_by_hand_is_told(folder):
    store(folder).add([claim()])
    path = folder / "proposals.jsonl"
    path.write_text(path.read_text().replace("struck first", "struck last"))
    with pytest.raises(InvalidCase, match="does not fit what the line says"):
        store(folder)


def test_a_file_that_leads_out_of_the_folder_is_not_opened(folder, tmp_path):
    outside = tmp_path / "outside"
    outside.write_text("")
    (folder / "proposals.jsonl").symlink_to(outside)
    with pytest.raises(EditRefused, match="leads out of the case's folder"):
        store(folder)


def test_a_built_in_case_takes_no_proposals_and_says_how_to_copy_it():
    case = load("korea-2019")
    one = Proposal(kind="link", of="talks-stalled", link=Link(element="US.relief"))
    with pytest.raises(EditRefused, match="change the copy: detente new FOLDER --from korea-2019"):
        Proposals(case, stored_texts(case)).add([one])
    assert not (case.folder / "proposals.jsonl").exists()


def test_a_case_in_memory_has_no_place_for_proposals():
    from making import case

    with pytest.raises(EditRefused, match="no folder to keep proposals in"):
        Proposals(case(), {})


def test_what_is_hidden_in_a_text_is_escaped_in_the_file(tmp_path):
    text = WIRE.replace("convoy near", "con\u202evoy\u2028near")
    folder = talks(tmp_path / "talks", text=text)
    quote = CONVOY.replace("convoy near", "con\u202evoy\u2028near")
    case = load(folder)
    one = claim().model_copy(update={"quote": quote, "end": claim().start + len(quote)})
    Proposals(case, stored_texts(case)).add([one])
    written = (folder / "proposals.jsonl").read_text(encoding="utf-8")
    assert "\\u202e" in written
    assert written.count("\n") == len(written.splitlines()) == 1
    assert store(folder).by_id[one.id].quote == quote
