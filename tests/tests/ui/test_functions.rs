//! Functions that `#[asyncmock::test]` can't make a test of.

#[asyncmock::test]
async fn with_an_argument(cat: &str) {}

#[asyncmock::test]
async fn with_a_type<T>() {}

#[asyncmock::test]
#[tokio::test]
async fn twice() {}

#[asyncmock::test(start_paused = true)]
fn paused_without_a_runtime() {}

#[asyncmock::test]
struct Cat;

fn main() {}
