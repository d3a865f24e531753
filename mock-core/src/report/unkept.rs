//! Arguments that were not kept, in words: why, and what can't be done with them therefore.

use super::quoted;
use crate::values::description::Unkept;

/// The failure of `Call::args`.
pub(crate) fn args_not_kept(name: &str, unkept: &Unkept) -> String {
    let why = match unkept {
        Unkept { incomparable, .. } if !incomparable.is_empty() => not_kept(incomparable),
        Unkept { ignored, .. } => are_ignored(ignored),
    };
    format!("{name}: args(): {why}")
}

/// The failure of `args()` if a snapshot could not be made of each.
pub(crate) fn args_not_whole(name: &str, arguments: &[String]) -> String {
    format!("{name}: args(): one of them could not be kept: ({})", arguments.join(", "))
}

/// Says of arguments that were not kept what they can't be compared with.
pub(crate) fn compared_with_any(unkept: &Unkept) -> Vec<String> {
    let mut lines = Vec::new();
    if !unkept.ignored.is_empty() {
        let they = they(&unkept.ignored);
        lines.push(format!("{}: {they} can be compared with ANY only", are_ignored(&unkept.ignored)));
    }
    if !unkept.incomparable.is_empty() {
        let they = they(&unkept.incomparable);
        lines.push(format!("{}: {they} can be compared with ANY only", not_kept(&unkept.incomparable)));
    }
    if !unkept.borrowing.is_empty() {
        let (borrow, they, them) = (may_borrow(&unkept.borrowing), they(&unkept.borrowing), them(&unkept.borrowing));
        lines.push(format!(
            "{borrow}: here {they} can be compared with ANY only, while `withf` sees {them} at the call"
        ));
    }
    lines
}

/// Says of calls why a function that looks at their arguments could not.
pub(crate) fn left_out(calls: usize, unkept: &Unkept) -> Vec<String> {
    let left_out = match calls {
        0 => return Vec::new(),
        1 => "`matching` left out 1 call".to_owned(),
        several => format!("`matching` left out {several} calls"),
    };
    let mut lines = Vec::new();
    if !unkept.ignored.is_empty() {
        let (are_ignored, them) = (are_ignored(&unkept.ignored), them(&unkept.ignored));
        lines.push(format!("{are_ignored}: {left_out}, while `withf` sees {them} at the call"));
    }
    if !unkept.incomparable.is_empty() {
        lines.push(format!("{}: {left_out}", not_kept(&unkept.incomparable)));
    }
    if !unkept.borrowing.is_empty() {
        let (borrow, them) = (may_borrow(&unkept.borrowing), them(&unkept.borrowing));
        lines.push(format!("{borrow}: {left_out}, while `withf` sees {them} at the call"));
    }
    if lines.is_empty() {
        lines.push(format!("{left_out}, as an argument could not be cloned"));
    }
    lines
}

fn they(names: &[&str]) -> &'static str {
    if names.len() == 1 { "it" } else { "they" }
}

fn them(names: &[&str]) -> &'static str {
    if names.len() == 1 { "it" } else { "them" }
}

/// Says of arguments that they are neither kept nor printed.
fn are_ignored(names: &[&str]) -> String {
    match &quoted(names)[..] {
        [one] => format!("argument {one} is ignored"),
        several => format!("arguments {} are ignored", several.join(", ")),
    }
}

/// Says of arguments that they were not kept as they may borrow.
fn may_borrow(names: &[&str]) -> String {
    match &quoted(names)[..] {
        [one] => format!("argument {one} was not kept, as it may borrow"),
        several => format!("arguments {} were not kept, as they may borrow", several.join(", ")),
    }
}

/// Says of arguments that they were not kept.
fn not_kept(names: &[&str]) -> String {
    let names = quoted(names);
    match &names[..] {
        [one] => format!("argument {one} was not kept, as its type is not `Clone + PartialEq + Send + Sync`"),
        several => {
            format!(
                "arguments {} were not kept, as their types are not `Clone + PartialEq + Send + Sync`",
                several.join(", ")
            )
        }
    }
}
