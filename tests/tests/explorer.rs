//! The explorer: a test is run under every order in which its mocked calls can come to their end.

use std::cell::RefCell;
use std::rc::Rc;

use asyncmock::{Explore, automock};
use futures::future::join_all;

#[automock]
trait Store {
    async fn get(&self, key: u32) -> u32;
    async fn put(&self, key: &str, value: &str) -> bool;
}

/// What came to its end, in order.
type Seen = Rc<RefCell<Vec<u32>>>;

/// So many calls at once.
async fn several(count: u32) -> Vec<u32> {
    let (store, seen) = (MockStore::new(), Seen::default());
    store.expect_get().returning(|key| key);
    let calls = (0..count).map(|key| {
        let (store, seen) = (&store, &seen);
        async move {
            let key = store.get(key).await;
            seen.borrow_mut().push(key);
        }
    });
    join_all(calls).await;
    seen.take()
}

#[test]
fn calls_that_are_made_at_once_come_to_their_end_in_every_order() {
    let mut orders = 1;
    for count in 2..=7 {
        orders *= count as usize;
        let report = Explore::new().run(move || several(count));
        assert_eq!((report.schedules(), report.exhausted()), (orders, true), "{count} calls");
        assert_eq!(report.table().lines().count(), 1 + orders, "each has another outcome");
    }
}
