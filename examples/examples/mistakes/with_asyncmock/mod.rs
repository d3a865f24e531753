//! The mistakes with asyncmock. Each function is the body of a test.

pub(crate) mod afterwards;
pub(crate) mod at_once;
pub(crate) mod expected;
pub(crate) mod set_up;

use asyncmock::automock;

use crate::data::{Order, Receipt, Token};

#[automock]
pub(crate) trait Payments: Send + Sync + 'static {
    async fn charge(&self, account: &str, cents: u32) -> bool;
    fn refund(&self, account: &str, cents: u32) -> Receipt;
}

#[automock]
pub(crate) trait Mailer: Send + Sync + 'static {
    async fn send(&self, to: &str, body: &str) -> bool;
}

#[automock]
pub(crate) trait Stock: Send + Sync + 'static {
    async fn reserve(&self, item: &str) -> u32;
    fn place(&self, order: Order);
    fn hide(&self, ids: Vec<u32>);
    fn unlock(&self, token: Token);
}
