//! The rooms of the macros are floors: each uses only those below it. Here they are in order, and every file is looked at.

// The core's, whose rooms are floors as well. A packaged crate is without the other, and its tests are not run.
#[path = "../../mock-core/tests/floors/checker.rs"]
mod checker;

use checker::Floors;

const FLOORS: Floors = Floors {
    sources: concat!(env!("CARGO_MANIFEST_DIR"), "/src"),
    rooms: &["double", "syntax", "parse", "test", "model", "expand", "macros"],
    quotes: &["double/tests.rs"],
};

#[test]
fn each_room_uses_only_those_below_it() {
    FLOORS.assert_uses_below();
}

/// The way is from what was written by the model to what is written down, and some stand by themselves.
#[test]
fn each_room_uses_these_and_no_others() {
    let used = FLOORS.rooms.iter().map(|room| (*room, FLOORS.used_by(room)));
    assert_eq!(
        used.collect::<Vec<_>>(),
        [
            ("double", vec![]),
            ("syntax", vec![]),
            ("parse", vec!["syntax"]),
            ("test", vec!["parse"]),
            ("model", vec!["syntax", "parse"]),
            ("expand", vec!["syntax", "model"]),
            ("macros", vec!["parse", "model", "expand"]),
        ]
    );
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
    let text = "//! Of [`crate::expand`].\n\
                use crate::syntax::types::bare;\n\
                use crate::expand::mock::mock; // as never before\n\
                fn names(signature: &Signature) -> bool { crate::macros::item::names(signature) }\n\
                use crate::{expand, parse};\n\
                quote!($crate::expand)\n";
    assert_eq!(
        FLOORS.misuses("model/method.rs", text),
        [
            "model/method.rs:3: model uses expand, which is above it: use crate::expand::mock::mock;",
            "model/method.rs:4: model uses macros, which is above it: fn names(signature: &Signature) -> bool { \
             crate::macros::item::names(signature) }",
            "model/method.rs:5: crate:: does not begin with a room: use crate::{expand, parse};",
        ]
    );
    assert_eq!(FLOORS.misuses("macros/item.rs", "use crate::expand::mock;\nuse crate::parse;\n"), Vec::<String>::new());
}
