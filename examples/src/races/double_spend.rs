//! What an account has is asked for, and then spent: meanwhile another may have spent it.

use tokio::sync::Mutex;

/// A bank, which looks at nothing.
#[cfg_attr(any(test, feature = "mocks"), asyncmock::automock)]
#[allow(async_fn_in_trait)]
pub trait Bank {
    /// What an account has.
    async fn balance(&self) -> i64;

    /// Takes an amount from it.
    async fn withdraw(&self, amount: i64);
}

/// Spends an amount if it is there, as far as was seen.
pub async fn spend_unseen(bank: &impl Bank, amount: i64) -> bool {
    if bank.balance().await < amount {
        return false;
    }
    bank.withdraw(amount).await;
    true
}

/// The same, one after the other.
pub async fn spend(bank: &impl Bank, one_by_one: &Mutex<()>, amount: i64) -> bool {
    let _alone = one_by_one.lock().await;
    spend_unseen(bank, amount).await
}

/// What the explorer runs.
#[cfg(any(test, feature = "mocks"))]
pub mod bodies {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicI64, Ordering};

    use asyncmock::explore;
    use futures::join;
    use tokio::sync::Mutex;

    use super::{MockBank, spend, spend_unseen};

    /// A bank with 100 in its account, which is never to be below zero.
    fn bank() -> MockBank {
        let (bank, balance) = (MockBank::new(), Arc::new(AtomicI64::new(100)));
        let (seen, taken_from) = (Arc::clone(&balance), Arc::clone(&balance));
        bank.expect_balance().returning(move || seen.load(Ordering::SeqCst));
        bank.expect_withdraw().returning(move |amount| _ = taken_from.fetch_sub(amount, Ordering::SeqCst));
        explore::invariant(move || {
            let balance = balance.load(Ordering::SeqCst);
            assert!(balance >= 0, "the account has {balance}");
        });
        bank
    }

    /// Two spend at once what each has seen.
    pub async fn fails() {
        let bank = bank();
        join!(spend_unseen(&bank, 80), spend_unseen(&bank, 80));
    }

    /// Two spend one after the other; it gives how many could.
    pub async fn passes() -> usize {
        let (bank, one_by_one) = (bank(), Mutex::new(()));
        let (one, other) = join!(spend(&bank, &one_by_one, 80), spend(&bank, &one_by_one, 80));
        usize::from(one) + usize::from(other)
    }
}

#[cfg(test)]
mod tests {
    use asyncmock::Explore;

    use super::super::finding::{find, passes};
    use super::bodies;

    #[test]
    fn what_two_have_seen_is_spent_twice() {
        let found = find(|explore| explore, bodies::fails);
        assert_eq!((found.headline(), &*found.schedule), ("the account has -60", "am1:0"));
        assert!(found.text.contains("\nthe nearest order in which it passes:\n"), "{}", found.text);
    }

    #[test]
    fn one_of_two_spends_it() {
        let report = Explore::new().run(bodies::passes);
        assert!(report.table().ends_with("  am1:0     1\n"), "{}", report.table());
        assert_eq!(passes(Explore::new(), bodies::passes), 1);
    }
}
