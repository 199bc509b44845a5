//! Tables of Markdown.

use std::fmt;

use crate::stats::Summary;

/// A table whose first column says what a row is.
pub struct Table {
    text: String,
}

/// Where there is nothing to say.
pub const NOTHING: &str = "–";

impl Table {
    /// One without rows.
    pub fn new(what: &str, columns: &[String]) -> Self {
        let rule = "---|".repeat(columns.len() + 1);
        Self { text: format!("| {what} | {} |\n|{rule}\n", columns.join(" | ")) }
    }

    /// Adds a row.
    pub fn row(&mut self, what: &str, cells: &[String]) {
        self.text += &format!("| {what} | {} |\n", cells.join(" | "));
    }

    /// Adds a row with the medians of each column's rounds and their range.
    pub fn summaries(&mut self, what: &str, columns: &[Option<Vec<f64>>], format: impl Fn(f64) -> String) {
        let cell = |values: &Option<Vec<f64>>| {
            values.as_ref().map_or(NOTHING.to_owned(), |values| Summary::of(values).written(&format))
        };
        self.row(what, &columns.iter().map(cell).collect::<Vec<_>>());
    }

    /// Adds a row with the first column's values divided by those of the others, round by round.
    pub fn ratios(&mut self, what: &str, columns: &[Option<Vec<f64>>]) {
        let first = columns.first().and_then(Option::as_ref);
        let ratio = |theirs: &Option<Vec<f64>>| match (first, theirs) {
            (Some(ours), Some(theirs)) => Summary::of_ratios(ours, theirs).written(|ratio| format!("{ratio:.2}")),
            _ => NOTHING.to_owned(),
        };
        let others = columns.iter().skip(1).map(ratio);
        self.row(what, &std::iter::once(NOTHING.to_owned()).chain(others).collect::<Vec<_>>());
    }
}

impl fmt::Display for Table {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.text)
    }
}

/// A whole number with commas.
pub fn with_commas(value: f64) -> String {
    let digits = format!("{value:.0}");
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_has_a_cell_for_each_column() {
        let mut table = Table::new("what", &["ours".to_owned(), "theirs".to_owned()]);
        let columns = [Some(vec![3.0, 8.0]), Some(vec![2.0, 4.0])];
        table.summaries("rate", &columns, |rate| format!("{rate:.1}/s"));
        table.ratios("ours ÷ theirs", &columns);
        table.ratios("ours ÷ nothing", &[Some(vec![1.0]), None]);
        let expected = "| what | ours | theirs |\n|---|---|---|\n\
                        | rate | 5.5/s (3.0/s..8.0/s) | 3.0/s (2.0/s..4.0/s) |\n\
                        | ours ÷ theirs | – | 1.75 (1.50..2.00) |\n\
                        | ours ÷ nothing | – | – |\n";
        assert_eq!(table.to_string(), expected);
    }

    #[test]
    fn numbers_have_commas() {
        assert_eq!(
            ["0", "999", "1,000", "1,234,568"],
            [0.0, 999.0, 1000.0, 1_234_567.8].map(with_commas).each_ref().map(String::as_str)
        );
    }
}
