//! The table of the guide that stands beside other tools shows of the explorer what it finds today.
#![cfg(feature = "mocks")]

use asyncmock::Explore;
use asyncmock_examples::races;

const PAGE: &str = include_str!("../../mock-core/docs/explorer.md");
const COMMAND: &str = "cargo run --release --manifest-path examples/rivals/Cargo.toml -- --write";

/// The races that the table has, each with the schedules and decisions of the explorer.
fn shown() -> Vec<(&'static str, String)> {
    let table = PAGE.split_once("<!-- made by examples/rivals -->").expect("the page has a table").1;
    let table = table.split_once("<!-- until here -->").expect("the table has an end").0;
    let rows = table.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.map(|row| {
        let (race, cells) = row.split_once("` |").expect("a race has a name");
        (race, cells.split('|').next().expect("it has cells").trim().replace("**", ""))
    })
    .collect()
}

#[test]
fn the_guide_shows_how_the_explorer_finds_the_races() {
    let found = races::ALL.iter().map(|race| {
        let found = (race.explore_failing)(Explore::new()).expect_err(race.name);
        (race.name, format!("{} / {}", found.schedules(), found.steps()))
    });
    assert_eq!(shown(), found.collect::<Vec<_>>(), "the guide shows other figures; to write them anew: {COMMAND}");
}
