"""Files made to harm: each is refused with one clear message, soon, and by no other exception."""

import os
import stat
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from case.folders import CRISIS, TALKS, edited, problems, write
from detente.case import CaseNotFound, InvalidCase, load, nodes
from detente.case.nodes import MAX_BYTES, MAX_DEPTH, parse

HEAD = TALKS["case.yaml"]


def refused(folder, content, name="case.yaml"):
    """Write a file of a case that is otherwise in order; return the only thing said about it."""
    (said,) = problems(write(folder, {**TALKS, name: content}))
    assert said.isprintable()
    return said


# --- YAML that explodes, nests, calls and confuses


LAUGHS = "a: &a [lol, lol]\n" + "".join(
    f"{chr(98 + k)}: &{chr(98 + k)} [*{chr(97 + k)}, *{chr(97 + k)}]\n" for k in range(20)
)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(
            LAUGHS,
            "1:4: anchors and aliases are not allowed; write the value out",
            id="aliases that explode",
        ),
        pytest.param(
            "a: *b",
            "1:4: anchors and aliases are not allowed; write the value out",
            id="an alias of nothing",
        ),
        pytest.param(
            "&" + "a" * 100_000 + " b: c",
            "1:1: anchors and aliases are not allowed; write the value out",
            id="a long anchor",
        ),
        pytest.param("[" * 100_000, "1:25: nested more than 24 levels deep", id="brackets"),
        pytest.param("{" * 100_000, "1:25: nested more than 24 levels deep", id="braces"),
        pytest.param("- " * 100_000, "1:49: nested more than 24 levels deep", id="dashes"),
        pytest.param("? " * 100_000, "1:49: nested more than 24 levels deep", id="question marks"),
        pytest.param(
            "\n".join(" " * k + "a:" for k in range(1000)),
            "24:24: nested more than 24 levels deep",
            id="blocks",
        ),
        pytest.param(
            "a: !!python/object/apply:os.system [id]",
            "1:4: tag `tag:yaml.org,2002:python/object/apply:os.system` is not allowed",
            id="a call",
        ),
        pytest.param("!<tag:x> {a: b}", "1:1: tag `tag:x` is not allowed", id="a tag on the whole"),
        pytest.param("a: !!str b", "1:4: tag `tag:yaml.org,2002:str` is not allowed", id="a tag"),
        pytest.param("a: b\na: c\n", "2:1: `a` is said twice; first in line 1", id="a key twice"),
        pytest.param(
            'a: {"b": c, b: d}\n',
            "1:13: `b` is said twice; first in line 1",
            id="a key twice in two ways",
        ),
        pytest.param(
            HEAD + "---\n" + HEAD,
            "39:1: a second document begins; a file holds one",
            id="two documents",
        ),
        pytest.param(
            "? [a, b]\n: c", "1:3: a key must be a single word or text", id="a list as key"
        ),
        pytest.param(
            "a: b: c", "1:5: not YAML: mapping values are not allowed here", id="two colons"
        ),
        pytest.param(
            "%YAML 2.0\n---\na: b",
            "1:1: not YAML: found incompatible YAML document (version 1.* is required)",
            id="YAML of the future",
        ),
        pytest.param(
            "%YAML 1." + "9" * 5000 + "\n---\na: b",
            "1:1: not YAML: after this, an escape such as \\U… or a version is out of range",
            id="a version of many digits",
        ),
        pytest.param(
            'a: b\nc: "\\UFFFFFFFF"',
            "2:1: not YAML: after this, an escape such as \\U… or a version is out of range",
            id="an escape that is no character",
        ),
        pytest.param(
            'a: "\\q"',
            "1:6: not YAML: while scanning a double-quoted scalar found unknown escape character"
            " 'q'",
            id="an escape that there is not",
        ),
    ],
)
def test_yaml_that_a_case_may_not_use_is_refused(tmp_path, content, said):
    assert refused(tmp_path, content) == f"case.yaml:{said}"
    assert refused(tmp_path, content, "variants/thaw.yaml") == f"variants/thaw.yaml:{said}"


def test_merge_keys_are_keys_like_any_other_and_unknown(tmp_path):
    said = refused(tmp_path, HEAD + "<<: {title: Another}\n")
    assert said.startswith("case.yaml:39:1: `<<`: unknown key; allowed: detente, title")


def test_the_booleans_of_old_yaml_are_texts(tmp_path):
    files = edited(TALKS, ("case.yaml", "title: Sanctions and tests", "title: no"))
    assert load(write(tmp_path, files)).model.title == "no"


