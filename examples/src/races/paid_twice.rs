//! A payment that takes long is tried again, though the first may have gone through.

use std::time::Duration;

use tokio::time::timeout;

/// Who takes payments.
#[cfg_attr(any(test, feature = "mocks"), asyncmock::automock)]
#[allow(async_fn_in_trait)]
pub trait Payments {
    /// Charges an amount.
    async fn charge(&self, cents: u32);

    /// Charges an amount, once for a key, however often it is asked.
    async fn charge_once(&self, key: u32, cents: u32);
}

const PATIENCE: Duration = Duration::from_secs(3);

/// Pays, and tries again when there is no answer in time.
pub async fn pay_anew(payments: &impl Payments, cents: u32) {
    while timeout(PATIENCE, payments.charge(cents)).await.is_err() {}
}

/// The same with a key, by which one payment is known again.
pub async fn pay(payments: &impl Payments, key: u32, cents: u32) {
    while timeout(PATIENCE, payments.charge_once(key, cents)).await.is_err() {}
}

/// What the explorer runs.
#[cfg(any(test, feature = "mocks"))]
pub mod bodies {
    use std::collections::BTreeSet;
    use std::sync::{Arc, Mutex};
    use std::time::Duration;

    use asyncmock::explore;

    use super::{MockPayments, pay, pay_anew};

    /// How long an answer is under way, once the payment has gone through.
    async fn answer_is_under_way() {
        if explore::choose([false, true]) {
            tokio::time::sleep(Duration::from_secs(5)).await;
        }
    }

    /// A payment whose answer may be late.
    pub async fn fails() {
        let (payments, charged) = (MockPayments::new(), Arc::new(Mutex::new(Vec::new())));
        let charges = Arc::clone(&charged);
        payments.expect_charge().returning_async(move |cents| {
            charges.lock().unwrap().push(cents);
            answer_is_under_way()
        });
        pay_anew(&payments, 100).await;
        assert_eq!(*charged.lock().unwrap(), [100], "what was charged");
    }

    /// The same with a key, for which the first charge alone counts.
    pub async fn passes() {
        let (payments, charged) = (MockPayments::new(), Arc::new(Mutex::new(BTreeSet::new())));
        let charges = Arc::clone(&charged);
        payments.expect_charge_once().times(1..=3).returning_async(move |key, cents| {
            let is_first = charges.lock().unwrap().insert((key, cents));
            async move {
                if is_first {
                    answer_is_under_way().await;
                }
            }
        });
        pay(&payments, 7, 100).await;
        assert_eq!(charged.lock().unwrap().len(), 1, "what was charged");
    }
}

#[cfg(test)]
mod tests {
    use asyncmock::Explore;

    use super::super::finding::{find, passes};
    use super::bodies;

    #[test]
    fn an_answer_that_is_late_is_paid_for_twice() {
        let found = find(|explore| explore, bodies::fails);
        assert_eq!(found.headline(), "assertion `left == right` failed: what was charged");
        assert!(found.text.contains("\n  left: [100, 100]\n"), "{}", found.text);
        assert_eq!(found.schedule, "am1:1");
        assert!(found.text.contains("\n> 2. explore::choose: true\n"), "{}", found.text);
    }

    #[test]
    fn with_a_key_it_is_paid_for_once() {
        assert_eq!(passes(Explore::new(), bodies::passes), 2);
        assert_eq!(passes(Explore::new().time(1), bodies::passes), 5);
    }
}
