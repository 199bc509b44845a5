//! The command line: words to a command, and the help. What commands do is elsewhere.

use std::path::PathBuf;

pub const HELP: &str = "\
cargo xtask: the tools of the contract

  regen                     write everything that is made from openapi/*.yaml
  regen --check             fail if something made is stale or edited by hand (compares hashes)
  regen --check --full      the same, by making everything twice in memory; shows a diff
  lint                      check the contract against the rules of the house
  diff [--against FILE] [--format text|json|github]
                            compare the contract with the newest of openapi/blessed, or with FILE;
                            fails on a breaking change
  bless                     keep the contract of today as openapi/blessed/<version>.json
  model                     print what the emitters see, as JSON
  new-operation AREA OPERATION_ID METHOD PATH
                            print the YAML of a new operation, to be put into openapi/AREA.yaml
  test                      format, lints, contract, all tests: what must pass before a commit
  ci                        the same as test
  help, --help, -h          this text
";

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    Regen,
    Check { full: bool },
    Lint,
    Diff { against: Option<PathBuf>, format: Format },
    Bless,
    Model,
    NewOperation { area: String, operation_id: String, method: String, path: String },
    Test,
    Help,
}

/// How changes are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Text,
    Json,
    /// Workflow commands, which GitHub shows beside the lines of a pull request.
    Github,
}

/// The command, or what is wrong with the words.
pub fn parse(arguments: &[String]) -> Result<Command, String> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let Some((command, rest)) = words.split_first() else { return Ok(Command::Help) };
    if rest.iter().any(|word| matches!(*word, "--help" | "-h")) {
        return Ok(Command::Help);
    }
    match *command {
        "help" | "--help" | "-h" => Ok(Command::Help),
        "regen" => regen(rest),
        "diff" => diff(rest),
        "new-operation" => match rest {
            [area, operation_id, method, path] => Ok(Command::NewOperation {
                area: (*area).to_owned(),
                operation_id: (*operation_id).to_owned(),
                method: (*method).to_owned(),
                path: (*path).to_owned(),
            }),
            _ => Err("new-operation needs four words: AREA OPERATION_ID METHOD PATH".to_owned()),
        },
        "lint" => without_arguments(Command::Lint, rest),
        "bless" => without_arguments(Command::Bless, rest),
        "model" => without_arguments(Command::Model, rest),
        "test" | "ci" => without_arguments(Command::Test, rest),
        other => Err(format!("there is no command `{other}`")),
    }
}

fn without_arguments(command: Command, rest: &[&str]) -> Result<Command, String> {
    match rest {
        [] => Ok(command),
        [word, ..] => Err(format!("unexpected argument `{word}`")),
    }
}

fn regen(rest: &[&str]) -> Result<Command, String> {
    let (mut check, mut full) = (false, false);
    for word in rest {
        match *word {
            "--check" => check = true,
            "--full" => full = true,
            other => return Err(format!("regen has no argument `{other}`")),
        }
    }
    match (check, full) {
        (false, false) => Ok(Command::Regen),
        (false, true) => Err("--full goes with --check".to_owned()),
        (true, full) => Ok(Command::Check { full }),
    }
}

fn diff(rest: &[&str]) -> Result<Command, String> {
    let (mut against, mut format) = (None, Format::Text);
    let mut words = rest.iter();
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("`{word}` needs a value"));
        match *word {
            "--against" => against = Some(PathBuf::from(value()?)),
            "--format" => {
                format = match *value()? {
                    "text" => Format::Text,
                    "json" => Format::Json,
                    "github" => Format::Github,
                    other => return Err(format!("--format is text, json or github, not `{other}`")),
                }
            }
            other => return Err(format!("diff has no argument `{other}`")),
        }
    }
    Ok(Command::Diff { against, format })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Command, String> {
        parse(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn commands_are_told_apart() {
        assert_eq!(parsed(""), Ok(Command::Help));
        assert_eq!(parsed("regen --help"), Ok(Command::Help));
        assert_eq!(parsed("regen"), Ok(Command::Regen));
        assert_eq!(parsed("regen --full --check"), Ok(Command::Check { full: true }));
        assert_eq!(parsed("ci"), Ok(Command::Test));
        assert_eq!(
            parsed("diff --format github --against a.json"),
            Ok(Command::Diff { against: Some("a.json".into()), format: Format::Github })
        );
    }

    #[test]
    fn what_is_not_understood_is_named() {
        assert_eq!(parsed("regenerate").unwrap_err(), "there is no command `regenerate`");
        assert_eq!(parsed("regen --force").unwrap_err(), "regen has no argument `--force`");
        assert_eq!(parsed("regen --full").unwrap_err(), "--full goes with --check");
        assert_eq!(parsed("lint now").unwrap_err(), "unexpected argument `now`");
        assert_eq!(parsed("diff --format").unwrap_err(), "`--format` needs a value");
        assert_eq!(parsed("diff --format xml").unwrap_err(), "--format is text, json or github, not `xml`");
        assert!(parsed("new-operation files").unwrap_err().contains("four words"));
    }

    #[test]
    fn the_help_names_every_command() {
        for command in ["regen", "lint", "diff", "bless", "model", "new-operation", "test", "ci"] {
            assert!(HELP.contains(&format!("\n  {command}")), "{command}");
        }
    }
}
