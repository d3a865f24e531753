//! A trip without a flight, whose room is given back.

use std::cell::RefCell;
use std::collections::BTreeSet;

use asyncmock_examples::races::compensation::{Agency, book, book_and_cancel_at_once};

use crate::tool::Tool;

/// An agency without a seat.
struct Rooms<T> {
    tool: T,
    trips: RefCell<BTreeSet<u32>>,
}

impl<T: Tool> Agency for Rooms<T> {
    async fn reserve_room(&self, trip: u32) {
        self.tool.pause().await;
        self.trips.borrow_mut().insert(trip);
    }

    async fn cancel_room(&self, trip: u32) {
        self.tool.pause().await;
        self.trips.borrow_mut().remove(&trip);
    }

    async fn book_flight(&self, _trip: u32) -> bool {
        self.tool.pause().await;
        false
    }
}

pub(super) async fn fails(tool: impl Tool) {
    let agency = Rooms { tool, trips: RefCell::default() };
    assert!(!book_and_cancel_at_once(&agency, 7).await);
    assert_eq!(*agency.trips.borrow(), BTreeSet::new(), "trips with a room and no flight");
}

pub(super) async fn passes(tool: impl Tool) {
    let agency = Rooms { tool, trips: RefCell::default() };
    assert!(!book(&agency, 7).await);
    assert_eq!(*agency.trips.borrow(), BTreeSet::new(), "trips with a room and no flight");
}
