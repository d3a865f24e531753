//! Two spend at once from an account that has enough for one.

use std::cell::Cell;

use asyncmock_examples::races::double_spend::{Bank, spend, spend_unseen};
use futures::join;
use tokio::sync::Mutex;

use crate::tool::Tool;

/// A bank with one account, which is never to be below zero.
struct Account<T> {
    tool: T,
    balance: Cell<i64>,
}

impl<T: Tool> Bank for Account<T> {
    async fn balance(&self) -> i64 {
        self.tool.pause().await;
        self.balance.get()
    }

    async fn withdraw(&self, amount: i64) {
        self.tool.pause().await;
        self.balance.set(self.balance.get() - amount);
        assert!(self.balance.get() >= 0, "the account has {}", self.balance.get());
    }
}

pub(super) async fn fails(tool: impl Tool) {
    let bank = Account { tool, balance: Cell::new(100) };
    join!(spend_unseen(&bank, 80), spend_unseen(&bank, 80));
}

pub(super) async fn passes(tool: impl Tool) {
    let (bank, one_by_one) = (Account { tool, balance: Cell::new(100) }, Mutex::new(()));
    let (one, other) = join!(spend(&bank, &one_by_one, 80), spend(&bank, &one_by_one, 80));
    assert!(one != other, "one of two spends it");
}
