//! What a picture says of a call or a guard, beside its shape.

use std::fmt::Write as _;
use std::time::Duration;

use crate::journal::Row;
use crate::journal::moment::Moment;
use crate::pictures::chart::Lanes;

/// What is written into or beside a bar: what its lane does not say.
pub(crate) fn label(row: Row<'_>, lanes: Lanes) -> String {
    match (row, lanes) {
        (Row::Call(call), Lanes::Methods) => call.arguments.join(", "),
        (Row::Call(call), Lanes::Mocks) => format!("{}({})", call.method, call.arguments.join(", ")),
        (Row::Call(call), Lanes::Tasks) => call.call(),
        (Row::Guard(guard), _) => match guard.of.split_once('(') {
            Some((_, arguments)) => arguments.trim_end_matches(')').to_owned(),
            None => String::new(),
        },
    }
}

/// All that is known of it.
pub(crate) fn details(row: Row<'_>) -> String {
    let mut text = row.to_string();
    let mut last = None;
    match row {
        Row::Call(call) => {
            tell(&mut text, "called", &call.called, &mut last);
            if let Some(awaited) = &call.awaited {
                tell(&mut text, "awaited", awaited, &mut last);
            }
            if let Some((from, to)) = &call.held {
                tell(&mut text, "held", from, &mut last);
                if let Some(to) = to {
                    tell(&mut text, "answered", to, &mut last);
                }
            }
            if let Some(ended) = &call.ended {
                tell(&mut text, "ended", ended, &mut last);
            }
            if !call.items.is_empty() {
                let _ = write!(text, "\n{} items taken", call.items.len());
            }
        }
        Row::Guard(guard) => {
            tell(&mut text, "entered", &guard.entered, &mut last);
            if let Some(left) = &guard.left {
                tell(&mut text, "left", left, &mut last);
            }
        }
    }
    text
}

/// Tells when something was, and who made it happen, as far as that is another time or another one than the last.
fn tell<'j>(text: &mut String, what: &str, moment: &'j Moment, last: &mut Option<&'j Moment>) {
    let time = |moment: &Moment| moment.time().map(milliseconds);
    let runner = moment.runner.as_ref().filter(|runner| last.is_none_or(|last| last.runner.as_ref() != Some(*runner)));
    let at = time(moment).filter(|at| last.is_none_or(|last| time(last).as_ref() != Some(at)));
    if at.is_none() && runner.is_none() {
        return;
    }
    let _ = write!(text, "\n{what}");
    if let Some(at) = at {
        let _ = write!(text, " at {at}");
    }
    if let Some(runner) = runner {
        let _ = write!(text, " by {runner}");
    }
    *last = Some(moment);
}

/// `20ms`, `1.5s`.
pub(crate) fn milliseconds(time: Duration) -> String {
    match time.as_millis() as u64 {
        0 => "0ms".to_owned(),
        millis => format!("{:?}", Duration::from_millis(millis)),
    }
}
