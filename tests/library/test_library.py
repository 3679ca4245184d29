"""The built-in cases: each loads, rests on something, is written about, and quotes nobody."""

import hashlib
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from detente.case import library_names, load
from detente.case.find import LIBRARY
from detente.conflict import solve
from detente.evidence import check_passages, stored_texts

ROOT = Path(__file__).parents[2]
DOCUMENTS = ROOT.parent / "shared" / "documents"
OWN = [name for name in library_names() if not name.startswith("published/")]
PUBLISHED = [name for name in library_names() if name.startswith("published/")]
LONGEST_RUN = 8

needs_documents = pytest.mark.skipif(
    not DOCUMENTS.is_dir(), reason=f"the articles are not here: {DOCUMENTS} is no folder"
)


@cache
def case(name):
    return load(name)


def test_there_are_cases():
    assert "korea-2019" in OWN


@pytest.mark.parametrize("name", library_names())
def test_a_case_loads_and_can_be_solved(name):
    assert solve(case(name)).equilibria["GMR"]


@pytest.mark.parametrize("name", library_names())
def test_a_case_leaves_nothing_unsourced(name):
    elements = case(name).model.elements()
    assert [called for called, _, element in elements if element.support == "unsourced"] == []


@pytest.mark.parametrize("name", library_names())
def test_every_claim_is_used_once_and_says_something_of_its_own(name):
    """Two claims with the same words, or from the same passages alone, would count double."""
    claims = case(name).claims
    words = [" ".join(claim.claim.lower().split()) for claim in claims.values()]
    assert sorted({w for w in words if words.count(w) > 1}) == []
    contents = [(c.speaker, c.about, c.passages) for c in claims.values() if c.passages]
    assert [c for c in contents if contents.count(c) > 1] == []


@pytest.mark.parametrize("name", library_names())
def test_a_case_names_the_state_that_holds_and_the_outcomes_it_is_about(name):
    model = case(name).model
    assert model.question
    assert model.outcomes
    assert all(outcome.text for outcome in model.outcomes.values())


@pytest.mark.parametrize("name", OWN)
def test_our_own_cases_answer_a_question_from_a_status_quo(name):
    model = case(name).model
    assert model.answer is not None
    assert model.status_quo is not None


@pytest.mark.parametrize("name", OWN)
def test_our_own_cases_have_a_page(name):
    page = ROOT / "docs" / "cases" / f"{name}.md"
    assert name in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_published_case_says_where_it_was_published(name):
    path = LIBRARY / name / "published.yaml"
    published = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    assert published["source"].strip()


@pytest.mark.parametrize("name", OWN)
def test_our_own_claims_are_anchored_and_carry_no_words_of_the_text(name):
    """The articles belong to their publishers: offsets alone, into a text known by its digest."""
    held = case(name)
    assert all(document.sha256 for document in held.documents.values())
    for claim, said in held.claims.items():
        assert said.passages, claim
        assert all(passage.quote is None for passage in said.passages), claim


def test_korea_2019_has_as_many_claims_as_were_asked_for():
    assert len(case("korea-2019").claims) >= 50


@needs_documents
@pytest.mark.parametrize("name", OWN)
def test_every_passage_is_exact(name):
    held = case(name)
    checked = check_passages(held, stored_texts(held, DOCUMENTS))
    assert [check for check in checked if check.status != "exact"] == []
    assert len(checked) >= len(held.claims)


@needs_documents
def test_what_happened_is_anchored_in_a_text_that_is_there():
    happened = case("korea-2019").happened
    document = happened.documents["explainer-2023-10"]
    data = (DOCUMENTS / document.path).read_bytes()
    assert hashlib.sha256(data).hexdigest() == document.sha256
    told = [*happened.outcomes.values(), *happened.options.values()]
    for evidence in told:
        assert evidence.passages, evidence.text
        assert all(p.end <= len(data.decode()) and p.quote is None for p in evidence.passages)


# --- nothing of the articles in the project


def words(text):
    return re.findall(r"\w+", text.casefold())


def runs(text):
    """Return every run of words one longer than is allowed."""
    every = words(text)
    length = LONGEST_RUN + 1
    return {tuple(every[k : k + length]) for k in range(len(every) - length + 1)}


def files_of_the_project():
    """Return what git holds, and what it would hold if all were added now."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


@needs_documents
def test_no_file_of_the_project_repeats_nine_words_of_an_article():
    files = files_of_the_project()
    if not files:
        pytest.skip(f"{ROOT} is no git checkout")
    articles = {
        path.name: runs(path.read_text(encoding="utf-8")) for path in DOCUMENTS.glob("*.txt")
    }
    assert all(articles.values())
    repeated = []
    for path in files:
        said = runs(path.read_text(encoding="utf-8", errors="replace"))
        repeated += [
            f"{path.relative_to(ROOT)}: {' '.join(run)}"
            for article in articles.values()
            for run in said & article
        ]
    assert repeated == []
