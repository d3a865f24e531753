//! The same of what is awaited.

use asyncmock::automock;

pub trait Signal {
    fn value(&self) -> u8;
}

#[automock]
trait Radio {
    async fn tune(&self, to: &str) -> Result<impl Signal, String>;
}

fn main() {}
