//! Looks up shops with a mocked pool in virtual time, prints for how long connections were held, and shows what a failure
//! looks like.

use std::time::Duration;

use asyncmock_examples::connection_pool::{Failed, Locator, MockConnection, MockGeocoder, MockLeases, MockPool, Place};
use asyncmock_examples::failure;
use tokio::time::Instant;

// Time is paused: whoever sleeps is woken at once, and the clock shows the time that it would have taken.
#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    failure::print_no_panics();

    let connection = MockConnection::new();
    connection.expect_address().after(Duration::from_secs(1)).resolving(|shop| Ok(Some(format!("{shop} High Street"))));
    connection.expect_save().after(Duration::from_secs(1)).resolve_const(Ok(()));
    let pool = MockPool::new();
    pool.expect_acquire().returns_guard(connection);
    let leases = MockLeases::new();
    leases.expect_take().returns_guard(());
    let geocoder = MockGeocoder::new();
    geocoder.expect_find().with_args("2 High Street").after(Duration::from_secs(5)).resolve_const(Err(Failed));
    let place = Place { north: 52_520, east: 13_405 };
    geocoder.expect_find().after(Duration::from_secs(60)).resolve_const(Ok(place));
    let (connections, leased, find) = (pool.guards_of_acquire(), leases.guards_of_take(), geocoder.calls_to_find());

    let start = Instant::now();
    let failed = Locator::new(pool, leases, geocoder).locate_all(1..=4, 2).await;
    println!("All but {failed:?} were found, after {:?} of virtual time.", start.elapsed());
    println!("{} connections were held at once, at the most:\n", connections.max_held());
    for guard in connections.all().into_iter().chain(leased.all()) {
        println!("  {guard:?}");
    }

    println!("\n--- What it looks like when no lease should have been held while the service was asked ---\n");
    println!("{}", failure::of(|| leased.assert_not_held_during(&find)));
}
