//! Our reading of protobuf's JSON against the table that its reference implementation has written
//! (`tests/oracle/run.sh`). Where that is laxer than what protobuf documents, we are stricter, and say where.

use chrono::{DateTime, TimeDelta};
use poem_openapi::types::{ParseFromJSON as _, ToJSON as _};
use serde_json::{Value, json};

use super::{Int64Text, Timestamp, duration};

/// The table, which is checked in beside the script that makes it.
pub(crate) fn table(name: &str) -> Vec<Value> {
    let table: Value = serde_json::from_str(include_str!("../../../tests/oracle/protobuf_json.json")).unwrap();
    table[name].as_array().unwrap_or_else(|| panic!("no {name} in the table")).clone()
}

/// Python takes them for numbers; nobody else does.
const LAX_DURATIONS: [&str; 7] = ["1 s", "1.s", "+1s", " 1s", "1_0s", "1.0000000001s", "\u{661}s"];
const LAX_INT64S: [&str; 4] = ["+1", "01", "1_0", "\u{661}"];

#[test]
fn durations_are_read_as_protobuf_reads_them() {
    let mut compared = 0;
    for row in table("durations") {
        let text = row["in"].as_str().unwrap();
        let expected = row["seconds"]
            .as_i64()
            .filter(|_| !LAX_DURATIONS.contains(&text))
            .map(|seconds| TimeDelta::seconds(seconds) + TimeDelta::nanoseconds(row["nanos"].as_i64().unwrap()));
        assert_eq!(duration::read(text), expected, "{text:?}");
        // What protobuf writes is read as what it was.
        if let (Some(expected), Some(out)) = (expected, row["out"].as_str()) {
            assert_eq!(duration::read(out), Some(expected), "{out:?}");
        }
        compared += 1;
    }
    assert!(compared > 50);
}

#[test]
fn integers_are_read_and_written_as_protobuf_does() {
    for row in table("int64s") {
        let lax = row["in"].as_str().is_some_and(|text| LAX_INT64S.contains(&text));
        let mut sent = row["in"].clone();
        // The pipeline writes `12.0` as `12` before any type sees it.
        if let Some(float) = sent.as_f64().filter(|float| sent.is_f64() && float.fract() == 0.0 && float.abs() < 1e15) {
            sent = json!(format!("{float:.0}").parse::<i64>().unwrap());
        }
        let read = Int64Text::parse_from_json(Some(sent)).ok();
        let expected = row["value"].as_str().filter(|_| !lax).map(str::to_owned);
        assert_eq!(read.map(|number| number.0.to_string()), expected, "{row}");
        if let Some(number) = read {
            assert_eq!(number.to_json(), Some(row["out"].clone()), "{row}");
        }
    }
}

#[test]
fn times_are_written_as_protobuf_writes_them() {
    for row in table("times") {
        let nanos = u32::try_from(row["nanos"].as_u64().unwrap()).unwrap();
        let time = DateTime::from_timestamp(row["seconds"].as_i64().unwrap(), nanos).unwrap();
        assert_eq!(Timestamp(time).to_json(), Some(row["out"].clone()), "{row}");
    }
}
