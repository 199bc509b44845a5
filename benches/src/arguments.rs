//! What every comparison can be told.

use clap::Args;

use crate::peers::{Peer, Program};

/// How often, for how long and beside whom.
#[derive(Args, Clone, Debug)]
pub struct Comparison {
    /// The rounds that count; one more goes before them to warm up.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// How long one target is under load in one round, in seconds.
    #[arg(long, default_value_t = 3)]
    seconds: u32,
    /// The least of everything: shows that it runs, its figures mean nothing.
    #[arg(long)]
    pub quick: bool,
    /// Leaves a peer out, when it isn't installed.
    #[arg(long, value_enum, value_delimiter = ',')]
    without: Vec<Program>,
}

impl Comparison {
    /// The rounds that count.
    pub fn rounds(&self) -> usize {
        if self.quick { 1 } else { self.rounds.max(1) }
    }

    /// Seconds under load for one target in one round.
    pub fn seconds(&self) -> u32 {
        if self.quick { 1 } else { self.seconds.max(1) }
    }

    /// A size, or the small one that is enough to see whether it runs.
    pub fn size<T>(&self, usual: T, quick: T) -> T {
        if self.quick { quick } else { usual }
    }

    /// Those of the targets that are not left out.
    pub fn targets(&self, all: &[Peer]) -> Vec<Peer> {
        let is_wanted = |peer: &Peer| peer.program().is_none_or(|program| !self.without.contains(&program));
        all.iter().copied().filter(is_wanted).collect()
    }

    /// The same, for another program's command line.
    pub fn command_line(&self) -> Vec<String> {
        let mut line = vec![format!("--rounds={}", self.rounds), format!("--seconds={}", self.seconds)];
        line.extend(self.quick.then(|| "--quick".to_owned()));
        line.extend(self.without.iter().map(|program| format!("--without={}", program.name())));
        line
    }
}

/// A comparison over one large file.
#[derive(Args, Clone, Debug)]
pub struct LargeFile {
    #[command(flatten)]
    pub comparison: Comparison,
    /// How long the file is, in MiB; 1024 unless told otherwise.
    #[arg(long)]
    mib: Option<u64>,
}

impl LargeFile {
    /// How long the file is, in MiB.
    pub fn size_mib(&self) -> u64 {
        self.mib.unwrap_or_else(|| self.comparison.size(1024, 64))
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;

    #[derive(clap::Parser)]
    struct Line {
        #[command(flatten)]
        comparison: Comparison,
    }

    fn parsed(line: &[String]) -> Comparison {
        Line::parse_from(std::iter::once("bench".to_owned()).chain(line.iter().cloned())).comparison
    }

    #[test]
    fn a_program_is_left_out_with_each_of_its_settings() {
        let comparison = parsed(&["--without=garage,rclone".to_owned()]);
        let all = [Peer::Strongroom, Peer::Nginx, Peer::Garage, Peer::GarageDurable, Peer::Rclone];
        assert_eq!(comparison.targets(&all), [Peer::Strongroom, Peer::Nginx]);
    }

    #[test]
    fn a_command_line_passed_on_says_the_same() {
        let line = ["--rounds=3", "--seconds=7", "--quick", "--without=nginx", "--without=rclone"].map(str::to_owned);
        assert_eq!(parsed(&line).command_line(), line);
    }
}
