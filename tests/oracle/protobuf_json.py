"""Asks protobuf's reference implementation how it reads and writes JSON, and writes the answers as a table.

The server's own reading is compared with the table by its unit tests. `tests/oracle/run.sh` makes the table anew, with a
fixed version of protobuf, and fails if it differs from the one that is checked in.
"""

import json
import sys

from google.protobuf import json_format
from google.protobuf.duration_pb2 import Duration
from google.protobuf.timestamp_pb2 import Timestamp
from google.protobuf.type_pb2 import Field
from google.protobuf.wrappers_pb2 import BytesValue, Int64Value

DURATIONS = [
    "0s", "1s", "3600s", "604800s", "604801s", "-1s", "-0s", "0.5s", "-0.5s", "3.5s", "3.500s", "0.000000001s",
    "-0.000000001s", "1.000340012s", "1.1s", "1.12s", "1.123s", "1.1234s", "1.12345s", "1.123456s", "1.1234567s",
    "1.12345678s", "1.123456789s", "0.1s", "0.01s", "0.001s", "0.0001s", "00001s", "315576000000s", "-315576000000s",
    "315576000001s", "-315576000001s", "999999999999s", "315575999999.999999999s",
    "", "s", "1", "1h", "1m", "1ms", "60", "1 s", "1S", "1s ", "PT1S", "1e3s", "0x10s", "NaNs", "infs", "1,5s", "--1s",
    "1.s", ".5s", "+1s", " 1s", "1_0s", "1.0000000001s", "1.2.3s", "-s", ".s", "1.-5s", "\u0661s",
]

INT64S = [
    0, 1, -1, 9007199254740993, 9223372036854775807, -9223372036854775808, 12.0, 1e3,
    9223372036854775808, -9223372036854775809, 1.5, True,
    "0", "1", "-1", "9007199254740993", "9223372036854775807", "-9223372036854775808", "-0",
    "9223372036854775808", "-9223372036854775809", "", "-", "1.5", "one", " 1", "1 ", "0x10", "1,000",
    "+1", "01", "1_0", "1.0", "1e3", "\u0661",
]

TIMES = [
    (0, 0), (1, 0), (-1, 0), (1700000000, 0), (1700000000, 1_000), (1700000000, 1_000_000), (1700000000, 123_000_000),
    (1700000000, 123_456_000), (1700000000, 120_000_000), (1700000000, 999_999_000), (1700000000, 10_000),
    (951782400, 0), (4102444799, 999_999_000), (-62135596800, 0), (253402300799, 999_999_000), (1, 123_456_789),
]

BYTES = [
    "", "aA==", "aA", "aGk=", "aGk", "aGVs", "+/8=", "-_8=", "+/8", "-_8", "-/8=", "aGVsbG8gd29ybGQ=",
    "aGVsbG8gd29ybGQ", "/////w==", "_____w", "aGl=",
]


def duration(text):
    try:
        message = json_format.Parse(json.dumps(text), Duration())
    except json_format.ParseError:
        return {"in": text, "seconds": None, "nanos": None, "out": None}
    out = json.loads(json_format.MessageToJson(message))
    return {"in": text, "seconds": message.seconds, "nanos": message.nanos, "out": out}


def int64(value):
    try:
        message = json_format.Parse(json.dumps(value), Int64Value())
    except json_format.ParseError:
        return {"in": value, "value": None, "out": None}
    return {"in": value, "value": str(message.value), "out": json.loads(json_format.MessageToJson(message))}


def time(seconds, nanos):
    message = Timestamp(seconds=seconds, nanos=nanos)
    return {"seconds": seconds, "nanos": nanos, "out": json.loads(json_format.MessageToJson(message))}


def data(text):
    try:
        message = json_format.Parse(json.dumps(text), BytesValue())
    except json_format.ParseError:
        return {"in": text, "hex": None}
    return {"in": text, "hex": message.value.hex()}


def names(body):
    try:
        message = json_format.Parse(body, Field())
    except json_format.ParseError:
        return {"in": body, "type_url": None}
    return {"in": body, "type_url": message.type_url}


table = {
    "durations": [duration(text) for text in DURATIONS],
    "int64s": [int64(value) for value in INT64S],
    "times": [time(seconds, nanos) for seconds, nanos in TIMES],
    "bytes": [data(text) for text in BYTES],
    "names": [
        names(body)
        for body in [
            '{"type_url": "x"}', '{"typeUrl": "x"}', '{"typeUrl": "x", "type_url": "x"}', '{"typeUrl": null}',
            '{}', '{"TypeUrl": "x"}', '{"typeurl": "x"}', '{"unknown": 1}',
        ]
    ],
}
json.dump(table, sys.stdout, indent=1, ensure_ascii=True)
sys.stdout.write("\n")
