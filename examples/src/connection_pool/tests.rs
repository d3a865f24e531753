//! The locator against a mocked pool, with paused time: how many connections it holds, and for how long.

use std::time::Duration;

use asyncmock::Guards;
use tokio::time::{Instant, timeout};

use super::*;

const fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

const HERE: Place = Place { north: 52_520, east: 13_405 };

/// The mocks, before they are moved into the locator.
struct Mocks {
    pool: MockPool,
    connection: MockConnection,
    leases: MockLeases,
    geocoder: MockGeocoder,
}

impl Mocks {
    /// Mocks without expectations.
    fn new() -> Self {
        Mocks {
            pool: MockPool::new(),
            connection: MockConnection::new(),
            leases: MockLeases::new(),
            geocoder: MockGeocoder::new(),
        }
    }

    /// Leases and connections for everyone, and an address for each shop, which takes a second to read.
    fn open() -> Self {
        let mocks = Mocks::new();
        mocks.leases.expect_take().returns_guard(());
        mocks.pool.expect_acquire().returns_guard(mocks.connection.clone());
        let address = Ok(Some("1 High Street".to_owned()));
        mocks.connection.expect_address().after(seconds(1)).resolve_const(address);
        mocks
    }

    /// With a geocoder that takes a minute, and places that take a second to save.
    fn slow() -> Self {
        let mocks = Mocks::open();
        mocks.geocoder.expect_find().after(seconds(60)).resolve_const(Ok(HERE));
        mocks.connection.expect_save().after(seconds(1)).resolve_const(Ok(()));
        mocks
    }

    /// The guards of the pool and of the leases.
    fn guards(&self) -> (Guards, Guards) {
        (self.pool.guards_of_acquire(), self.leases.guards_of_take())
    }

    fn locator(self) -> Locator<MockPool, MockLeases, MockGeocoder> {
        Locator::new(self.pool, self.leases, self.geocoder)
    }
}

#[tokio::test(start_paused = true)]
async fn no_connection_is_held_while_the_geocoder_takes_its_time() {
    let mocks = Mocks::slow();
    let (connections, _) = mocks.guards();
    let (address, find, save) =
        (mocks.connection.calls_to_address(), mocks.geocoder.calls_to_find(), mocks.connection.calls_to_save());

    assert_eq!(mocks.locator().locate(7).await, Ok(()));

    connections.assert_not_held_during(&find);
    connections.assert_covers(&address);
    connections.assert_covers(&save.with_args(7, HERE));
    connections.assert_entered_times(2);
    connections.assert_all_released();
}

#[tokio::test(start_paused = true)]
async fn the_lease_is_held_until_the_place_is_saved() {
    let mocks = Mocks::slow();
    let (connections, leases) = mocks.guards();
    let (find, save) = (mocks.geocoder.calls_to_find(), mocks.connection.calls_to_save());

    assert_eq!(mocks.locator().locate(7).await, Ok(()));

    leases.assert_covers(&find);
    leases.assert_covers(&save);
    connections.assert_nested_in(&leases);
    leases.assert_all_released();
}

#[tokio::test(start_paused = true)]
async fn twenty_shops_take_no_more_connections_than_there_are_workers() {
    let mocks = Mocks::slow();
    let (connections, leases) = mocks.guards();
    let start = Instant::now();

    assert_eq!(mocks.locator().locate_all(0..20, 4).await, Vec::<u32>::new());

    connections.assert_max_held(4);
    connections.assert_entered_times(2 * 20);
    connections.assert_all_released();
    leases.assert_max_held(4);
    leases.assert_all_released();
    // No fewer either: otherwise it would take longer.
    assert_eq!(start.elapsed(), seconds(20 / 4 * (1 + 60 + 1)));
}

#[tokio::test(start_paused = true)]
async fn a_geocoder_that_fails_keeps_nothing() {
    let mocks = Mocks::open();
    mocks.geocoder.expect_find().after(seconds(60)).resolve_const(Err(Failed));
    let (connections, leases) = mocks.guards();

    assert_eq!(mocks.locator().locate_all([7, 8], 2).await, [7, 8]);

    connections.assert_all_released();
    leases.assert_entered_times(2);
    leases.assert_all_released();
}

#[tokio::test(start_paused = true)]
async fn a_shop_that_somebody_works_on_costs_no_connection() {
    let mocks = Mocks::new();
    mocks.leases.expect_take().with_args(7).resolving(|_| None);
    let (connections, leases) = mocks.guards();

    assert_eq!(mocks.locator().locate(7).await, Ok(()));

    leases.assert_entered_times(0);
    connections.assert_entered_times(0);
}

#[tokio::test(start_paused = true)]
async fn a_shop_whose_place_is_known_is_not_looked_up_again() {
    let mocks = Mocks::new();
    mocks.leases.expect_take().returns_guard(());
    mocks.connection.expect_address().with_args(7).resolve_const(Ok(None));
    mocks.pool.expect_acquire().once().returns_guard(mocks.connection.clone());
    let (connections, leases) = mocks.guards();

    assert_eq!(mocks.locator().locate(7).await, Ok(()));

    connections.assert_all_released();
    leases.assert_all_released();
}

#[tokio::test(start_paused = true)]
async fn a_job_that_is_given_up_gives_everything_back() {
    let mocks = Mocks::open();
    mocks.geocoder.expect_find().pending();
    let (connections, leases) = mocks.guards();
    let find = mocks.geocoder.calls_to_find();

    let locator = mocks.locator();
    assert!(timeout(seconds(300), locator.locate_all(0..100, 4)).await.is_err());

    find.assert_cancelled(4);
    connections.assert_all_released();
    leases.assert_entered_times(4);
    leases.assert_all_released();
}
