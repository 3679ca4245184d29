"""Files of every kind: what is read from good ones, and how the others are refused."""

import json
import zlib

import pytest

from detente.evidence.intake import KINDS, Extract, Refused, Sandbox, documents_in, read_files
from detente.evidence.intake.bounds import MAX_BYTES, MAX_CHARACTERS, MAX_LINE, MAX_PAGES
from detente.evidence.intake.extract import checked, cleaned
from detente.evidence.intake.files import NotAdded
from detente.evidence.intake.language import language
from detente.evidence.intake.lines import paragraphs
from detente.evidence.intake.sandbox import kind_of
from evidence.intake.strangers import (
    LAUGHS,
    METADATA,
    PARAGRAPHS,
    TEXT,
    document_xml,
    docx,
    html,
    pdf,
    repacked,
)


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox(seconds=20) as made:
        yield made


@pytest.fixture(scope="module")
def refusal(sandbox):
    """Say why a file is refused."""

    def of(kind, data):
        with pytest.raises(Refused) as found:
            sandbox.extract(kind, data)
        return str(found.value)

    return of


# --- plain text


def test_a_clean_text_is_kept_to_the_last_byte(sandbox):
    text = "A line.\n\n\tNon-breaking\u00a0space, dash \u2013 and \u201cquotes\u201d.  \n\nNo end"
    assert sandbox.extract("text", text.encode()).text == text


@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_tells_the_encoding_and_is_no_part_of_the_text(sandbox, mark):
    assert sandbox.extract("text", "Grüße aus Kyïv.".encode(mark)).text == "Grüße aus Kyïv."


def test_an_encoding_that_nothing_declares_is_inferred_and_told(sandbox):
    text = "Посольство заявило, что переговоры продолжатся в следующем месяце в Москве."
    found = sandbox.extract("text", text.encode("cp1251"))
    assert found.text == text
    assert found.notes == (
        "its encoding is not declared; read as cp1251: look at letters beyond a to z",
    )


def test_line_breaks_of_every_kind_become_one_and_control_characters_go():
    assert cleaned("a\r\nb\rc\u2028d\x0ce\x00f\x1b[31mg\ufeff\tz") == "a\nb\nc\nd\nef[31mg\tz"


def test_a_short_first_line_that_stands_alone_is_the_title(sandbox):
    assert sandbox.extract("text", b"Dam talks stall\n\nThey left.").title == "Dam talks stall"


@pytest.mark.parametrize(
    "text", ["They left on Tuesday.\n\nNobody knew.", "One\nTwo\n\nThree", "x" * 200 + "\n\ny"]
)
def test_a_sentence_or_a_paragraph_is_no_title(sandbox, text):
    assert sandbox.extract("text", text.encode()).title is None


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\x7fELF\x00\x01", "is binary, not text (it holds a zero byte)"),
        (b"#!/bin/sh\nrm -r .\n", "is a script (its first line is `#!`), not a document"),
        (b"12 \n 34", "holds no text"),
        (
            bytes(range(128, 256)) * 9 + b"a",
            "is in an encoding that cannot be told; save it as UTF-8",
        ),
        (
            b"ok\n" + b"a" * (MAX_LINE + 1),
            f"line 2 of its text is longer than {MAX_LINE:,} characters",
        ),
        (
            b"a\n" * (MAX_CHARACTERS // 2 + 1),
            f"holds more than {MAX_CHARACTERS:,} characters of text; split it",
        ),
    ],
)
def test_what_is_no_prose_is_refused(refusal, data, words):
    assert refusal("text", data) == words


# --- Markdown


def test_markdown_loses_its_markup_and_keeps_its_words(sandbox):
    source = (
        "---\ntitle: The dam\nauthor: 'Ada Stone'\ndate: 2020-06-09\nsource: River Post\n---\n"
        "# Head **bold**\n\nA [link](http://x.example) and `code`, _so_ snake_case stays.\n"
        "<!-- hidden --><script>alert(1)</script>\n\n> quoted\n\n- item\n\n***\n"
    )
    found = sandbox.extract("markdown", source.encode())
    assert found.text == (
        "Head bold\n\nA link and code, so snake_case stays.\n\nquoted\n\n- item\n"
    )
    assert (found.title, found.author) == ("The dam", "Ada Stone")
    assert (found.outlet, found.date) == ("River Post", "2020-06-09")


