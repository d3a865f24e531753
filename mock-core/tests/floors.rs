//! The rooms of the core are floors: each uses only those below it. Here they are in order, and every file is looked at.

#[path = "floors/checker.rs"]
mod checker;

use checker::Floors;

const FLOORS: Floors = Floors {
    sources: concat!(env!("CARGO_MANIFEST_DIR"), "/src"),
    rooms: &[
        "base",
        "time",
        "values",
        "records",
        "matching",
        "diff",
        "report",
        "journal",
        "pictures",
        "tasks",
        "schedule",
        "sessions",
        "waiting",
        "contexts",
        "doubles",
        "engine",
        "views",
        "kinds",
        "futures",
        "methods",
        "expectations",
        "verification",
        "signatures",
        "functions",
        "written",
        "rt",
        "harness",
        "explore",
    ],
    quotes: &[],
};

#[test]
fn each_room_uses_only_those_below_it() {
    FLOORS.assert_uses_below();
}

#[test]
fn every_floor_has_its_room_and_every_room_says_what_it_is_for() {
    FLOORS.assert_doors();
}

#[test]
fn no_file_is_too_long_and_few_lie_beside_the_rooms() {
    FLOORS.assert_sizes();
}

#[test]
fn an_upward_import_is_reported() {
    let text = "//! Of [`crate::harness`].\n\
                use crate::base::lock::Lock;\n\
                use crate::harness::trial::Trial; // as never before\n\
                // use crate::rt::spawn;\n\
                fn at(scene: &crate::sessions::scene::Scene) -> $crate::Calls { other_crate::rt() }\n\
                use crate::{base, engine};\n\
                use super::super::rt;\n";
    assert_eq!(
        FLOORS.misuses("records/event.rs", text),
        [
            "records/event.rs:3: records uses harness, which is above it: use crate::harness::trial::Trial;",
            "records/event.rs:5: records uses sessions, which is above it: fn at(scene: &crate::sessions::scene::Scene) -> \
             $crate::Calls { other_crate::rt() }",
            "records/event.rs:6: crate:: does not begin with a room: use crate::{base, engine};",
            "records/event.rs:7: a path that goes up twice says not where to: use super::super::rt;",
        ]
    );
    assert_eq!(
        FLOORS.misuses("harness/trial.rs", "use crate::harness::limit;\nuse crate::rt;\n"),
        Vec::<String>::new()
    );
}
