//! What came of a part of a search, as its process tells that which has begun it: in lines of its own on standard output. A search
//! that is saved is written down the same way.

use std::fmt::Write as _;
use std::process::{self, Output};

/// What the lines begin with.
const TOLD: &str = "asyncmock-part: ";

/// What came of a part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) schedules: usize,
    /// The same, with those that count for another part.
    pub(super) tried: usize,
    pub(super) diverged: usize,
    pub(super) exhausted: bool,
    pub(super) left_out: bool,
    /// What was run, in words.
    pub(super) coverage: String,
    /// What was to come to pass.
    pub(super) reached: Vec<(String, bool)>,
    /// Values with how often they were given, and by which schedule first.
    pub(super) outcomes: Vec<(usize, String, String)>,
    /// A schedule that fails, how often it departs, and the failure.
    pub(super) failed: Option<(String, u32, String)>,
}

impl Part {
    /// Tells what came of it, and ends the process.
    pub(super) fn tell(&self) -> ! {
        print!("\n{}", self.write());
        process::exit(0);
    }

    /// What a process has told, if it has come to its end.
    pub(super) fn told(output: &Output) -> Option<Part> {
        Part::read(&String::from_utf8_lossy(&output.stdout))
    }

    /// As lines.
    pub(super) fn write(&self) -> String {
        let mut text = String::new();
        let mut line = |words: &[&str]| {
            let words: Vec<String> = words.iter().map(|word| escaped(word)).collect();
            let _ = writeln!(text, "{TOLD}{}", words.join("\t"));
        };
        for (name, is_reached) in &self.reached {
            line(&["reached", name, &is_reached.to_string()]);
        }
        for (count, value, schedule) in &self.outcomes {
            line(&["outcome", &count.to_string(), value, schedule]);
        }
        if let Some((schedule, departures, failure)) = &self.failed {
            line(&["failed", schedule, &departures.to_string(), failure]);
        }
        let [schedules, tried, diverged] = [self.schedules, self.tried, self.diverged].map(|number| number.to_string());
        let [exhausted, left_out] = [self.exhausted, self.left_out].map(|flag| flag.to_string());
        line(&["done", &schedules, &tried, &diverged, &exhausted, &left_out, &self.coverage]);
        text
    }

    /// Reads such lines among others, if none is missing.
    pub(super) fn read(text: &str) -> Option<Part> {
        let mut part = Part::default();
        let mut is_done = false;
        for line in text.lines().filter_map(|line| line.strip_prefix(TOLD)) {
            let words: Vec<String> = line.split('\t').map(unescaped).collect();
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            match words[..] {
                ["reached", name, reached] => part.reached.push((name.to_owned(), reached.parse().ok()?)),
                ["outcome", count, value, schedule] => {
                    part.outcomes.push((count.parse().ok()?, value.to_owned(), schedule.to_owned()));
                }
                ["failed", schedule, departures, failure] => {
                    part.failed = Some((schedule.to_owned(), departures.parse().ok()?, failure.to_owned()));
                }
                ["done", schedules, tried, diverged, exhausted, left_out, coverage] => {
                    (part.schedules, part.tried) = (schedules.parse().ok()?, tried.parse().ok()?);
                    part.diverged = diverged.parse().ok()?;
                    (part.exhausted, part.left_out) = (exhausted.parse().ok()?, left_out.parse().ok()?);
                    part.coverage = coverage.to_owned();
                    is_done = true;
                }
                _ => return None,
            }
        }
        is_done.then_some(part)
    }
}

/// A word of a line.
fn escaped(word: &str) -> String {
    word.replace('\\', "\\\\").replace('\n', "\\n").replace('\t', "\\t").replace('\r', "\\r")
}

fn unescaped(word: &str) -> String {
    let mut text = String::with_capacity(word.len());
    let mut characters = word.chars();
    while let Some(character) = characters.next() {
        text.push(match (character, character == '\\') {
            (_, true) => match characters.next() {
                Some('n') => '\n',
                Some('t') => '\t',
                Some('r') => '\r',
                other => other.unwrap_or('\\'),
            },
            (character, false) => character,
        });
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Part, escaped, unescaped};
    use std::process::{ExitStatus, Output};

    #[test]
    fn words_may_have_anything_in_them() {
        for word in ["", "a\tb\nc\r", "\\n", "\\", "\\\\t\n", "ä\u{1b}"] {
            assert_eq!(unescaped(&escaped(word)), word);
            assert!(!escaped(word).contains(['\n', '\t', '\r']));
        }
    }

    #[test]
    fn a_process_that_has_not_come_to_its_end_has_told_nothing() {
        let output =
            |text: &str| Output { status: ExitStatus::default(), stdout: text.as_bytes().to_vec(), stderr: Vec::new() };
        assert_eq!(Part::told(&output("test a ... \nasyncmock-part: outcome\t3\tval\tam1:0\n")), None);
        let part = Part::told(&output(
            "x\nasyncmock-part: outcome\t3\tval\tam1:0\nasyncmock-part: done\t3\t4\t0\ttrue\tfalse\tall\n",
        ));
        let outcomes = vec![(3, "val".to_owned(), "am1:0".to_owned())];
        assert_eq!(
            part,
            Some(Part {
                schedules: 3,
                tried: 4,
                exhausted: true,
                coverage: "all".to_owned(),
                outcomes,
                ..Part::default()
            })
        );
        assert_eq!(Part::told(&output("asyncmock-part: done\tthree\t4\t0\ttrue\tfalse\tall\n")), None);
    }
}