def test_the_bounds_are_where_they_are_said_to_be():
    assert parse("[" * MAX_DEPTH + "]" * MAX_DEPTH, "f") is not None
    with pytest.raises(InvalidCase, match=f"nested more than {MAX_DEPTH} levels deep"):
        parse("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1), "f")


def test_more_values_than_a_file_may_have_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(nodes, "MAX_NODES", 1_000)
    said = refused(tmp_path, "rules: [" + "a," * 1_000 + "]")
    assert said == "case.yaml:1:2003: more than 1,000 values in one file"


# --- bytes that are no text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"title: a\x00b", "1:9: not YAML: character U+0000 is not allowed"),
        (b"a: b\ntitle: a\x1bb", "2:9: not YAML: character U+001B is not allowed"),
        (
            HEAD.encode("utf-16"),
            "1:1: is not UTF-8: byte 0xff; save the file as UTF-8",
        ),
        ("a: 1\nb: é".encode("latin-1"), "2:4: is not UTF-8: byte 0xe9; save the file as UTF-8"),
        (b"a: \xed\xa0\x80", "1:4: is not UTF-8: byte 0xed; save the file as UTF-8"),
        (b"a: \xc0\xaf", "1:4: is not UTF-8: byte 0xc0; save the file as UTF-8"),
        (b"a: \xf0\x9f\x98", "1:4: is not UTF-8: byte 0xf0; save the file as UTF-8"),
    ],
    ids=["NUL", "escape", "UTF-16", "Latin-1", "half a pair", "overlong", "cut short"],
)
def test_bytes_that_are_no_text_are_refused_with_their_place(tmp_path, content, said):
    assert refused(tmp_path, content) == f"case.yaml:{said}"


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path):
    files = {name: b"\xef\xbb\xbf" + text.encode() for name, text in TALKS.items()}
    assert load(write(tmp_path, files)).model.title == "Sanctions and tests"


def test_half_of_a_surrogate_pair_written_as_an_escape_is_no_text(tmp_path):
    said = refused(tmp_path, HEAD.replace("title: Sanctions and tests", 'title: "a\\ud800b"'))
    assert said == "case.yaml:2:8: `title`: must be a text; found `a\ufffdb`"


# --- size


def test_a_file_larger_than_any_case_is_refused_unread(tmp_path):
    said = refused(tmp_path, HEAD + "#" * 5_000_000)
    assert (
        said
        == f"case.yaml:1:1: is larger than {MAX_BYTES // 2**20} MiB, the most that is read from one file"
    )


@pytest.mark.parametrize(
    "filling",
    ["question: " + "a" * 500_000, "question: '" + "a\n  " * 50_000 + "'"],
    ids=["on one line", "on many lines"],
)
def test_a_text_longer_than_anybody_reads_is_refused(tmp_path, filling):
    said = refused(tmp_path, HEAD.replace("question: Will the pause hold?", filling))
    assert said == "case.yaml:3:11: `question`: is longer than 10000 characters"


def test_a_long_line_of_comment_is_none_of_our_business(tmp_path):
    assert problems(write(tmp_path, {**TALKS, "case.yaml": HEAD + "#" * 1_000_000})) == []


def test_a_long_name_is_shown_short(tmp_path):
    said = refused(tmp_path, HEAD + "? " + "k" * 100_000 + "\n: 1\n")
    assert said.startswith(f"case.yaml:39:3: `{'k' * 39}…`: unknown key; allowed: ")


# --- things that are no files


def test_a_pipe_is_refused_without_waiting_for_a_writer(tmp_path):
    write(tmp_path, TALKS)
    (tmp_path / "claims.yaml").unlink()
    os.mkfifo(tmp_path / "claims.yaml")
    assert problems(tmp_path) == ["claims.yaml:1:1: is not a plain file"]


def test_a_folder_in_place_of_a_file_is_refused(tmp_path):
    write(tmp_path, {name: text for name, text in TALKS.items() if name != "case.yaml"})
    (tmp_path / "case.yaml").mkdir()
    assert problems(tmp_path) == ["case.yaml:1:1: is not a plain file"]


def test_a_device_is_refused_unread(tmp_path):
    write(tmp_path, TALKS)
    (tmp_path / "claims.yaml").unlink()
    (tmp_path / "claims.yaml").symlink_to("/dev/zero")
    assert problems(tmp_path) == ["claims.yaml:1:1: is not a plain file"]


def test_a_link_that_leads_to_itself_is_told_and_not_taken_for_no_file(tmp_path):
    write(tmp_path, TALKS)
    (tmp_path / "sources.yaml").unlink()
    (tmp_path / "sources.yaml").symlink_to("sources.yaml")
    assert problems(tmp_path) == [
        "sources.yaml:1:1: cannot be read: Too many levels of symbolic links"
    ]


