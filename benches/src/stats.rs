//! Medians, ranges and ratios.

use std::fmt;

/// The middle of some values and how far they lie apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Summary {
    pub median: f64,
    pub min: f64,
    pub max: f64,
}

impl Summary {
    /// `NaN` throughout, of none.
    pub fn of(values: &[f64]) -> Self {
        Self {
            median: median(values),
            min: values.iter().copied().fold(f64::NAN, f64::min),
            max: values.iter().copied().fold(f64::NAN, f64::max),
        }
    }

    /// Of `ours[i] / theirs[i]`: pairs of one round saw the same machine.
    pub fn of_ratios(ours: &[f64], theirs: &[f64]) -> Self {
        Self::of(&ours.iter().zip(theirs).map(|(ours, theirs)| ours / theirs).collect::<Vec<_>>())
    }

    /// `median (min..max)`, each as `format` writes it; the value alone when they are all the same; `none` of what could not be
    /// measured, like the time of an answer when there was no answer.
    pub fn written<T: fmt::Display>(&self, format: impl Fn(f64) -> T) -> String {
        if !self.median.is_finite() {
            return "none".to_owned();
        }
        if self.min == self.max {
            return format(self.median).to_string();
        }
        format!("{} ({}..{})", format(self.median), format(self.min), format(self.max))
    }
}

/// The median; of an even number of values the mean of the middle two. `NaN` of none.
pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    match sorted.len() {
        0 => f64::NAN,
        n if n % 2 == 1 => sorted[n / 2],
        n => f64::midpoint(sorted[n / 2 - 1], sorted[n / 2]),
    }
}

/// The value that so many of a hundred are not above, by the nearest rank. `NaN` of none.
pub fn percentile(values: &[f64], percent: usize) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle_or_the_mean_of_two() {
        assert_eq!(median(&[9.0, 1.0, 5.0]), 5.0);
        assert_eq!(median(&[4.0, 1.0, 2.0, 100.0]), 3.0);
        assert!(median(&[]).is_nan());
    }

    #[test]
    fn ratios_are_those_of_each_round_and_not_of_the_medians() {
        // The medians' ratio would be 10 / 4.
        let summary = Summary::of_ratios(&[10.0, 20.0, 1.0], &[5.0, 4.0, 2.0]);
        assert_eq!(summary, Summary { median: 2.0, min: 0.5, max: 5.0 });
        assert_eq!(summary.written(|ratio| format!("{ratio:.1}")), "2.0 (0.5..5.0)");
    }

    #[test]
    fn one_value_has_no_range_and_no_value_is_said_so() {
        assert_eq!(Summary::of(&[4.0]).written(|value| format!("{value:.1}")), "4.0");
        assert_eq!(Summary::of(&[f64::NAN, f64::INFINITY]).written(|value| format!("{value:.1}")), "none");
        assert_eq!(Summary::of(&[]).written(|value| value), "none");
    }

    #[test]
    fn a_percentile_is_the_nearest_rank() {
        let values: Vec<f64> = (1..=200).rev().map(f64::from).collect();
        assert_eq!(percentile(&values, 99), 198.0);
        assert_eq!(percentile(&values, 50), 100.0);
        assert_eq!(percentile(&[7.0], 99), 7.0);
        assert!(percentile(&[], 50).is_nan());
    }
}
