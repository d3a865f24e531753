//! The texts of generated crates, as the user of each mocking crate would write them.
//!
//! Every module of a crate has the same text. What it declares is its own all the same, so types that it declares are
//! distinct from those of the other modules.

use std::fmt;

use crate::column::Column;

/// The root of a crate, without its modules.
pub(super) const LIB: &str = include_str!("sources/lib.rs");

/// The lines of the trait itself, of six methods, whose signatures are shared.
pub(super) const TRAIT_LINES: usize = 8;

/// The expectations of the test binary that has many.
pub(super) const EXPECTATIONS: usize = 200;

/// What the traits of one crate have in their signatures.
#[derive(Clone, Copy, Debug)]
pub(super) enum Signatures {
    /// A type of each trait's own, as in a project that mocks its own types.
    Own,
    /// The same types in all of them, so that what depends on types alone is compiled once.
    Shared,
}

impl fmt::Display for Signatures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Own => "own",
            Self::Shared => "shared",
        })
    }
}

/// A test binary beside the library.
#[derive(Clone, Copy, Debug)]
pub(super) enum Binary {
    /// Uses nothing of the library.
    Empty,
    /// Uses one mock, with one expectation.
    One,
    /// Uses one mock, with [`EXPECTATIONS`] of one method.
    Many,
}

impl Binary {
    pub(super) const ALL: [Self; 3] = [Self::Empty, Self::One, Self::Many];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::One => "one",
            Self::Many => "many",
        }
    }

    /// The text for the mocks of a column.
    pub(super) fn text(self, column: Column) -> String {
        match self {
            Self::Empty => include_str!("sources/tests/empty.rs").to_owned(),
            Self::One => expecting(test(column), 1),
            Self::Many => expecting(test(column), EXPECTATIONS),
        }
    }
}

/// A test with its expectation written so many times, each with another number.
fn expecting(test: &str, expectations: usize) -> String {
    let parts = test.split_once("// begin expectation\n").and_then(|(before, rest)| {
        let (expectation, after) = rest.split_once("// end expectation\n")?;
        Some((before, expectation, after))
    });
    let (before, expectation, after) = parts.expect("the test marks its expectation");
    let repeated: String = (1..=expectations).map(|n| expectation.replace("NUMBER", &n.to_string())).collect();
    format!("{before}\n{repeated}{}", after.replace("EXPECTATIONS", &expectations.to_string()))
}

/// The text of a module: a trait, its double, and a test that calls each method once.
pub(super) fn module(column: Column, signatures: Signatures) -> String {
    let [own, shared] = match column {
        Column::Hand => [include_str!("sources/own/hand.rs"), include_str!("sources/shared/hand.rs")],
        Column::Count => [include_str!("sources/own/count.rs"), include_str!("sources/shared/count.rs")],
        Column::Mockall => [include_str!("sources/own/mockall.rs"), include_str!("sources/shared/mockall.rs")],
        Column::Unimock => [include_str!("sources/own/unimock.rs"), include_str!("sources/shared/unimock.rs")],
        Column::Mry => [include_str!("sources/own/mry.rs"), include_str!("sources/shared/mry.rs")],
        Column::Faux => [include_str!("sources/own/faux.rs"), include_str!("sources/shared/faux.rs")],
        Column::Asyncmock | Column::Clockless | Column::Spies => {
            [include_str!("sources/own/asyncmock.rs"), include_str!("sources/shared/asyncmock.rs")]
        }
    };
    let text = match signatures {
        Signatures::Own => own,
        Signatures::Shared => shared,
    };
    if column == Column::Spies { text.replace("#[automock]", "#[automock(spy)]") } else { text.to_owned() }
}

/// The text of a test binary that uses the double of the first module.
fn test(column: Column) -> &'static str {
    match column {
        Column::Hand => include_str!("sources/tests/hand.rs"),
        Column::Count => include_str!("sources/tests/count.rs"),
        Column::Mockall => include_str!("sources/tests/mockall.rs"),
        Column::Unimock => include_str!("sources/tests/unimock.rs"),
        Column::Mry => include_str!("sources/tests/mry.rs"),
        Column::Faux => include_str!("sources/tests/faux.rs"),
        Column::Asyncmock | Column::Clockless | Column::Spies => include_str!("sources/tests/asyncmock.rs"),
    }
}

/// What a fake written by hand needs once in a crate.
pub(super) fn fake(column: Column) -> Option<&'static str> {
    match column {
        Column::Hand => Some(include_str!("sources/hand_fake.rs")),
        Column::Count => Some(include_str!("sources/count_fake.rs")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Binary, Column, EXPECTATIONS, Signatures, module};

    #[test]
    fn each_module_with_signatures_of_its_own_declares_their_type() {
        for column in Column::compiled(Column::ALL) {
            let text = module(column, Signatures::Own);
            assert!(text.contains("pub struct Order {"), "{column}");
            for method in ["async fn find(", "async fn save(", "fn latest(", "fn price("] {
                let signature = text.lines().find(|line| line.contains(method));
                assert!(signature.is_some_and(|line| line.contains("Order")), "{column}: {method}");
            }
        }
    }

    #[test]
    fn each_module_has_one_test() {
        for signatures in [Signatures::Own, Signatures::Shared] {
            for column in Column::compiled(Column::ALL) {
                let text = module(column, signatures);
                assert_eq!(text.matches("#[test]").count(), 1, "{column} {signatures}");
            }
        }
    }

    #[test]
    fn each_expectation_has_another_number() {
        for column in Column::compiled(Column::ALL) {
            for (binary, expectations) in [(Binary::One, 1), (Binary::Many, EXPECTATIONS)] {
                let text = binary.text(column);
                assert!(!text.contains("NUMBER") && !text.contains("EXPECTATIONS"), "{column}");
                let numbers =
                    text.split("count) + ").skip(1).map(|rest| rest.split_once(|c: char| !c.is_ascii_digit()));
                let numbers: Vec<usize> = numbers.map(|number| number.unwrap().0.parse().unwrap()).collect();
                assert_eq!(numbers, Vec::from_iter(1..=expectations), "{column}");
            }
        }
    }
}
