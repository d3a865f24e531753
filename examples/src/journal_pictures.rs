//! What the journals of tests look like as pictures: herded cats, a storm of retries, a pool of connections, a crowd.
//!
//! Each of these is a test's body; what it gives is the journal of its mocks.

use std::future::pending;
use std::sync::Arc;
use std::time::Duration;

use asyncmock::{Journal, checked, journal};
use futures::future::join_all;
use tokio::time::sleep;

use crate::connection_pool::{Locator, MockConnection, MockGeocoder, MockLeases, MockPool, Place};
use crate::herd::{Escaped, MockCat, Mood, herd_all};
use crate::retry_with_backoff::{Backoff, Client, Failure, MockService};

/// Every picture, by its name.
pub async fn all() -> Vec<(&'static str, Journal)> {
    vec![
        ("herd", herd().await),
        ("retry_storm", retry_storm().await),
        ("connection_pool", connection_pool().await),
        ("crowd", crowd(3_000).await),
    ]
}

/// Four cats are herded at once: one goes, one takes too long, one is grumpy, one runs off.
pub async fn herd() -> Journal {
    checked(async {
        let cats = ["tom", "garfield", "grumpy", "felix"].map(MockCat::named);
        let [tom, garfield, grumpy, felix] = &cats;
        tom.expect_pet().return_const(Mood::Pleased);
        tom.expect_go().after(Duration::from_millis(20)).return_const(Ok(true));
        garfield.expect_pet().return_const(Mood::Pleased);
        garfield.expect_go().returning_async(|_, _| pending());
        grumpy.expect_pet().return_const(Mood::Grumpy);
        felix.expect_pet().return_const(Mood::Pleased);
        felix.expect_go().after(Duration::from_millis(700)).return_const(Err(Escaped));
        herd_all(&cats, "east", Duration::from_secs(2)).await;
        journal()
    })
    .await
}

/// Six clients, each a task, ask a service that comes back after a second. One of them is sent away in between.
pub async fn retry_storm() -> Journal {
    checked(async {
        let service = MockService::new();
        service.expect_get().times(14).after(Duration::from_millis(40)).resolve_const(Err(Failure::Unavailable));
        service.expect_get().after(Duration::from_millis(40)).resolving(|path| Ok(format!("what is at {path}")));
        let backoff = Backoff {
            attempts: 6,
            limit: Duration::from_millis(500),
            first: Duration::from_millis(100),
            longest: Duration::from_secs(1),
        };
        let client = Arc::new(Client::new(service, backoff));
        let mut tasks = Vec::new();
        for number in 1..=6_u64 {
            let client = Arc::clone(&client);
            tasks.push(tokio::spawn(async move {
                sleep(Duration::from_millis(5 * number)).await;
                client.get(&format!("/orders/{number}")).await
            }));
        }
        sleep(Duration::from_millis(160)).await;
        tasks[2].abort();
        join_all(tasks).await;
        journal()
    })
    .await
}

/// Six shops are looked up by three workers: connections are guards, and so are leases.
pub async fn connection_pool() -> Journal {
    checked(async {
        let connection = MockConnection::new();
        connection
            .expect_address()
            .after(Duration::from_millis(5))
            .resolving(|shop| Ok(Some(format!("{shop} High Street"))));
        connection.expect_save().after(Duration::from_millis(5)).resolve_const(Ok(()));
        let (pool, leases, geocoder) = (MockPool::new(), MockLeases::new(), MockGeocoder::new());
        pool.expect_acquire().returns_guard(connection);
        leases.expect_take().returns_guard(());
        geocoder
            .expect_find()
            .after(Duration::from_millis(30))
            .resolve_const(Ok(Place { north: 52_520, east: 13_405 }));
        Locator::new(pool, leases, geocoder).locate_all(1..=6, 3).await;
        journal()
    })
    .await
}

/// So many requests, forty at a time.
pub async fn crowd(requests: u64) -> Journal {
    checked(async {
        let service = MockService::new();
        service.expect_get().after(Duration::from_millis(3)).resolving(|path| Ok(path.len().to_string()));
        let backoff =
            Backoff { attempts: 1, limit: Duration::from_secs(1), first: Duration::ZERO, longest: Duration::ZERO };
        let client = Arc::new(Client::new(service, backoff));
        for batch in 0..requests.div_ceil(40) {
            let numbers = batch * 40..requests.min(batch * 40 + 40);
            join_all(numbers.map(|number| {
                let client = Arc::clone(&client);
                tokio::spawn(async move { client.get(&format!("/orders/{number}")).await })
            }))
            .await;
            sleep(Duration::from_millis(10)).await;
        }
        journal()
    })
    .await
}

#[cfg(test)]
mod tests;
