//! A job that looks up where shops are, with a pool of few connections and a service that takes its time.
//!
//! A [`Locator`] takes a connection for each query and gives it back at once: the service may be as slow as it likes, and
//! the pool is still there for others. What keeps two jobs from working on one shop is a lease, which is held all the time.

use std::future::Future;
use std::ops::Deref;

use futures::StreamExt as _;

/// A pool of connections.
#[cfg_attr(
    any(test, feature = "mocks"),
    asyncmock::automock(type Connection = MockConnection; type Lent = asyncmock::Guard<MockConnection>;)
)]
pub trait Pool: Send + Sync + 'static {
    /// What a connection is.
    type Connection: Connection;
    /// A connection that goes back to the pool when it is dropped.
    type Lent: Deref<Target = Self::Connection> + Send;

    /// Takes a connection, and waits for one if all are lent.
    fn acquire(&self) -> impl Future<Output = Result<Self::Lent, Failed>> + Send;
}

/// A connection to the database of shops.
#[cfg_attr(any(test, feature = "mocks"), asyncmock::automock(clone))]
pub trait Connection: Send + Sync + 'static {
    /// The address of a shop; `None` if it is known already where that is.
    fn address(&self, shop: u32) -> impl Future<Output = Result<Option<String>, Failed>> + Send;

    /// Saves where a shop is.
    fn save(&self, shop: u32, place: Place) -> impl Future<Output = Result<(), Failed>> + Send;
}

/// Leases, of which there is one for each shop.
#[cfg_attr(any(test, feature = "mocks"), asyncmock::automock(type Lease = asyncmock::Guard<()>;))]
pub trait Leases: Send + Sync + 'static {
    /// A lease that ends when it is dropped.
    type Lease: Send;

    /// Takes the lease of a shop, unless somebody has it.
    fn take(&self, shop: u32) -> impl Future<Output = Option<Self::Lease>> + Send;
}

/// The service that knows where addresses are.
#[cfg_attr(any(test, feature = "mocks"), asyncmock::automock)]
pub trait Geocoder: Send + Sync + 'static {
    /// Finds an address.
    fn find(&self, address: &str) -> impl Future<Output = Result<Place, Failed>> + Send;
}

/// Where something is, in thousandths of a degree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// To the north.
    pub north: i32,
    /// To the east.
    pub east: i32,
}

/// Something did not work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failed;

/// Looks up where shops are.
pub struct Locator<P, L, G> {
    pool: P,
    leases: L,
    geocoder: G,
}

impl<P: Pool, L: Leases, G: Geocoder> Locator<P, L, G> {
    /// Makes a locator.
    pub fn new(pool: P, leases: L, geocoder: G) -> Self {
        Locator { pool, leases, geocoder }
    }

    /// Looks up many shops, `workers` at a time, and gives those for which it did not work.
    pub async fn locate_all(&self, shops: impl IntoIterator<Item = u32>, workers: usize) -> Vec<u32> {
        let located = futures::stream::iter(shops).map(async |shop| (shop, self.locate(shop).await));
        located
            .buffer_unordered(workers)
            .filter_map(async |(shop, located)| located.err().map(|Failed| shop))
            .collect()
            .await
    }

    /// Looks up one shop, if nobody else is doing it.
    pub async fn locate(&self, shop: u32) -> Result<(), Failed> {
        // Before the connection: whoever waits for a lease must not keep others from their queries.
        let Some(_lease) = self.leases.take(shop).await else { return Ok(()) };
        // In a statement of its own, at whose end the connection goes back.
        let address = self.pool.acquire().await?.address(shop).await?;
        if let Some(address) = address {
            let place = self.geocoder.find(&address).await?;
            self.pool.acquire().await?.save(shop, place).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