def test_a_heading_is_the_title_where_there_is_no_front_matter(sandbox):
    assert sandbox.extract("markdown", b"# The *dam*\n\nWords.").title == "The dam"


@pytest.mark.parametrize("text", ["[" * 90_000, "<!--" * 20_000, "*a " * 30_000, "> " * 40_000])
def test_markup_that_never_ends_is_read_like_any_other_text(sandbox, text):
    assert "end" in sandbox.extract("markdown", f"{text}\nend".encode()).text


# --- HTML


def test_an_article_is_read_without_navigation_and_with_its_metadata(sandbox):
    found = sandbox.extract("html", html(head=METADATA))
    assert found.text == "Dam talks stall\n\n" + TEXT
    assert (found.title, found.author) == ("Dam talks stall", "Ada Stone")
    assert (found.outlet, found.date, found.language) == ("The River Post", "2020-06-09", "en")


def test_scripts_and_styles_leave_no_word(sandbox):
    hidden = "<script>secret()</script><style>.secret{}</style><noscript>secret</noscript>"
    assert "secret" not in sandbox.extract("html", html(hidden)).text


def test_the_charset_that_a_page_declares_is_used(sandbox):
    page = html().decode().replace("utf-8", "iso-8859-1").replace("officials", "célèbres")
    assert "célèbres" in sandbox.extract("html", page.encode("latin-1")).text


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (html(before=LAUGHS), "declares entities of its own (`<!ENTITY`), which no web page needs"),
        (html("<div>" * 100_000), "is nested more than 200 levels deep"),
        (
            b"<html><body><script>alert(1)</script></body></html>",
            "holds no article text: only navigation, scripts or pictures",
        ),
        (
            b"<html><head><meta charset=nonsense></head><body>\xff</body></html>",
            "declares an encoding that is not known: 'nonsense'",
        ),
        (
            html(paragraphs=["word " * 50_000]),
            f"line 3 of its text is longer than {MAX_LINE:,} characters",
        ),
    ],
)
def test_a_hostile_page_is_refused(refusal, page, words):
    assert refusal("html", page) == words


# --- PDF


def wrapped(paragraph, width=60):
    words, lines = paragraph.split(), [""]
    for word in words:
        if len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] else word
    return lines


def test_the_pages_of_a_pdf_become_paragraphs_again(sandbox):
    pages = [
        [*wrapped(PARAGRAPHS[0]), " ", *wrapped(PARAGRAPHS[1])[:1], "1"],
        [*wrapped(PARAGRAPHS[1])[1:], " ", *wrapped(PARAGRAPHS[2]), "2"],
    ]
    info = "/Title(Dam talks stall)/Author(Ada Stone)/CreationDate(D:20200609080000Z)"
    found = sandbox.extract("pdf", pdf(pages, info=info))
    assert found.text == TEXT
    assert (found.title, found.author) == ("Dam talks stall", "Ada Stone")
    assert (found.date, found.made) == (None, "2020-06-09")


def test_a_page_without_text_is_told(sandbox):
    found = sandbox.extract("pdf", pdf([["Some words."], [], ["Other words."]]))
    assert found.notes == ("no text on page 2: empty, or a picture",)


@pytest.mark.parametrize("title", ["Microsoft Word - talks.doc", "Untitled", "talks_v3.indd"])
def test_what_a_program_wrote_as_title_is_none(sandbox, title):
    assert sandbox.extract("pdf", pdf([["Some words."]], info=f"/Title({title})")).title is None


