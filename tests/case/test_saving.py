"""Saving: all or nothing, never over another's change, and not a byte more than was edited."""

import dataclasses
import difflib
import errno
import os
import stat
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from case.folders import TALKS, write
from detente.case import ChangedOnDisk, EditRefused, InvalidCase, edited, load, save
from detente.case.edit import add_entries, append, remove, set_value
from detente.case.files import TextFile, digest, new_file
from detente.case.new import TEMPLATE
from detente.case.nodes import Mapping, child, find, parse

TITLE = ("title",)


@pytest.fixture
def folder(tmp_path):
    return write(tmp_path / "talks", TALKS)


def text_file(text, name="case.yaml"):
    return TextFile(name, text, parse(text, name), digest(text.encode()))


def with_title(case, title="Another title"):
    return edited(case, set_value(case.files["case.yaml"], TITLE, title))


def with_both_changed(case):
    """Change the first file and the last."""
    case = with_title(case)
    thaw = "variants/thaw.yaml"
    return edited(case, set_value(case.files[thaw], TITLE, "A frost"))


def everything(folder):
    """Return every file below a folder, with its bytes and when it was changed."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


def changed_lines(before, after):
    """Return the lines that are no longer there, and those that are new."""
    diff = list(difflib.ndiff(before.splitlines(keepends=True), after.splitlines(keepends=True)))
    gone = [line[2:] for line in diff if line.startswith("- ")]
    return gone, [line[2:] for line in diff if line.startswith("+ ")]


# --- what is written


def test_an_unchanged_case_is_saved_without_touching_a_file(folder):
    before = everything(folder)
    assert save(load(folder)) == []
    assert everything(folder) == before


def test_one_edit_changes_its_line_and_no_other_file(folder):
    before = everything(folder)
    case = load(folder)
    line = ("decision_makers", "DPRK", "prefers", 1)
    assert save(edited(case, set_value(case.files["case.yaml"], line, "US.press"))) == ["case.yaml"]
    after = everything(folder)
    path = folder / "case.yaml"
    assert changed_lines(before.pop(path)[0].decode(), after.pop(path)[0].decode()) == (
        ["      - DPRK.test -> US.press\n"],
        ["      - US.press\n"],
    )
    assert after == before
    assert load(folder).model.decision_makers["DPRK"].prefers[1].want.text == "US.press"


def test_several_files_are_saved_together(folder):
    assert save(with_both_changed(load(folder))) == ["case.yaml", "variants/thaw.yaml"]
    case = load(folder)
    assert (case.model.title, case.variants["thaw"].title) == ("Another title", "A frost")


def test_an_edit_undone_before_saving_touches_nothing(folder):
    before = everything(folder)
    case = with_title(load(folder))
    assert save(with_title(case, "Sanctions and tests")) == []
    assert everything(folder) == before


def test_what_was_saved_can_be_saved_again(folder):
    case = with_title(load(folder))
    save(case)
    save(case)
    assert load(folder).model.title == "Another title"


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("end", [True, False], ids=["newline at the end", "none at the end"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["no mark", "byte order mark"])
def test_line_ends_and_marks_stay_as_they_were(tmp_path, newline, end, mark):
    text = TALKS["case.yaml"] if end else TALKS["case.yaml"].rstrip("\n")
    before = mark + text.replace("\n", newline).encode()
    folder = write(tmp_path, {**TALKS, "case.yaml": before})
    case = load(folder)
    assert save(case) == []
    file = append(case.files["case.yaml"], ("coalitions",), ["DPRK", "US"])
    file = set_value(file, TITLE, "Another title")
    save(edited(case, file))
    old = ["title: Sanctions and tests", "  - [US, DPRK]"]
    new = ["title: Another title", "  - [US, DPRK]\n  - [DPRK, US]"]
    expected = text.replace(old[0], new[0]).replace(old[1], new[1]) + ("" if end else "\n")
    assert (folder / "case.yaml").read_bytes() == mark + expected.replace("\n", newline).encode()


def test_a_link_stays_a_link_and_its_file_is_what_is_written(tmp_path, folder):
    kept = tmp_path / "kept.yaml"
    (folder / "case.yaml").rename(kept)
    (folder / "case.yaml").symlink_to("../kept.yaml")
    save(with_title(load(folder)))
    assert (folder / "case.yaml").readlink() == Path("../kept.yaml")
    assert "Another title" in kept.read_text()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kept.yaml", "talks"]


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o666])
def test_who_may_read_a_file_stays_as_it_was(folder, mode):
    (folder / "case.yaml").chmod(mode)
    save(with_title(load(folder)))
    assert (folder / "case.yaml").stat().st_mode & 0o777 == mode


def test_a_case_made_in_memory_has_nowhere_to_go(folder):
    with pytest.raises(EditRefused, match="has no folder to be saved in"):
        save(dataclasses.replace(load(folder), folder=None))


def test_an_edit_that_makes_the_case_impossible_is_told_like_any_other_case(folder):
    case = load(folder)
    with pytest.raises(InvalidCase) as error:
        edited(case, set_value(case.files["case.yaml"], ("answer",), "paus"))
    assert str(error.value) == "case.yaml:30:9: `paus`: no such outcome; did you mean `pause`?"


# --- what is not written over


@pytest.mark.parametrize("name", ["case.yaml", "variants/thaw.yaml"], ids=["first", "second"])
def test_a_file_that_changed_since_it_was_read_is_not_overwritten_nor_any_other(folder, name):
    case = with_both_changed(load(folder))
    with (folder / name).open("a") as stream:
        stream.write("# mine\n")
    before = everything(folder)
    with pytest.raises(ChangedOnDisk) as error:
        save(case)
    assert str(error.value) == (
        f"{name} was changed on disk since it was read; nothing was written."
        " Load the case again and repeat the edit"
    )
    assert everything(folder) == before


def test_a_file_that_changes_while_others_are_written_is_not_overwritten(folder, monkeypatch):
    case = with_both_changed(load(folder))
    flush = os.fsync

    def meanwhile(handle):
        flush(handle)
        (folder / "case.yaml").write_text("# mine\n")

    monkeypatch.setattr(os, "fsync", meanwhile)
    with pytest.raises(ChangedOnDisk):
        save(case)
    assert (folder / "case.yaml").read_text() == "# mine\n"
    assert [p.name for p in everything(folder) if p.name.startswith(".")] == []


def test_a_file_that_is_gone_is_not_written_anew(folder):
    case = with_title(load(folder))
    (folder / "case.yaml").unlink()
    with pytest.raises(ChangedOnDisk) as error:
        save(case)
    assert str(error.value) == (
        "case.yaml cannot be read any more (No such file or directory); nothing was written"
    )
    assert not (folder / "case.yaml").exists()


def test_a_file_that_another_changed_and_we_did_not_is_none_of_our_business(folder):
    case = with_title(load(folder))
    (folder / "claims.yaml").write_text("# mine\n")
    assert save(case) == ["case.yaml"]
    assert (folder / "claims.yaml").read_text() == "# mine\n"


# --- what fails


def failing(*_):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_leaves_the_old_files_and_nothing_else(folder, monkeypatch):
    case = with_both_changed(load(folder))
    before = everything(folder)
    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(EditRefused) as error:
        save(case)
    assert str(error.value) == (
        f"{folder / 'case.yaml'} cannot be written: No space left on device; nothing was changed"
    )
    assert everything(folder) == before


def test_a_disk_that_is_full_at_the_second_file_leaves_the_first_as_it_was(folder, monkeypatch):
    case = with_both_changed(load(folder))
    before = everything(folder)
    flush, calls = os.fsync, []

    def failing_at_the_second(handle):
        calls.append(handle)
        return flush(handle) if len(calls) == 1 else failing()

    monkeypatch.setattr(os, "fsync", failing_at_the_second)
    with pytest.raises(EditRefused, match=r"thaw\.yaml cannot be written"):
        save(case)
    assert everything(folder) == before


def test_what_was_put_in_place_before_a_failure_is_named(folder, monkeypatch):
    case = with_both_changed(load(folder))
    replace = Path.replace

    def failing_for_the_variant(path, target):
        return failing() if target.name == "thaw.yaml" else replace(path, target)

    monkeypatch.setattr(Path, "replace", failing_for_the_variant)
    with pytest.raises(EditRefused) as error:
        save(case)
    assert str(error.value) == (
        f"{folder / 'variants/thaw.yaml'} cannot be written: No space left on device;"
        " saved before it: case.yaml"
    )
    assert [p.name for p in everything(folder) if p.name.startswith(".")] == []


def test_a_folder_that_cannot_be_flushed_is_no_failure(folder, monkeypatch):
    flush = os.fsync

    def files_only(handle):
        return failing() if stat.S_ISDIR(os.fstat(handle).st_mode) else flush(handle)

    monkeypatch.setattr(os, "fsync", files_only)
    assert save(with_title(load(folder))) == ["case.yaml"]
    assert load(folder).model.title == "Another title"


AS_NOBODY = """\
import os
from detente.case import EditRefused, edited, load, save
from detente.case.edit import set_value
case = load("talks")
case = edited(case, set_value(case.files["case.yaml"], ("title",), "Another title"))
if os.geteuid() == 0:
    os.seteuid(65534)
