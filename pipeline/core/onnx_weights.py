"""A look into ONNX files without the package onnx: are the weights numbers?

ONNX Runtime computes with whatever is there, and some layers turn what is no number into zero, so that the answer does
not show it.  The file is a protobuf message (https://protobuf.dev/programming-guides/encoding), of which only the
fields on the way to the weights are read: model, graph, initializer, data.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

_GRAPH, _INITIALIZER, _TYPE, _FLOATS, _RAW = 7, 5, 2, 4, 9
_FLOATING = {1: "<f4", 10: "<f2", 11: "<f8"}
_VARINT, _EIGHT, _BYTES, _FOUR = 0, 1, 2, 5

Field = tuple[int, int | memoryview]


def has_finite_weights(content: bytes) -> bool:
    """Whether all weights of a model are numbers; weights that are kept in other files are not looked at.

    Raises
    ------
    ValueError
        If the content is no such message.
    """
    tensors = (tensor for graph in _parts(memoryview(content), _GRAPH) for tensor in _parts(graph, _INITIALIZER))
    return all(map(_is_finite, tensors))


def _is_finite(tensor: memoryview) -> bool:
    fields = list(_fields(tensor))
    kind = next((_FLOATING.get(value) for number, value in fields if number == _TYPE and isinstance(value, int)), None)
    for number, value in fields:
        form = {_RAW: kind, _FLOATS: "<f4"}.get(number)
        if form and isinstance(value, memoryview) and not np.isfinite(np.frombuffer(value, form)).all():
            return False
    return True


def _parts(message: memoryview, wanted: int) -> Iterator[memoryview]:
    return (value for number, value in _fields(message) if number == wanted and isinstance(value, memoryview))


def _fields(message: memoryview) -> Iterator[Field]:
    place = 0
    while place < len(message):
        key, place = _varint(message, place)
        number, kind = key >> 3, key & 7
        if kind == _VARINT:
            value, place = _varint(message, place)
            yield number, value
            continue
        if kind == _BYTES:
            length, place = _varint(message, place)
        elif kind in (_EIGHT, _FOUR):
            length = 8 if kind == _EIGHT else 4
        else:
            raise ValueError("no protobuf message")
        if place + length > len(message):
            raise ValueError("a protobuf message that is cut short")
        yield number, message[place : place + length]
        place += length


def _varint(message: memoryview, place: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        if place >= len(message):
            break
        byte = message[place]
        place += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, place
    raise ValueError("a number that does not end")
