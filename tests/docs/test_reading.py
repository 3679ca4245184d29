"""The tests of the examples find what is wrong with an example, and nothing else."""

from pathlib import Path

import pytest

from docs.page import Example, commands, examples
from docs.reading import Reading


@pytest.fixture
def read(tmp_path: Path):
    """Read a page to its end."""

    def read(text: str) -> Reading:
        found = found_in(text, tmp_path)
        place = tmp_path / "reading"
        place.mkdir()
        reading = Reading(found, place)
        reading.read_to(found[-1])
        return reading

    return read


def found_in(text: str, tmp_path: Path) -> list[Example]:
    page = tmp_path / "page.md"
    page.write_text(text)
    return list(examples(page, tmp_path))


def console(text: str, options: str = "") -> str:
    return f"```console {options}\n{text}\n```\n"


def python(text: str) -> str:
    return f"```python\n{text}\n```\n"


# Finding them


def test_an_example_is_named_by_its_page_and_line(tmp_path: Path) -> None:
    text = "# Title\n\n" + console("$ true") + "\n" + python("1")
    assert [str(example) for example in found_in(text, tmp_path)] == ["page.md:3", "page.md:7"]


def test_other_fences_are_not_examples(tmp_path: Path) -> None:
    text = "```yaml\na: 1\n```\n```\n$ false\n```\n~~~~markdown\n```console\n$ false\n```\n~~~~\n"
    assert found_in(text, tmp_path) == []


def test_an_example_that_is_never_closed_goes_on_to_the_end(tmp_path: Path) -> None:
    [example] = found_in("```console\n$ true\n\n# A title\n", tmp_path)
    assert example.text == "$ true\n\n# A title\n"


def test_an_example_in_a_list_is_found(tmp_path: Path) -> None:
    [example] = found_in("1. First\n\n   ```console\n   $ echo a\n     a\n   ```\n", tmp_path)
    assert example.text == "$ echo a\n  a\n"


@pytest.mark.parametrize("options", ["norun", "exit=", "exit=two"])
def test_an_option_that_nobody_knows_is_refused(tmp_path: Path, options: str) -> None:
    with pytest.raises(ValueError, match=r"page\.md:1: cannot read the options"):
        found_in(console("$ true", options), tmp_path)


@pytest.mark.parametrize("before", ["", "<!-- -->\n", "<!-- Earlier. -->\nWords.\n"])
def test_no_run_without_a_reason_is_refused(tmp_path: Path, before: str) -> None:
    with pytest.raises(ValueError, match="needs an HTML comment before it that says why"):
        found_in(before + console("$ true", "no-run"), tmp_path)


def test_no_run_with_a_reason_is_not_run(tmp_path: Path, read) -> None:
    text = "<!-- This needs\nthe network. -->\n\n" + console("$ false", "no-run")
    assert found_in(text, tmp_path)[0].left_out_because == "This needs the network."
    read(text)


def test_commands_are_split_from_what_they_show(tmp_path: Path) -> None:
    shown = "$ cat <<END\n> a\n> END\na\n\n$ echo \\\n  b  \n$ true"
    [example] = found_in(console(shown), tmp_path)
    first, second, third = commands(example)
    assert (first.text, first.shown) == ("cat <<END\na\nEND", ("a",))
    assert (second.text, second.shown) == ("echo \\\n  b  ", ())
    assert (third.text, third.shown) == ("true", ())


# The shell


@pytest.mark.parametrize(
    "shown",
    ["$ printf 'a  \\nb\\n\\n'\na\nb", "$ seq 9\n1\n…\n9", "$ seq 9\n...", "$ seq 2\n1\n…\n2"],
)
def test_output_that_is_shown_rightly_passes(read, shown: str) -> None:
    read(console(shown))


@pytest.mark.parametrize(
    "shown", ["$ echo a\nb", "$ seq 3\n1\n2", "$ seq 3\n1\n…\n2", "$ true\na", "$ echo aa\na+"]
)
def test_output_that_is_shown_wrongly_fails(read, shown: str) -> None:
    with pytest.raises(pytest.fail.Exception, match=r"page\.md:1: \$ "):
        read(console(shown))


def test_a_wrong_output_is_told_as_a_difference(read) -> None:
    with pytest.raises(pytest.fail.Exception, match=r"(?m)^-b\n\+a$"):
        read(console("$ echo a\nb"))


def test_what_goes_to_the_error_stream_is_shown_too(read) -> None:
    read(console("$ echo a >&2\na"))


def test_a_command_that_fails_fails(read) -> None:
    with pytest.raises(pytest.fail.Exception, match=r"It ended with 1, not with 0:\nOh\.\n"):
        read(console("$ echo Oh. && false"))


def test_an_expected_exit_code_is_that_of_the_last_command(read) -> None:
    read(console("$ true\n$ exit 2", "exit=2"))


@pytest.mark.parametrize("shown", ["$ true", "$ exit 2\n$ exit 2"])
def test_a_command_that_ends_with_another_code_fails(read, shown: str) -> None:
    with pytest.raises(pytest.fail.Exception, match=r"It ended with \d, not with \d"):
        read(console(shown, "exit=2"))


def test_an_example_goes_on_where_the_one_before_stopped(read) -> None:
    read(console("$ mkdir 'a b' && cd 'a b'") + console('$ basename "$PWD"\na b'))


@pytest.mark.parametrize("text", ["if", "exec false", "kill -9 $$"])
def test_a_command_that_never_comes_to_its_end_fails(read, text: str) -> None:
    with pytest.raises(pytest.fail.Exception, match="It ended with"):
        read(console(f"$ {text}"))


def test_the_script_is_replaced_by_the_installed_program(read) -> None:
    read(console("$ detente() { echo called with $#; }; ./run a b\ncalled with 2"))


def test_a_console_example_without_a_command_is_refused(read) -> None:
    with pytest.raises(ValueError, match=r"page\.md:1: a console example begins with"):
        read(console("detente"))


# Python


def test_python_examples_of_a_page_share_what_they_know(read) -> None:
    assert (
        read(python("a = 1") + python(">>> a + 1\n2\n>>> b = 3") + python("c = b")).known["c"] == 3
    )


def test_python_finds_the_files_that_commands_made(read) -> None:
    program = "from pathlib import Path\nassert Path('file').read_text() == 'text\\n'"
    read(console("$ echo text >file") + python(program))


def test_a_python_example_that_raises_fails(read) -> None:
    with pytest.raises(ZeroDivisionError):
        read(python("1 / 0"))


def test_a_conversation_that_goes_otherwise_fails(read) -> None:
    with pytest.raises(pytest.fail.Exception, match="Expected:\n    3\nGot:\n    2"):
        read(python(">>> 1 + 1\n3"))


def test_reading_one_example_reads_those_before_it_once(tmp_path: Path) -> None:
    text = python("seen = []") + python("seen.append(2)") + python("seen.append(3)")
    found = found_in(text, tmp_path)
    (tmp_path / "reading").mkdir()
    reading = Reading(found, tmp_path / "reading")
    reading.read_to(found[1])
    reading.read_to(found[2])
    assert reading.known["seen"] == [2, 3]
