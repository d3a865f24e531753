//! Spans of time as users write them: `500ms`, `2s`, `1.5s`, `3m`.

use std::env;
use std::time::Duration;

/// What an environment variable says, if it is set.
///
/// # Panics
///
/// If it says something else: ``ASYNCMOCK_WAIT: `soon` is no span of time; write `500ms`, `2s` or `3m` ``.
pub(crate) fn from_env(name: &str) -> Option<Duration> {
    let text = env::var(name).ok().filter(|text| !text.is_empty())?;
    match parse(&text) {
        Some(duration) => Some(duration),
        None => panic!("{name}: `{text}` is no span of time; write `500ms`, `2s` or `3m`"),
    }
}

pub(crate) fn parse(text: &str) -> Option<Duration> {
    let text = text.trim();
    let unit = text.find(|letter: char| letter != '.' && !letter.is_ascii_digit())?;
    let (number, unit) = text.split_at(unit);
    let seconds = match unit.trim() {
        "ms" => 0.001,
        "s" => 1.0,
        "m" => 60.0,
        _ => return None,
    };
    Duration::try_from_secs_f64(number.parse::<f64>().ok()? * seconds).ok()
}

#[cfg(test)]
mod tests {
    use super::parse;
    use std::time::Duration;

    #[test]
    fn spans_are_numbers_with_units() {
        let known = [("500ms", 500), ("2s", 2000), (" 1.5 s ", 1500), ("3m", 180_000)];
        for (text, millis) in known {
            assert_eq!(parse(text), Some(Duration::from_millis(millis)), "{text}");
        }
        for text in ["", "5", "s", "-1s", "1h", "1.2.3s", "soon", "99999999999999999999m"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
