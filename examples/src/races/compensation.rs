//! A reservation is undone that has not arrived yet: there was nothing to undo, and then it arrives and stays for ever, as in
//! apache/incubator-seata#2711.

use futures::join;

/// A hotel and an airline, which take part in a trip.
#[cfg_attr(any(test, feature = "mocks"), asyncmock::automock)]
#[allow(async_fn_in_trait)]
pub trait Agency {
    /// Reserves a room for a trip.
    async fn reserve_room(&self, trip: u32);

    /// Gives the room back, if one was reserved.
    async fn cancel_room(&self, trip: u32);

    /// Books the flight; whether there was a seat.
    async fn book_flight(&self, trip: u32) -> bool;
}

/// Books both at once, and gives the room back as soon as there is no flight.
pub async fn book_and_cancel_at_once(agency: &impl Agency, trip: u32) -> bool {
    let flight = async {
        let is_booked = agency.book_flight(trip).await;
        if !is_booked {
            agency.cancel_room(trip).await;
        }
        is_booked
    };
    let ((), is_booked) = join!(agency.reserve_room(trip), flight);
    is_booked
}

/// Books both at once, and gives the room back once it is there.
pub async fn book(agency: &impl Agency, trip: u32) -> bool {
    let ((), is_booked) = join!(agency.reserve_room(trip), agency.book_flight(trip));
    if !is_booked {
        agency.cancel_room(trip).await;
    }
    is_booked
}

/// What the explorer runs.
#[cfg(any(test, feature = "mocks"))]
pub mod bodies {
    use std::collections::BTreeSet;
    use std::sync::{Arc, Mutex};

    use super::{MockAgency, book, book_and_cancel_at_once};

    /// An agency without a seat, and the trips for which it has rooms.
    fn agency() -> (MockAgency, Arc<Mutex<BTreeSet<u32>>>) {
        let (agency, rooms) = (MockAgency::new(), Arc::new(Mutex::new(BTreeSet::new())));
        let (reserved, cancelled) = (Arc::clone(&rooms), Arc::clone(&rooms));
        agency.expect_reserve_room().returning(move |trip| _ = reserved.lock().unwrap().insert(trip));
        agency.expect_cancel_room().returning(move |trip| _ = cancelled.lock().unwrap().remove(&trip));
        agency.expect_book_flight().return_const(false);
        (agency, rooms)
    }

    /// A trip without a flight, whose room is given back at once.
    pub async fn fails() {
        let (agency, rooms) = agency();
        assert!(!book_and_cancel_at_once(&agency, 7).await);
        assert_eq!(*rooms.lock().unwrap(), BTreeSet::new(), "trips with a room and no flight");
    }

    /// A trip without a flight, whose room is given back once it is reserved.
    pub async fn passes() {
        let (agency, rooms) = agency();
        assert!(!book(&agency, 7).await);
        assert_eq!(*rooms.lock().unwrap(), BTreeSet::new(), "trips with a room and no flight");
    }
}

#[cfg(test)]
mod tests {
    use asyncmock::Explore;

    use super::super::finding::{find, passes};
    use super::bodies;

    #[test]
    fn what_is_undone_first_is_never_undone() {
        let found = find(|explore| explore, bodies::fails);
        assert_eq!(found.headline(), "assertion `left == right` failed: trips with a room and no flight");
        assert!(found.text.contains("\n  left: {7}\n right: {}\n"), "{}", found.text);
        assert_eq!(found.schedule, "am1:1.1");
        assert!(found.text.contains("\n> 2. Agency::cancel_room(7) at "), "{}", found.text);
    }

    #[test]
    fn what_is_there_is_undone() {
        assert_eq!(passes(Explore::new(), bodies::passes), 2);
    }
}
