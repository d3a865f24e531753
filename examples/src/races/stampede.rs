//! Whoever finds a cache empty fetches: several at once, where one of them is enough.

use std::cell::RefCell;

use tokio::sync::Mutex;

/// Where values come from.
#[cfg_attr(any(test, feature = "mocks"), asyncmock::automock)]
#[allow(async_fn_in_trait)]
pub trait Origin {
    /// Fetches a value, at a price.
    async fn fetch(&self) -> u32;
}

/// A cache that looks, and then fetches.
#[derive(Debug, Default)]
pub struct Hasty(RefCell<Option<u32>>);

impl Hasty {
    /// The value.
    pub async fn get(&self, origin: &impl Origin) -> u32 {
        if let Some(value) = *self.0.borrow() {
            return value;
        }
        let value = origin.fetch().await;
        *self.0.borrow_mut() = Some(value);
        value
    }
}

/// A cache whose callers wait for the first of them.
#[derive(Debug, Default)]
pub struct Patient(Mutex<Option<u32>>);

impl Patient {
    /// The value.
    pub async fn get(&self, origin: &impl Origin) -> u32 {
        let mut cached = self.0.lock().await;
        match *cached {
            Some(value) => value,
            None => *cached.insert(origin.fetch().await),
        }
    }
}

/// What the explorer runs.
#[cfg(any(test, feature = "mocks"))]
pub mod bodies {
    use futures::join;

    use super::{Hasty, MockOrigin, Patient};

    fn origin() -> MockOrigin {
        let origin = MockOrigin::new();
        origin.expect_fetch().times(1).return_const(7_u32);
        origin
    }

    /// Three find the cache empty.
    pub async fn fails() {
        let (cache, origin) = (Hasty::default(), origin());
        join!(cache.get(&origin), cache.get(&origin), cache.get(&origin));
    }

    /// Three wait for the first of them.
    pub async fn passes() {
        let (cache, origin) = (Patient::default(), origin());
        assert_eq!(join!(cache.get(&origin), cache.get(&origin), cache.get(&origin)), (7, 7, 7));
    }
}

#[cfg(test)]
mod tests {
    use asyncmock::Explore;

    use super::super::finding::{find, passes};
    use super::bodies;

    #[test]
    fn all_that_find_it_empty_fetch() {
        let found = find(|explore| explore, bodies::fails);
        assert!(found.headline().starts_with("MockOrigin::fetch"), "{}", found.text);
        assert_eq!(found.schedule, "am1:0");
    }

    #[test]
    fn one_fetches_for_all() {
        assert_eq!(passes(Explore::new(), bodies::passes), 1);
    }
}
