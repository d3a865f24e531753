//! The time limit of a test: real time, as the attribute says, or the environment, or a minute.

use std::env;
use std::fmt;
use std::time::Duration;

use crate::time::duration;

/// A limit, shown as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limit {
    /// `1.5s`; `None` if it was not written but given.
    pub(crate) text: Option<&'static str>,
    pub(crate) duration: Duration,
}

impl Limit {
    /// What holds if the test says nothing: `ASYNCMOCK_TIMEOUT`, or 60 seconds. `off` is none. Asked for once in a process,
    /// to which its text belongs.
    pub(crate) fn from_env() -> Option<Self> {
        from(env::var(VARIABLE).ok().map(|text| &*text.leak()))
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.text {
            Some(text) => out.write_str(text),
            None => write!(out, "{:?}", self.duration),
        }
    }
}

const VARIABLE: &str = "ASYNCMOCK_TIMEOUT";

fn from(variable: Option<&'static str>) -> Option<Limit> {
    let text = variable.filter(|text| !text.is_empty()).unwrap_or("60s").trim();
    if text == "off" {
        return None;
    }
    let Some(duration) = duration::parse(text) else {
        panic!("{VARIABLE}: `{text}` is no span of time; write `500ms`, `2s`, `3m` or `off`")
    };
    Some(Limit { text: Some(text), duration })
}

#[cfg(test)]
mod tests {
    use super::{Limit, from};
    use std::time::Duration;

    #[test]
    fn a_limit_is_a_minute_unless_the_environment_says_otherwise() {
        let limit = |text, seconds| Some(Limit { text: Some(text), duration: Duration::from_secs(seconds) });
        assert_eq!(from(None), limit("60s", 60));
        assert_eq!(from(Some("")), limit("60s", 60), "as good as not set");
        assert_eq!(from(Some("3m")), limit("3m", 180));
        assert_eq!(from(Some(" off ")), None);
    }

    #[test]
    #[should_panic(expected = "ASYNCMOCK_TIMEOUT: `soon` is no span of time; write `500ms`, `2s`, `3m` or `off`")]
    fn a_limit_is_a_span_of_time() {
        from(Some("soon"));
    }
}