SCRIPT = "/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"hello", "is no PDF: it does not begin with `%PDF-`"),
        (pdf([["Words."]])[:300], "is a broken PDF"),
        (b"%PDF-1.7\n" + b"(" * 100_000, "is a broken PDF"),
        (pdf([[]]), "holds no text but pictures of pages; have it recognised (OCR) first"),
        (pdf([["Words."]], root=SCRIPT), "holds a script or starts a program"),
        (pdf([["Words."]], root="/Names<</JavaScript<<>>>>"), "holds a script or starts a program"),
        (pdf([["Words."]], copies=MAX_PAGES + 1), f"has more than {MAX_PAGES:,} pages; split it"),
        (pdf([], streams=[zlib.compress(b"BT /F 9 Tf (a) Tj ET " * 5_000_000)]), "is a broken PDF"),
    ],
    ids=["no-pdf", "cut", "nested", "pictures", "opens", "script", "pages", "bomb"],
)
def test_a_broken_or_hostile_pdf_is_refused(refusal, data, words):
    assert refusal("pdf", data).startswith(words)


def test_running_heads_and_page_numbers_are_no_text():
    pages = [f"The River Post, page {n}\n{body}\n{n}" for n, body in enumerate(PARAGRAPHS, 1)]
    assert paragraphs(pages) == [" ".join(PARAGRAPHS)]


def test_a_hyphen_at_a_lines_end_stays_where_the_text_has_the_word_with_one():
    page = "The well-known dam is a well-\nknown dam that stays con-\ntested by all who live there."
    assert paragraphs([page]) == [
        "The well-known dam is a well-known dam that stays contested by all who live there."
    ]


# --- Word


def test_paragraphs_and_tables_of_a_word_document_are_read_in_order(sandbox):
    data = docx(table=[["Year", "Flow"], ["2020", "40"]], title="Dam talks", author="Ada Stone")
    found = sandbox.extract("docx", data)
    assert found.text == TEXT + "\nYear\tFlow\n\n2020\t40\n"
    assert (found.title, found.author, found.date) == ("Dam talks", "Ada Stone", None)


def test_tracked_changes_are_told(sandbox):
    changed = document_xml(docx()).replace(b"<w:r>", b'<w:ins w:id="1"><w:r>', 1)
    changed = changed.replace(b"</w:r>", b"</w:r></w:ins>", 1)
    found = sandbox.extract("docx", repacked(docx(), word__document_xml=changed))
    assert "tracked changes" in found.notes[0]
    assert PARAGRAPHS[0] not in found.text


def with_document(xml):
    return repacked(docx(), word__document_xml=xml)


LAUGHING = document_xml(docx()).replace(b"<w:document", LAUGHS.encode() + b"<w:document", 1)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"hello", "is no Word document, or a broken one"),
        (docx()[:-500], "is no Word document, or a broken one"),
        (repacked(docx(), word__vbaProject_bin=b"x"), "holds macros, which are programs"),
        (with_document(b"<a>" + b" " * (130 * 2**20) + b"</a>"), "would unpack to more than 128"),
        (with_document(b"<a>" + b" " * (90 * 2**20) + b"</a>"), "holds a part packed to less than"),
        (with_document(LAUGHING), "declares a document type or entities"),
        (with_document(b"<a>" * 100_000), "cannot be read (XMLSyntaxError"),
        (repacked(docx(), **{f"x{n}": b"" for n in range(2_001)}), "holds more than 2,000 files"),
    ],
    ids=["no-zip", "cut", "macros", "size", "ratio", "entities", "depth", "files"],
)
def test_a_broken_or_hostile_word_document_is_refused(refusal, data, words):
    assert refusal("docx", data).startswith(words)


# --- the process that reads


def test_a_file_that_takes_too_long_is_refused_and_the_next_one_is_read():
    with Sandbox(seconds=1) as short:
        with pytest.raises(Refused, match="takes longer than 1 s to read"):
            short.extract("html", html("<p>" * 200_000))
        assert short.extract("text", b"Words.").text == "Words."


