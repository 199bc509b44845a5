//! Turns.

use anyhow::Result;

/// Lets `measure(round, target)` look at each target once a round: round 0 warms up and is forgotten, and every other round
/// goes the other way, so that nobody always runs on the same neighbour's heels. Answers each target's results, by round.
///
/// # Errors
///
/// The first one of `measure`.
pub fn take_turns<T>(
    targets: usize,
    rounds: usize,
    mut measure: impl FnMut(usize, usize) -> Result<T>,
) -> Result<Vec<Vec<T>>> {
    let mut results: Vec<Vec<T>> = (0..targets).map(|_| Vec::with_capacity(rounds)).collect();
    for round in 0..=rounds {
        for turn in 0..targets {
            let target = if round.is_multiple_of(2) { turn } else { targets - 1 - turn };
            let result = measure(round, target)?;
            if round > 0 {
                results[target].push(result);
            }
        }
    }
    Ok(results)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_turns_round_and_the_first_round_does_not_count() {
        let mut seen = vec![];
        let results = take_turns(3, 2, |round, target| {
            seen.push((round, target));
            Ok(round * 10 + target)
        });
        assert_eq!(seen, [(0, 0), (0, 1), (0, 2), (1, 2), (1, 1), (1, 0), (2, 0), (2, 1), (2, 2)]);
        assert_eq!(results.unwrap(), [[10, 20], [11, 21], [12, 22]]);
    }
}