try:
    save(case)
except EditRefused as error:
    print(error)
"""


def test_a_folder_that_may_not_be_written_to_is_told(folder):
    before = everything(folder)
    folder.parent.chmod(0o755)
    folder.chmod(0o555)
    try:
        command = [sys.executable, "-c", AS_NOBODY]
        ended = subprocess.run(
            command, cwd=folder.parent, stdout=subprocess.PIPE, text=True, check=True
        )
    finally:
        folder.chmod(0o755)
    path = folder / "case.yaml"
    assert ended.stdout == f"{path} cannot be written: Permission denied; nothing was changed\n"
    assert everything(folder) == before


KILLED = """\
import os, sys
from detente.case import edited, load, save
from detente.case.edit import set_value
case = load("talks")
case = edited(case, set_value(case.files["case.yaml"], ("title",), "Another title"))
flushed = os.fsync
os.fsync = lambda handle: (flushed(handle), os.kill(os.getpid(), 9))
save(case)
"""


def test_a_killed_process_leaves_the_old_file(folder):
    before = (folder / "case.yaml").read_bytes()
    ended = subprocess.run([sys.executable, "-c", KILLED], cwd=folder.parent, check=False)
    assert ended.returncode == -9
    assert (folder / "case.yaml").read_bytes() == before
    assert load(folder).model.title == "Sanctions and tests"


# --- edits of a text

RICH = """\
# A file with everything that people do to YAML.
a: 1   # one
b:
  # before x
  x: |
    several
      lines

  # before y
  y: 'it''s'  # why
  z: >-
    folded
    text
