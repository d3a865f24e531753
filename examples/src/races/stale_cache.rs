//! A cache is filled with what was read before it was invalidated, and shows that for ever, as in google/guava#1881.

use std::cell::Cell;

/// Where a shop keeps what an article costs.
#[cfg_attr(any(test, feature = "mocks"), asyncmock::automock)]
#[allow(async_fn_in_trait)]
pub trait Shop {
    /// The article alone.
    async fn price(&self) -> u32;

    /// To have it sent.
    async fn shipping(&self) -> u32;

    /// Changes the price.
    async fn set_price(&self, cents: u32);
}

/// A cache of what is to be paid, which a change of the price invalidates.
#[derive(Debug, Default)]
pub struct Cache {
    total: Cell<Option<u32>>,
    invalidations: Cell<u64>,
}

impl Cache {
    /// What is to be paid, which is kept however old it is when it comes.
    pub async fn get_and_keep(&self, shop: &impl Shop) -> u32 {
        if let Some(total) = self.total.get() {
            return total;
        }
        let total = shop.price().await + shop.shipping().await;
        self.total.set(Some(total));
        total
    }

    /// What is to be paid, which is kept if nothing was invalidated since it was asked for.
    pub async fn get(&self, shop: &impl Shop) -> u32 {
        if let Some(total) = self.total.get() {
            return total;
        }
        let invalidations = self.invalidations.get();
        let total = shop.price().await + shop.shipping().await;
        if self.invalidations.get() == invalidations {
            self.total.set(Some(total));
        }
        total
    }

    /// Changes the price, and invalidates what was kept.
    pub async fn set_price(&self, shop: &impl Shop, cents: u32) {
        shop.set_price(cents).await;
        self.invalidations.set(self.invalidations.get() + 1);
        self.total.set(None);
    }
}

/// What the explorer runs.
#[cfg(any(test, feature = "mocks"))]
pub mod bodies {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use futures::join;

    use super::{Cache, MockShop};

    /// It has an article for 500 cents, and 50 more to have it sent.
    fn shop() -> MockShop {
        let (shop, price) = (MockShop::new(), Arc::new(AtomicU32::new(500)));
        let seen = Arc::clone(&price);
        shop.expect_price().returning(move || seen.load(Ordering::SeqCst));
        shop.expect_shipping().return_const(50_u32);
        shop.expect_set_price().returning(move |cents| price.store(cents, Ordering::SeqCst));
        shop
    }

    /// The price is changed while it is read, and what was read is kept.
    pub async fn fails() {
        let (cache, shop) = (Cache::default(), shop());
        join!(cache.get_and_keep(&shop), cache.set_price(&shop, 400));
        assert_eq!(cache.get_and_keep(&shop).await, 450);
    }

    /// The price is changed while it is read, and what was read is not kept.
    pub async fn passes() {
        let (cache, shop) = (Cache::default(), shop());
        join!(cache.get(&shop), cache.set_price(&shop, 400));
        assert_eq!(cache.get(&shop).await, 450);
    }
}

#[cfg(test)]
mod tests {
    use asyncmock::Explore;

    use super::super::finding::{find, passes};
    use super::bodies;

    #[test]
    fn what_was_read_before_the_change_is_kept_after_it() {
        let found = find(|explore| explore, bodies::fails);
        assert_eq!(found.headline(), "assertion `left == right` failed");
        assert!(found.text.contains("\n  left: 550\n right: 450\n"), "{}", found.text);
        assert_eq!(found.schedule, "am1:0");
        assert!(found.text.contains("\n  2. Shop::set_price(400) at "), "{}", found.text);
    }

    #[test]
    fn what_is_kept_is_no_older_than_the_change() {
        assert_eq!(passes(Explore::new(), bodies::passes), 3);
    }
}
