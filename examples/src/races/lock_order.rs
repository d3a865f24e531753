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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use asyncmock::{Explore, rt};

    use super::super::finding::{find, passes};
    use super::{MockLog, Shop};

    /// A shop that has sold something, and a log.
    async fn shop() -> (Arc<Shop>, Arc<MockLog>) {
        let (shop, log) = (Arc::new(Shop::default()), Arc::new(MockLog::new()));
        log.expect_write().resolving(|_| ());
        Arc::clone(&shop).sell(Arc::clone(&log)).await;
        (shop, log)
    }

    async fn two_orders_of_locks() {
        let (shop, log) = shop().await;
        let sale = rt::spawn(Arc::clone(&shop).sell(Arc::clone(&log)));
        shop.take_back_in_reverse(log).await;
        sale.await.unwrap();
    }

    async fn one_order_of_locks() {
        let (shop, log) = shop().await;
        let sale = rt::spawn(Arc::clone(&shop).sell(Arc::clone(&log)));
        shop.take_back(log).await;
        sale.await.unwrap();
    }

    #[test]
    fn each_has_what_the_other_waits_for() {
        let found = find(|explore| explore, two_orders_of_locks);
        assert_eq!(found.headline(), "deadlock: no task can run, and no timer is set");
        assert!(found.text.contains("\n  it waits in tokio::sync::mutex::Mutex<T>::lock\n"), "{}", found.text);
        assert!(found.text.contains("\ntasks still alive:\n  1. task spawned at "), "{}", found.text);
    }

    #[test]
    fn in_one_order_both_come_to_their_end() {
        assert_eq!(passes(Explore::new(), one_order_of_locks), 1);
    }
}
