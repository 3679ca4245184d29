"""Standard input, bounded."""

import io

import pytest

from detente.assistant.wire import Bounded, Input


def lines(data, most):
    stream = Bounded(io.BufferedReader(io.BytesIO(data)), most)
    return list(io.TextIOWrapper(stream, encoding="utf-8")), stream.overrun


@pytest.mark.parametrize("count", [1, 3, 5_000])
def test_many_lines_come_through_however_much_they_are_together(count):
    given = ["x" * 50 + "\n"] * count
    assert lines("".join(given).encode(), 100) == (given, False)


def test_a_line_of_just_the_bound_comes_through():
    assert lines(b"x" * 100 + b"\n", 100) == (["x" * 100 + "\n"], False)


def test_a_line_that_is_too_long_ends_the_stream():
    read, overrun = lines(b"one\n" + b"x" * 100_000 + b"\ntwo\n", 50_000)
    assert overrun
    assert "two\n" not in read


def test_it_stands_in_for_standard_input():
    stream = Bounded(io.BufferedReader(io.BytesIO(b"one\n")))
    assert Input(stream).buffer.readable()
