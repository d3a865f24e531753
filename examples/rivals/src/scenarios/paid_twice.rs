//! A payment whose answer may be late.

use std::cell::RefCell;

use asyncmock_examples::races::paid_twice::{Payments, pay, pay_anew};

use crate::tool::Tool;

/// Takes payments, and answers when they have gone through.
struct Charges<T> {
    tool: T,
    charged: RefCell<Vec<u32>>,
    keys: RefCell<Vec<u32>>,
}

impl<T: Tool> Payments for Charges<T> {
    async fn charge(&self, cents: u32) {
        self.tool.pause().await;
        self.charged.borrow_mut().push(cents);
        self.tool.pause().await;
    }

    async fn charge_once(&self, key: u32, cents: u32) {
        self.tool.pause().await;
        if !self.keys.borrow().contains(&key) {
            self.keys.borrow_mut().push(key);
            self.charged.borrow_mut().push(cents);
        }
        self.tool.pause().await;
    }
}

fn payments<T>(tool: T) -> Charges<T> {
    Charges { tool, charged: RefCell::default(), keys: RefCell::default() }
}

pub(super) async fn fails(tool: impl Tool) {
    let payments = payments(tool);
    pay_anew(&payments, 100).await;
    assert_eq!(*payments.charged.borrow(), [100], "what was charged");
}

pub(super) async fn passes(tool: impl Tool) {
    let payments = payments(tool);
    pay(&payments, 7, 100).await;
    assert_eq!(*payments.charged.borrow(), [100], "what was charged");
}
