//! Two locks are taken in one order by some, and in the other by others.

use std::sync::Arc;

use tokio::sync::Mutex;

/// Where things are written down.
#[cfg_attr(any(test, feature = "mocks"), asyncmock::automock)]
pub trait Log: Send + Sync + 'static {
    /// Writes a line.
    fn write(&self, line: String) -> impl Future<Output = ()> + Send;
}

/// Accounts and orders, each with a lock.
#[derive(Debug, Default)]
pub struct Shop {
    accounts: Mutex<u32>,
    orders: Mutex<u32>,
}

impl Shop {
    /// Sells something: it takes the accounts, then the orders.
    pub async fn sell(self: Arc<Self>, log: Arc<impl Log>) {
        let mut accounts = self.accounts.lock().await;
        log.write("a sale".to_owned()).await;
        let mut orders = self.orders.lock().await;
        *accounts += 1;
        *orders += 1;
    }

    /// Takes something back: it takes the orders, then the accounts.
    pub async fn take_back_in_reverse(self: Arc<Self>, log: Arc<impl Log>) {
        let mut orders = self.orders.lock().await;
        log.write("a return".to_owned()).await;
        let mut accounts = self.accounts.lock().await;
        *orders -= 1;
        *accounts -= 1;
    }

    /// The same in the order in which all others take them.
    pub async fn take_back(self: Arc<Self>, log: Arc<impl Log>) {
        let mut accounts = self.accounts.lock().await;
        log.write("a return".to_owned()).await;
        let mut orders = self.orders.lock().await;
        *orders -= 1;
        *accounts -= 1;
    }
}

/// What the explorer runs.
#[cfg(any(test, feature = "mocks"))]
pub mod bodies {
    use std::sync::Arc;

    use asyncmock::rt;

    use super::{MockLog, Shop};

    /// A shop that has sold something, and a log.
    async fn shop() -> (Arc<Shop>, Arc<MockLog>) {
        let (shop, log) = (Arc::new(Shop::default()), Arc::new(MockLog::new()));
        log.expect_write().resolving(|_| ());
        Arc::clone(&shop).sell(Arc::clone(&log)).await;
        (shop, log)
    }

    /// A sale and a return take the locks in different orders.
    pub async fn fails() {
        let (shop, log) = shop().await;
        let sale = rt::spawn(Arc::clone(&shop).sell(Arc::clone(&log)));
        shop.take_back_in_reverse(log).await;
        sale.await.unwrap();
    }

    /// A sale and a return take them in one order.
    pub async fn passes() {
        let (shop, log) = shop().await;
        let sale = rt::spawn(Arc::clone(&shop).sell(Arc::clone(&log)));
        shop.take_back(log).await;
        sale.await.unwrap();
    }
}

#[cfg(test)]
mod tests {
    use asyncmock::Explore;

    use super::super::finding::{find, passes};
    use super::bodies;

    #[test]
    fn each_has_what_the_other_waits_for() {
        let found = find(|explore| explore, bodies::fails);
        assert_eq!(found.headline(), "deadlock: no task can run, and no timer is set");
        assert_eq!(found.schedule, "am1:0");
        assert!(found.text.contains("\n  it waits in tokio::sync::mutex::Mutex<T>::lock\n"), "{}", found.text);
        assert!(found.text.contains("\ntasks still alive:\n  1. task spawned at "), "{}", found.text);
    }

    #[test]
    fn in_one_order_both_come_to_their_end() {
        assert_eq!(passes(Explore::new(), bodies::passes), 1);
    }
}
