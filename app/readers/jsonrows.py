"""JSON Lines and JSON: objects, one of which is one article.

JSON Lines is read as a stream, a line at a time. Any other JSON is read whole, up to the size of
a document; its articles are the objects of a list: the outermost, or one under a name that
programs give it ("articles", "results", ...), or the one object that the file is.
"""

from __future__ import annotations

import codecs
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from app.readers.decoding import decode
from app.readers.delimited import MOST_EMPTY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_LISTS = (
    *("articles", "stories", "results", "items", "data", "docs", "documents", "hits", "posts"),
    *("entries", "value", "response", "news", "records", "rows"),
)
# Where the value of a field is an object: {"source": {"name": "..."}}, {"title": {"rendered": ..}}.
_INNER = ("name", "title", "rendered", "$date", "#text", "value", "text", "code")
_SPACE = re.compile(r"[\s\x1e,]*")  # RFC 7464 has a record separator before each object
_HALF_SURROGATE = re.compile("[\ud800-\udfff]")
_DEEPEST = 3  # how deep the list of articles may lie


@dataclass(frozen=True, slots=True)
class Object:
    """The texts in one object, by their names; ``problem`` says why there are none."""

    place: str  # "line 3", "item 3"
    values: Mapping[str, str]
    notes: tuple[str, ...] = ()
    problem: str = ""


def objects(stream: BinaryIO, *, longest: int, most: int) -> Iterator[Object]:
    """The objects in a stream that stands at its start.

    ``longest`` is how many bytes a line may have, ``most`` how many a file that is no JSON Lines.
    Raises ValueError, with a sentence for people, when it is JSON of neither form.
    """
    if _is_lines(stream, longest):
        yield from _of_lines(stream, longest)
    else:
        yield from _of_whole(stream, most)


def _is_lines(stream: BinaryIO, longest: int) -> bool:
    """Whether the first line is an object of its own and more lines follow."""
    first = stream.readline(longest + 1)
    while first and not first.strip():
        first = stream.readline(longest + 1)
    if len(first) > longest:  # as long a line as this holds all there is, or is put aside by itself
        while not first.endswith(b"\n") and (first := stream.readline(1 << 16)):
            pass
        value: object = {}
        following = stream.readline(1 << 10)
    else:
        value, _, _ = _parsed(first)
        following = stream.readline(1 << 10)
        while following and not following.strip():
            following = stream.readline(1 << 10)
    stream.seek(0)
    return isinstance(value, dict) and bool(following)


def _of_lines(stream: BinaryIO, longest: int) -> Iterator[Object]:
    number = empty = 0
    while line := stream.readline(longest + 1):
        number += 1
        if len(line) > longest:
            while not line.endswith(b"\n") and (line := stream.readline(1 << 16)):
                pass
            yield Object(f"line {number}", {}, problem=f"It is longer than {longest:,} bytes.")
            continue
        if not line.strip(b" \t\r\n,\x1e\0"):
            if (empty := empty + 1) > MOST_EMPTY:
                problem = f"After {MOST_EMPTY:,} empty lines the rest was not looked at."
                yield Object(f"line {number}", {}, problem=problem)
                return
            continue
        empty = 0
        value, notes, problem = _parsed(line)
        yield _object(f"line {number}", value, notes, problem)


def _parsed(line: bytes) -> tuple[object, tuple[str, ...], str]:
    """What a line is, what had to be guessed, and why it is nothing."""
    try:
        text, notes = _decoded(line)
        return json.loads(_SPACE.sub("", text, count=1).rstrip().rstrip(",")), notes, ""
    except json.JSONDecodeError as error:
        return None, (), f"It is not JSON: {_plain(error.msg)} at character {error.pos + 1}."
    except RecursionError:
        return None, (), "It is nested too deeply to be read."
    except ValueError as error:  # no text, or a number of thousands of digits
        return None, (), str(error) if str(error).endswith(".") else "It is not JSON that is read."


def _of_whole(stream: BinaryIO, most: int) -> Iterator[Object]:
    data = stream.read(most + 1)
    if len(data) > most:
        raise ValueError(f"It is larger than {most:,} bytes, and not JSON Lines.")
    text, notes = _decoded(data)
    decoder = json.JSONDecoder()
    place = _list_within(text, decoder)
    if place is None:
        try:
            yield _object("line 1", json.loads(text), notes, "")
        except (ValueError, RecursionError) as error:
            raise ValueError(_why(error)) from error
        return
    number = 0
    while True:
        place = _after_space(text, place)
        if text[place : place + 1] in {"]", ""}:
            return
        number += 1
        try:
            value, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError) as error:
            # Where the next one begins cannot be known.
            problem = f"{_why(error)} Nothing after it was read."
            yield Object(f"item {number}", {}, problem=problem)
            return
        yield _object(f"item {number}", value, notes, "")


def _list_within(text: str, decoder: json.JSONDecoder) -> int | None:
    """Where the first object of the list of articles is; None where there is no list."""
    place = _after_space(text, 0)
    for _ in range(_DEEPEST):
        if text[place : place + 1] == "[":
            return place + 1
        if text[place : place + 1] != "{":
            return None
        place = _value_of_list(text, place + 1, decoder)
        if place < 0:
            return None
    return None


def _value_of_list(text: str, place: int, decoder: json.JSONDecoder) -> int:
    """Where, in an object, the value stands whose name is that of a list; -1 if there is none."""
    try:
        while text[(place := _after_space(text, place)) : place + 1] == '"':
            name, place = decoder.raw_decode(text, place)
            place = _after_space(text, place)
            if text[place : place + 1] != ":":
                return -1
            place = _after_space(text, place + 1)
            if name in _LISTS and text[place : place + 1] in {"[", "{"}:
                return place
            _, place = decoder.raw_decode(text, place)
    except (ValueError, RecursionError):
        pass
    return -1


def _after_space(text: str, place: int) -> int:
    match = _SPACE.match(text, place)
    return match.end() if match else place


def _decoded(data: bytes) -> tuple[str, tuple[str, ...]]:
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        return decode(data)


def _object(place: str, value: object, notes: tuple[str, ...], problem: str) -> Object:
    if not problem and not isinstance(value, dict):
        problem = "It is no object with fields."
    if problem or not isinstance(value, dict):
        return Object(place, {}, problem=problem)
    source = value.get("_source")  # as Elasticsearch gives it
    fields: dict[str, object] = source if isinstance(source, dict) else value
    texts = {name: _text(each) for name, each in fields.items()}
    if any(map(_HALF_SURROGATE.search, texts.values())):
        texts = {name: _HALF_SURROGATE.sub("\ufffd", each) for name, each in texts.items()}
        notes = (*notes, "Some of its characters are broken, shown as \ufffd.")
    return Object(place, texts, notes)


def _text(value: object) -> str:
    """A value as text: paragraphs of a list apart, of an object what is named as its name."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "\n\n".join(each for each in value if isinstance(each, str))
    if isinstance(value, dict):
        inner = next((value[name] for name in _INNER if isinstance(value.get(name), str)), "")
        return str(inner)
    return "" if value is None or isinstance(value, (bool, float)) else str(value)


def _why(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"It is not JSON: {_plain(error.msg)} at character {error.pos + 1}."
    if isinstance(error, RecursionError):
        return "It is nested too deeply to be read."
    return "It is not JSON that is read."


def _plain(message: str) -> str:
    return message[:1].lower() + message[1:]
