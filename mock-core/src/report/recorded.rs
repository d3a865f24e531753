//! A call that can't be written down, or that no recording answers, in words.

use std::fmt::Write as _;
use std::panic::Location;

use super::place;
use crate::base::brevity;

/// A call that is not in the recording that its mock answers from.
pub(crate) struct NotRecorded<'r> {
    /// `MockCat::go`.
    pub(crate) name: &'r str,
    /// `MockCat`.
    pub(crate) mock: &'r str,
    pub(crate) arguments: &'r [String],
    /// The same as they are written down.
    pub(crate) laid_out: &'r [String],
    pub(crate) parameters: &'r [&'static str],
    pub(crate) place: &'r Location<'r>,
    pub(crate) path: &'r str,
    pub(crate) why: &'r str,
    /// The line of the call that comes nearest, and its arguments.
    pub(crate) nearest: Option<(usize, &'r [String])>,
}

/// The text of such a call.
pub(crate) fn not_recorded(call: &NotRecorded<'_>) -> String {
    let NotRecorded { name, mock, arguments, parameters, path, why, .. } = call;
    let mut text = format!(
        "{name}({}): No matching expectation found\n  called at {}\nthe recording `{path}` does not answer it: {why}",
        arguments.join(", "),
        place(call.place)
    );
    if let Some((line, recorded)) = call.nearest {
        let _ = write!(text, "\nnearest: line {line}");
        for (index, recorded) in recorded.iter().enumerate() {
            let given = arguments.get(index).map_or("", String::as_str);
            if call.laid_out.get(index) != Some(recorded) {
                let on_one_line: Vec<&str> = recorded.split_whitespace().collect();
                let on_one_line = on_one_line.join(" ");
                let recorded = brevity::cut(&on_one_line);
                let parameter = parameters.get(index).unwrap_or(&"");
                let _ = write!(text, "\n  argument {} ({parameter}) is {given}, recorded was {recorded}", index + 1);
            }
        }
    }
    let _ = write!(text, "\n  record it anew with {mock}::recording, or expect the call");
    text
}

/// The text of a call whose value can't be written or read, with what can be done about it.
pub(crate) fn not_recordable(call: &str, location: &Location<'_>, why: &str, remedy: &str) -> String {
    format!("{call}: {why}\n  called at {}\n  {remedy}, or expect the call", place(location))
}
