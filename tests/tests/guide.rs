//! The tests that the guide names are there.

use std::fs;
use std::path::Path;

const MOCKALL: &str = include_str!("../../mock-core/docs/mockall.md");
const GUARDS: &str = include_str!("../../mock-core/docs/guards.md");

/// The chapter of the guide to guards whose table names tests.
fn beside_python() -> &'static str {
    GUARDS.split_once("\n# Python's async context managers beside ours\n").expect("it is the last chapter").1
}

/// The names between backticks that have the form `file::test`, in the last column of the tables.
fn named_tests() -> Vec<&'static str> {
    let rows = MOCKALL.lines().chain(beside_python().lines()).filter_map(|line| line.strip_suffix(" |"));
    let cells = rows.filter_map(|row| row.rsplit_once("| ").map(|(_, cell)| cell));
    cells.flat_map(|cell| cell.split('`').skip(1).step_by(2)).collect()
}

#[test]
fn every_test_that_the_guide_names_exists() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let named = named_tests();
    assert!(named.len() > 100, "{} tests are named", named.len());
    for name in named {
        let (file, test) = name.split_once("::").unwrap_or_else(|| panic!("`{name}` is no test of a file"));
        let text = fs::read_to_string(tests.join(file).with_extension("rs"))
            .unwrap_or_else(|error| panic!("the file of `{name}`: {error}"));
        let (modules, test) = test.rsplit_once("::").map_or(("", test), |(modules, test)| (modules, test));
        assert!(text.contains(&format!("fn {test}(")), "there is no `{name}`");
        for module in modules.split("::").filter(|module| !module.is_empty()) {
            assert!(text.contains(&format!("mod {module} {{")), "there is no module `{module}` of `{name}`");
        }
    }
}

#[test]
fn every_row_of_the_guide_names_a_test() {
    let is_row = |line: &&str| line.starts_with("| ");
    let rows = MOCKALL.lines().chain(beside_python().lines());
    let rows = rows.filter(is_row).filter(|row| !row.ends_with("| tests |") && !row.ends_with("| test |"));
    for row in rows {
        assert!(row.rsplit_once("| ").is_some_and(|(_, cell)| cell.contains("::")), "no test in this row: {row}");
    }
}