# between
c:
- one
- two   # 2
# after the list
d: {k: v, l: [1, 2],   # in the braces
    m: n}  # flow
e:
f: ""
g:
  - a: 1
    b: 2
    # in the item
  - - x
    - y
  -
    p: q
"a key: with marks": [ {u: v} , w ]
été: "\\u00e9\\n"
last: text
"""


@pytest.mark.parametrize(
    ("edit", "gone", "new"),
    [
        (partial(set_value, path=("a",), value="2"), ["a: 1   # one\n"], ['a: "2"   # one\n']),
        (partial(set_value, path=("a",), value=2), ["a: 1   # one\n"], ["a: 2   # one\n"]),
        (partial(set_value, path=("b", "y"), value="why not"), ["  y: 'it''s'  # why\n"], ["  y: why not  # why\n"]),
        (partial(set_value, path=("b", "x"), value="short"), ["  x: |\n", "    several\n", "      lines\n"], ["  x: short\n"]),
        (partial(set_value, path=("e",), value=[]), ["e:\n"], ["e: []\n"]),
        (partial(set_value, path=("d", "k"), value={"a": ["b"]}), ["d: {k: v, l: [1, 2],   # in the braces\n"], ["d: {k: {a: [b]}, l: [1, 2],   # in the braces\n"]),
        (partial(set_value, path=("d", "new"), value="x"), ["    m: n}  # flow\n"], ["    m: n, new: x}  # flow\n"]),
        (partial(set_value, path=("b", "new"), value={"k": [{"l": 1}]}), [], ["  new:\n", "    k:\n", "      - l: 1\n"]),
        (partial(set_value, path=("new: key",), value=None), [], ['"new: key": null\n']),
        (partial(set_value, path=("c",), value=["three"]), ["- one\n", "- two   # 2\n"], ["  [three]   # 2\n"]),
        (partial(append, path=("c",), value="three"), [], ["- three\n"]),
        (partial(append, path=("c",), value={"k": "v", "l": []}), [], ["- k: v\n", "  l: []\n"]),
        (partial(append, path=("d", "l"), value="3"), ["d: {k: v, l: [1, 2],   # in the braces\n"], ['d: {k: v, l: [1, 2, "3"],   # in the braces\n']),
        (partial(append, path=("g", 1), value="z"), [], ["    - z\n"]),
        (partial(remove, path=("c", 1)), ["- two   # 2\n"], []),
        (partial(remove, path=("c",)), ["c:\n", "- one\n", "- two   # 2\n"], []),
        (partial(remove, path=("b", "x")), ["  x: |\n", "    several\n", "      lines\n"], []),
        (partial(remove, path=("b", "z")), ["  z: >-\n", "    folded\n", "    text\n"], []),
        (partial(remove, path=("d", "m")), ["d: {k: v, l: [1, 2],   # in the braces\n", "    m: n}  # flow\n"], ["d: {k: v, l: [1, 2]}  # flow\n"]),
        (partial(remove, path=("d", "l", 0)), ["d: {k: v, l: [1, 2],   # in the braces\n"], ["d: {k: v, l: [2],   # in the braces\n"]),
        (partial(remove, path=("g", 1)), ["  - - x\n", "    - y\n"], []),
        (partial(remove, path=("last",)), ["last: text\n"], []),
    ],
)  # fmt: skip
def test_an_edit_changes_its_own_lines(edit, gone, new):
    assert changed_lines(RICH, edit(text_file(RICH)).text) == (gone, new)


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (partial(set_value, path=(), value=1), "case.yaml: the whole file cannot be one edit"),
        (partial(set_value, path=("a", "b"), value=1), "case.yaml:2:4: is a single value"),
        (partial(set_value, path=("g", 9), value=1), "case.yaml: there is no item 9 to replace"),
        (partial(set_value, path=("g", "k"), value=1), "case.yaml: there is no item k to replace"),
        (partial(set_value, path=("nope", "k"), value=1), "case.yaml: there is nothing at nope"),
        (partial(set_value, path=("b",), value="x"), "case.yaml:5:3: comments would be lost; edit entry by entry"),
        (partial(append, path=("a",), value=1), "case.yaml:2:4: is no list"),
        (partial(append, path=("b",), value=1), "case.yaml:5:3: is no list"),
        (partial(remove, path=("nope",)), "case.yaml:2:1: there is no `nope` to remove"),
        (partial(remove, path=("g", 0, "a")), "case.yaml:24:5: shares its line with another entry; edit by hand"),
        (partial(remove, path=("g", 1, 0)), "case.yaml:27:7: shares its line with another entry; edit by hand"),
        (partial(remove, path=("g", 2, "p")), "case.yaml:30:5: is the only entry of its block; remove the block"),
    ],
)  # fmt: skip
def test_an_edit_that_cannot_be_made_is_refused_in_words(edit, message):
    with pytest.raises(EditRefused) as error:
        edit(text_file(RICH))
    assert str(error.value) == message


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("plain words", "plain words"),
        ("US.a -> not US.b", "US.a -> not US.b"),
        ("a: b", '"a: b"'),
        ("a #b", '"a #b"'),
        ("- a", '"- a"'),
        ("", '""'),
        ("~", '"~"'),
        ("true", '"true"'),
        ("Null", '"Null"'),
        ("12", '"12"'),
        ("2020-06-01", '"2020-06-01"'),
        ("two\nlines\ttab", '"two\\nlines\\ttab"'),
        ("\u202e\x85\x7f\ufeff\u2028", '"\\u202e\\u0085\\u007f\\ufeff\\u2028"'),
        ("\U0001f600\U000e0001", '"😀\\U000e0001"'),
        ('say "no" \\', '"say \\"no\\" \\\\"'),
        (0.5, "0.5"),
        (True, "true"),
        (None, "null"),
    ],
)
def test_values_are_written_so_that_every_reader_of_yaml_reads_the_same(value, written):
    text = set_value(text_file("a: x\n"), ("a",), value).text
    assert text == f"a: {written}\n"
    assert YAML(typ="safe", pure=True).load(text) == {"a": value}


# --- any edit at all


def paths(value, above=()):
    """Return every path of a tree."""
    below = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in below:
        yield (*above, key)
        if isinstance(inner, dict | list):
            yield from paths(inner, (*above, key))


words = st.sampled_from(
    ["x", "a: b", "- c", "# d", "", "é\n", "null", "'", '"', "[", "US.x -> y", " z "]
)
values = st.recursive(
    words | st.integers(0, 99) | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=5,
)
texts = [RICH, RICH.replace("\n", "\r\n"), RICH.rstrip("\n"), *TALKS.values()]
texts += [path.read_text() for path in sorted(TEMPLATE.glob("*.yaml"))]


def as_read(value):
    """Return a value as the parser reads it: every scalar a text."""
    if isinstance(value, dict):
        return {key: as_read(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [as_read(inner) for inner in value]
    return None if value is None else str(value)


def expected(tree, verb, path, value):
    """Make the change in the tree itself."""
    *above, last = path
    holder = tree
    for key in above:
        holder = holder[key]
    if verb == "set":
        holder[last] = as_read(value)
    elif verb == "append":
        holder[last].append(as_read(value))
    else:
        del holder[last]
    return tree


def value_at(file, path):
    return find(file.tree, path).value


def untouched(file, path):
    """Return the lines that are not of the entry at a path, nor of the braces it stands in."""
    holder = find(file.tree, path[:-1])
    node = find(file.tree, path)
    if holder.flow:
        start, end = holder.start, holder.end
    elif child(holder, path[-1]) is None:
        start, end = len(file.text), 0
    else:
        key = holder.key(path[-1]) if isinstance(holder, Mapping) else node
        start, end = key.start, len(file.text[: node.end].rstrip())
    first = file.text.count("\n", 0, start)
    last = file.text.count("\n", 0, end)
    return [
        li for k, li in enumerate(file.text.split("\n")) if end < start or not first <= k <= last
    ]


def refusal_of(edit, file):
    """Make an edit; return the file after it, or why it was refused."""
    try:
        return edit(file), ""
    except EditRefused as error:
        return file, str(error)


@settings(max_examples=120, deadline=None)
@given(data=st.data(), text=st.sampled_from(texts))
def test_any_edit_is_refused_or_says_what_was_meant_and_leaves_all_other_lines(data, text):
    file = text_file(text)
    every = list(paths(file.tree.value))
    for _ in range(data.draw(st.integers(1, 3))):
        verb = data.draw(st.sampled_from(["set", "set", "append", "remove"]))
        path = data.draw(st.sampled_from(every))
        if verb == "set" and data.draw(st.booleans()):
            path = (*path[:-1], data.draw(words | st.integers(0, 3)))
        value = data.draw(values)
        edits = {"set": partial(set_value, value=value), "append": partial(append, value=value)}
        after, refusal = refusal_of(partial(edits.get(verb, remove), path=path), file)
        if refusal:
            assert refusal.startswith("case.yaml")
            continue
        kept = untouched(file, (*path, len(value_at(file, path))) if verb == "append" else path)
        assert after.tree.value == expected(file.tree.value, verb, path, value)
        lines = iter(after.text.split("\n"))
        assert all(line in lines for line in kept), "a line that was not meant is gone or changed"
        file, every = after, list(paths(after.tree.value))
        if not every:
            return


# --- several entries at once


ENTRIES = {"b": {"x": "1", "y": ["2", "no"]}, "c d": "text: with colon"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", 'b:\n  x: "1"\n  y: ["2", no]\nc d: "text: with colon"\n'),
        ("# nothing yet", '# nothing yet\nb:\n  x: "1"\n  y: ["2", no]\nc d: "text: with colon"\n'),
        ("a: 1   # one\n# end\n", 'a: 1   # one\nb:\n  x: "1"\n  y: ["2", no]\nc d: "text: with colon"\n# end\n'),
        ("{a: 1}\n", '{a: 1, b: {x: "1", y: ["2", no]}, c d: "text: with colon"}\n'),
    ],
)  # fmt: skip
def test_entries_are_added_in_one_edit_below_what_is_there(before, after):
    assert add_entries(text_file(before), ENTRIES).text == after


@pytest.mark.parametrize("text", ["- a\n", "b: there\n", "just words\n"])
def test_entries_are_not_added_where_they_cannot_stand(text):
    with pytest.raises(EditRefused):
        add_entries(text_file(text), ENTRIES)


def test_no_entries_change_nothing():
    file = text_file("a: 1\n")
    assert add_entries(file, {}).text == file.text


def test_a_new_file_is_written_only_if_nobody_made_it_meanwhile(folder):
    case = load(folder)
    extra = add_entries(
        new_file("variants/extra.yaml"), {"title": "X", "changes": [{"drop": "US/2"}]}
    )
    made = edited(case, extra)
    (folder / "variants" / "extra.yaml").write_text("mine")
    with pytest.raises(ChangedOnDisk):
        save(made)
    (folder / "variants" / "extra.yaml").unlink()
    assert save(made) == ["variants/extra.yaml"]
    assert load(folder).variants["extra"].title == "X"
