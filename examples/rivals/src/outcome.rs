//! What comes of a search: as a value, as a line for another process, and as a cell of the table.

use std::fmt;

use crate::tool::LIMIT;

/// What comes of a search. Sorted, the quickest comes first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Outcome {
    /// It has failed.
    Found {
        /// In the how-manieth schedule.
        schedules: usize,
        /// With so many decisions in it.
        steps: usize,
        /// The first line of its text.
        text: String,
    },
    /// It has not failed in so many schedules, which are all that the tool runs if they are fewer than the limit.
    Missed {
        /// How many were run.
        schedules: usize,
    },
    /// It can't be run with this tool.
    Impossible(Reason),
}

/// What a tool has no model of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reason {
    /// Code that sleeps, or has a timeout.
    Time,
    /// More threads than loom has.
    Threads,
    /// Code in which one thing at a time can be next, which shuttle's PCT refuses.
    NoChoice,
}

impl Outcome {
    /// What a failure says of a search: that it has found the bug, or that the tool can't run it.
    pub(crate) fn of_failure(schedules: usize, steps: usize, text: &str) -> Self {
        match text {
            text if text.contains("no reactor running") => Outcome::Impossible(Reason::Time),
            text if text.contains("self.threads.len() < self.max()") => Outcome::Impossible(Reason::Threads),
            text if text.contains("did not exercise any concurrency") => Outcome::Impossible(Reason::NoChoice),
            text => {
                let text = text.lines().next().unwrap_or_default().to_owned();
                Outcome::Found { schedules, steps, text }
            }
        }
    }

    /// How many schedules it took to find it, if it was found.
    pub(crate) fn schedules(&self) -> Option<usize> {
        match self {
            Outcome::Found { schedules, .. } => Some(*schedules),
            Outcome::Missed { .. } | Outcome::Impossible(_) => None,
        }
    }

    /// As a line, for another process.
    pub(crate) fn to_line(&self) -> String {
        match self {
            Outcome::Found { schedules, steps, text } => format!("found {schedules} {steps} {text}\n"),
            Outcome::Missed { schedules } => format!("missed {schedules}\n"),
            Outcome::Impossible(Reason::Time) => "time\n".to_owned(),
            Outcome::Impossible(Reason::Threads) => "threads\n".to_owned(),
            Outcome::Impossible(Reason::NoChoice) => "no-choice\n".to_owned(),
        }
    }

    /// What another process says in a line.
    pub(crate) fn of_line(line: &str) -> Option<Self> {
        let mut words = line.splitn(4, ' ');
        match words.next()? {
            "found" => Some(Outcome::Found {
                schedules: words.next()?.parse().ok()?,
                steps: words.next()?.parse().ok()?,
                text: words.next()?.to_owned(),
            }),
            "missed" => Some(Outcome::Missed { schedules: words.next()?.parse().ok()? }),
            "time" => Some(Outcome::Impossible(Reason::Time)),
            "threads" => Some(Outcome::Impossible(Reason::Threads)),
            "no-choice" => Some(Outcome::Impossible(Reason::NoChoice)),
            _ => None,
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Outcome::Found { schedules, steps, .. } => write!(out, "{schedules} / {steps}"),
            Outcome::Missed { schedules } if *schedules < LIMIT => write!(out, "in none of {schedules}"),
            Outcome::Missed { .. } => out.write_str("not found"),
            Outcome::Impossible(Reason::Time) => out.write_str("no time"),
            Outcome::Impossible(Reason::Threads) => out.write_str("threads"),
            Outcome::Impossible(Reason::NoChoice) => out.write_str("no choice"),
        }
    }
}
