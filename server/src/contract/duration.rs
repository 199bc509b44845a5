//! A span of time as protobuf's JSON writes it: seconds in decimal digits and an `s`, such as `3600s` and `0.5s`.

use chrono::TimeDelta;

/// What protobuf's `Duration` holds at the most, in seconds: about 10,000 years.
const SECONDS_MAX: i64 = 315_576_000_000;
/// Digits behind the point: nanoseconds.
const DIGITS_MAX: usize = 9;

/// Reads a duration. `None` for what is none: without the `s`, without digits, with a sign but `-`, with more than nine
/// digits behind the point, or too long for the type.
pub fn read(text: &str) -> Option<TimeDelta> {
    let number = text.strip_suffix('s')?;
    let (sign, number) = number.strip_prefix('-').map_or((1, number), |number| (-1, number));
    let (seconds, fraction) = match number.split_once('.') {
        Some((seconds, fraction)) if (1..=DIGITS_MAX).contains(&fraction.len()) => (seconds, fraction),
        Some(_) => return None,
        None => (number, "0"),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(seconds) || !digits(fraction) {
        return None;
    }
    let seconds: i64 = seconds.parse().ok().filter(|seconds| *seconds <= SECONDS_MAX)?;
    let nanoseconds: i64 = format!("{fraction:0<DIGITS_MAX$}").parse().ok()?;
    if seconds == SECONDS_MAX && nanoseconds > 0 {
        return None;
    }
    Some(TimeDelta::seconds(sign * seconds) + TimeDelta::nanoseconds(sign * nanoseconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_read_to_the_nanosecond() {
        assert_eq!(read("3600s"), Some(TimeDelta::hours(1)));
        assert_eq!(read("0.000000001s"), Some(TimeDelta::nanoseconds(1)));
        assert_eq!(read("-3.5s"), Some(TimeDelta::milliseconds(-3500)));
        assert_eq!(read("-0.5s"), Some(TimeDelta::milliseconds(-500)));
        assert_eq!(read("315576000000s"), Some(TimeDelta::seconds(SECONDS_MAX)));
        for bad in
            ["", "s", "1", "1h", "1.s", ".5s", "+1s", " 1s", "1e3s", "1.0000000001s", "315576000001s", "--1s", "1_0s"]
        {
            assert_eq!(read(bad), None, "{bad:?}");
        }
    }
}