def test_a_link_that_leads_nowhere_is_told_and_not_taken_for_no_file(tmp_path):
    write(tmp_path, TALKS)
    (tmp_path / "claims.yaml").unlink()
    (tmp_path / "claims.yaml").symlink_to("gone.yaml")
    assert problems(tmp_path) == ["claims.yaml:1:1: file is missing"]


def test_a_file_in_place_of_the_variants_is_told(tmp_path):
    write(tmp_path, {**CRISIS, "variants": "title: x"})
    assert problems(tmp_path) == ["variants:1:1: cannot be read: Not a directory"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("loop", "`loop` cannot be read: Too many levels of symbolic links"),
        ("a" * 300, f"`{'a' * 199}…` cannot be read: File name too long"),
        ("a\0b", "`a\ufffdb` cannot be read: embedded null byte"),
    ],
    ids=["a link to itself", "a long name", "a NUL"],
)
def test_a_folder_that_cannot_be_one_is_told(tmp_path, monkeypatch, name, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(CaseNotFound) as error:
        load(name)
    assert str(error.value) == said


@pytest.mark.parametrize("name", ["a\nb.yaml", "a\u202eb.yaml", b"\xff.yaml", "-.yaml", "é.yaml"])
def test_the_name_of_a_variant_is_plain_and_shown_as_such(tmp_path, name):
    write(tmp_path, TALKS)
    (tmp_path / "variants" / os.fsdecode(name)).write_text("[")
    (said,) = problems(tmp_path)
    assert said.isprintable()
    assert said.endswith("allowed in NAME: letters, digits, `_`, `.` and `-`")


# --- permissions

AS_NOBODY = """\
import os
from detente.case import DetenteError, load
load("korea-2019")  # so that nothing is left to import
if os.geteuid() == 0:
    os.seteuid(65534)
try:
    load("talks")
except DetenteError as error:
    print(type(error).__name__, error)
"""


@pytest.mark.parametrize(
    ("closed", "said"),
    [
        ("talks/case.yaml", "InvalidCase case.yaml:1:1: cannot be read: Permission denied"),
        ("talks/claims.yaml", "InvalidCase claims.yaml:1:1: cannot be read: Permission denied"),
        ("talks/variants", "InvalidCase variants:1:1: cannot be read: Permission denied"),
        ("talks", "InvalidCase case.yaml:1:1: cannot be read: Permission denied"),
        (".", "CaseNotFound `talks` cannot be read: Permission denied"),
    ],
)
def test_what_may_not_be_read_is_told(tmp_path, closed, said):
    write(tmp_path / "talks", TALKS)
    tmp_path.chmod(0o755)
    path = tmp_path / closed
    mode = stat.S_IMODE(path.stat().st_mode)
    path.chmod(0)
    try:
        command = [sys.executable, "-c", AS_NOBODY]
        ended = subprocess.run(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True, check=True)
    finally:
        path.chmod(mode)
    assert ended.stdout == f"{said}\n"


# --- paths and marks


@pytest.mark.parametrize(
    "path",
    [
        "/etc/passwd", "../news.txt", "a/../../b", "..", "~/x", "~root/x", "\\\\server\\x",
        "C:\\x", "C:x", "a\\..\\b", '"a\\0b"', '"a\\nb"', '"\\u202etxt.exe"', "a" * 256, "é" * 128,
        "a/" * 12 + "b",
    ],
)  # fmt: skip
def test_no_document_names_a_path_outside_its_folder(tmp_path, path):
    said = refused(
        tmp_path, TALKS["documents.yaml"].replace("texts/post.txt", path), "documents.yaml"
    )
    assert said.startswith("documents.yaml:1:66: `post-0430.path`: found ")
    assert said.endswith("; must be a relative path that stays in its folder")


@pytest.mark.parametrize("path", ["post.txt", "texts/post.txt", "./post.txt", "a..b", "пост.txt"])
def test_a_path_inside_the_folder_is_allowed(tmp_path, path):
    documents = TALKS["documents.yaml"].replace("texts/post.txt", path)
    assert problems(write(tmp_path, {**TALKS, "documents.yaml": documents})) == []


MARK = '"\\e[31m\\u202eSU\\u0007\\n"'


@pytest.mark.parametrize(
    ("name", "old"),
    [
        ("case.yaml", "detente: 1"),
        ("case.yaml", "as_of: 2019-05-01"),
        ("case.yaml", "  - never: US.relief and US.press"),
        ("case.yaml", "answer: pause"),
        ("case.yaml", "code: USA"),
        ("case.yaml", "because: [wish]"),
        ("case.yaml", "id: no-reward"),
        ("case.yaml", "status_quo: [US.press]"),
        ("case.yaml", "position: 100"),
        ("case.yaml", "  - [US, DPRK]"),
        ("claims.yaml", "speaker: US\n"),
        ("claims.yaml", "through: [post]"),
        ("claims.yaml", "about: [DPRK, US.relief, RUS.putin]"),
        ("claims.yaml", "stance: asserts"),
        ("claims.yaml", "valid: 2019-04/.."),
        ("claims.yaml", "credibility: 2"),
        ("claims.yaml", "document: post-0430"),
        ("documents.yaml", "date: 2019-04-30"),
        ("documents.yaml", "source: post"),
        ("sources.yaml", "reliability: B"),
        ("variants/thaw.yaml", "add_option: US.visit"),
        ("variants/thaw.yaml", "add_statement: DPRK"),
        ("variants/thaw.yaml", "drop: no-reward"),
        ("variants/thaw.yaml", "set_status_quo: [US.visit]"),
    ],
)
def test_marks_that_turn_or_colour_text_reach_no_terminal(tmp_path, name, old):
    key, _, value = old.rpartition(": ") if ": " in old else ("  - ", "", old)
    lists = value.strip().startswith("[") or old.startswith("  - [")
    written = f"[{MARK}, {MARK}, US]" if lists else MARK
    end = "\n" if old.endswith("\n") else ""
    new = f"{key}: {written}{end}" if ": " in old else f"  - {written}"
    said = problems(write(tmp_path, edited(TALKS, (name, old, new))))
    assert said
    assert all(line.isprintable() for line in said)
    assert any("SU" in line for line in said)


def test_marks_in_keys_reach_no_terminal(tmp_path):
    for name, text in TALKS.items():
        said = problems(write(tmp_path, {**TALKS, name: f'{text}{MARK}: {{}}\n{MARK[:-1]}x": 1\n'}))
        assert said
        assert all(line.isprintable() for line in said)


@pytest.mark.parametrize("key", ["[key]", "<text>", "<keys>", "", "__class__", "Placeholder__"])
@pytest.mark.parametrize("name", TALKS)
def test_no_key_is_taken_for_a_mark_of_the_machinery(tmp_path, name, key):
    said = problems(write(tmp_path, {**TALKS, name: f'{TALKS[name]}"{key}": {{"{key}": 1}}\n'}))
    assert any(f"`{key}" in line for line in said)


@pytest.mark.parametrize("key", ["[key]", "<text>", "<keys>", "otherwise"])
def test_no_key_is_taken_for_a_mark_in_what_takes_a_line_s_place(tmp_path, key):
    fate = f'otherwise: {{want: US.press, "{key}": {{}}}}'
    files = edited(TALKS, ("case.yaml", "id: no-test", fate))
    (said,) = problems(write(tmp_path, files))
    assert f"prefers[1].otherwise.{key}`: unknown key; allowed: want" in said


# --- anything at all


def bytes_changed(data, draw):
    """Delete, replace, insert or cut a few bytes."""
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        length = draw(st.integers(0, 8))
        new = draw(st.sampled_from(PIECES) | st.binary(max_size=4))
        data = data[:at] + new + (data[at + length :] if draw(st.booleans()) else data[at:])
        if draw(st.integers(0, 9)) == 0:
            data = data[:at]
    return data


PIECES = [
    piece.encode()
    for piece in [
        ":",
        "-",
        "?",
        "[",
        "]",
        "{",
        "}",
        ",",
        "#",
        "&",
        "*",
        "!",
        "|",
        ">",
        "'",
        '"',
        "%",
        "@",
        "`",
        "~",
        "\n",
        "\t",
        "\r\n",
        "\n\n",
        "---",
        "...",
        "<<",
        "\\",
        "/",
        "\\x",
        "\\ud800",
        "\x00",
        "±",
        "1e999",
        "-1",
        "0",
        "nan",
        "[[]]",
        "[[],[]]",
        "{}",
        "{?}",
        "''",
        "null",
        "\x85",
        "\u2028",
        "\ufeff",
        "not",
        "and",
        "US.x",
        "[",
    ]
]


@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data(), base=st.sampled_from([TALKS, TALKS, CRISIS]))
def test_whatever_is_done_to_a_file_ends_in_a_case_or_in_words(tmp_path, data, base):
    name = data.draw(st.sampled_from(sorted(base)))
    changed = bytes_changed(base[name].encode(), data.draw)
    write(tmp_path, {**{n: "" for n in TALKS if n not in base}, **base, name: changed})
    if base is CRISIS:
        (tmp_path / "variants/thaw.yaml").unlink()
    assert all(line.isprintable() for line in problems(tmp_path))