def test_a_file_that_needs_too_much_memory_is_refused_and_the_next_one_is_read():
    with Sandbox(memory=200 * 2**20) as small:
        with pytest.raises(Refused, match="needs more memory"):
            small.extract("text", b"a" * 30_000_000 + "\U0001f642".encode())  # 4 bytes each, then
        assert small.extract("text", b"Words.").text == "Words."


def test_a_reader_that_dies_is_told_and_started_anew(sandbox):
    sandbox.extract("text", b"Words.")
    sandbox._process.kill()  # noqa: SLF001 - as the system's own killer would
    with pytest.raises(Refused):
        sandbox.extract("text", b"Words.")
    assert sandbox.extract("text", b"Words.").text == "Words."


def test_an_extract_survives_the_way_between_processes():
    extract = Extract("a", title="t", made="2020-01-01", notes=("n",))
    assert Extract.from_data(json.loads(json.dumps(extract.as_data()))) == extract


@pytest.mark.parametrize(
    ("said", "read"), [("2020-06-09T08:00", "2020-06-09"), ("2020-02-30", None), ("June", None)]
)
def test_a_date_is_a_day_of_the_calendar_or_none(said, read):
    assert checked(Extract("word", date=said)).date == read


def test_a_title_is_one_line_without_control_characters():
    assert checked(Extract("word", title=" A\x1b \n title ")).title == "A title"
    assert checked(Extract("word", title=" \u2013 ")).title is None


# --- which files


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("a.doc", "`.doc` is nothing that can be read; save it as .docx; there are: .txt"),
        ("a.htlm", "`.htlm` is nothing that can be read; did you mean `.htm`?"),
        ("README", "a name without an ending is nothing that can be read; there are"),
    ],
)
def test_other_endings_are_refused_with_what_to_do(tmp_path, name, words):
    with pytest.raises(Refused) as found:
        kind_of(tmp_path / name)
    assert str(found.value).startswith(words)


def test_a_folder_stands_for_its_documents_and_others_are_named(tmp_path):
    for name in ("b.txt", "a.pdf", "c.jpg", ".hidden.txt"):
        (tmp_path / name).write_text("x")
    (tmp_path / "deeper").mkdir()
    files, others = documents_in([tmp_path, tmp_path / "c.jpg", tmp_path / "b.txt"])
    assert [file.name for file in files] == ["a.pdf", "b.txt", "c.jpg"]
    assert [file.name for file in others] == ["c.jpg"]


def test_all_files_that_cannot_be_read_are_told_at_once(tmp_path, sandbox):
    (tmp_path / "empty.txt").touch()
    with (tmp_path / "large.txt").open("wb") as large:
        large.truncate(MAX_BYTES + 1)
    (tmp_path / "good.txt").write_text("Words.")
    names = ["empty.txt", "large.txt", "missing.txt", "good.txt", "."]
    reads = read_files([tmp_path / name for name in names], sandbox)
    assert next(reads).file.name == "good.txt"
    with pytest.raises(NotAdded) as found:
        next(reads)
    assert [reason for _, reason in found.value.reasons] == [
        "is empty",
        "is larger than 32 MiB, the most that is read",
        "cannot be read: No such file or directory",
        f"a name without an ending is nothing that can be read; there are: {', '.join(KINDS)}",
    ]


# --- language


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "The cabinet said on Monday that it means to fill the reservoir this summer."),
        ("de", "Das Kabinett teilte am Montag mit, dass es den Stausee im Sommer füllen will."),
        ("ru", "Кабинет министров заявил в понедельник, что намерен заполнить водохранилище."),
        (
            "ko",
            "정부는 월요일에 이번 여름 댐에 물을 채울 계획이라고 밝혔다. 하류의 나라는 이에 반대하며 회담을 다시 열자고 제안했다. 그러나 날짜는 정해지지 않았다.",
        ),
        (None, "42 43 44"),
        (None, "Ja"),
    ],
)
def test_the_language_of_a_text_is_told_or_left_open(code, text):
    assert language(text) == code
