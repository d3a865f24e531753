//! A piece of work that a subject can be told to do, `n` times, by name.
//!
//! The cost of one piece is the difference between doing it `n` and `2n` times, divided by `n`:
//! what happens once falls out. A call is paid in full: dropping what was recorded of it is part of
//! its price.

use std::fmt;
use std::hint::black_box;
use std::str::FromStr;

use crate::subject::Subject;

/// A piece of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// A call of `vals(u32, u64) -> u64` that matches the last of so many expectations.
    Vals(u32),
    /// A call of `text(&str, u32) -> Result<String, String>`.
    Text,
    /// A call of `async fetch(u32) -> u32`, polled to its end.
    Fetch,
    /// Creating and dropping a double.
    Create,
    /// Creating, expecting, calling, verifying, dropping.
    Life,
}

impl Work {
    /// Does it `n` times.
    pub fn run<S: Subject>(self, n: u64) {
        match self {
            Self::Vals(keys) => S::call_vals(&S::expect_vals(keys), keys, n),
            Self::Text => S::call_text(&S::expect_text(), n),
            Self::Fetch => S::call_fetch(&S::expect_fetch(), n),
            Self::Create => (0..n).for_each(|_| drop(black_box(S::create()))),
            Self::Life => (0..n).for_each(|_| S::life()),
        }
    }

    /// How often to do it, so that counting takes seconds and a recording double's vector grows
    /// alike between `n` and `2n`: a power of two. Enough of them that what `malloc` tidies up once, after many
    /// expectations were made, has been tidied up.
    pub fn repetitions(self) -> u64 {
        match self {
            Self::Vals(keys) => (4096 / u64::from(keys.next_power_of_two())).max(256),
            Self::Text | Self::Fetch => 4096,
            Self::Create | Self::Life => 512,
        }
    }
}

impl fmt::Display for Work {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Vals(keys) => write!(f, "vals-{keys}"),
            Self::Text => f.write_str("text"),
            Self::Fetch => f.write_str("fetch"),
            Self::Create => f.write_str("create"),
            Self::Life => f.write_str("life"),
        }
    }
}

impl FromStr for Work {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let unknown = || format!("no work is named `{name}`");
        Ok(match name {
            "text" => Self::Text,
            "fetch" => Self::Fetch,
            "create" => Self::Create,
            "life" => Self::Life,
            _ => {
                let keys = name.strip_prefix("vals-").ok_or_else(unknown)?;
                Self::Vals(keys.parse().map_err(|_| unknown())?)
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Work;

    #[test]
    fn work_is_named_as_it_is_printed() {
        let all = [Work::Vals(10), Work::Text, Work::Fetch, Work::Create, Work::Life];
        for work in all {
            assert_eq!(work.to_string().parse(), Ok(work));
        }
    }
}
