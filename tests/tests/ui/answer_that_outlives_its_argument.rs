//! A future that borrows from an argument, and would be awaited when that is gone.

use asyncmock::automock;
use futures::future::BoxFuture;

#[automock]
trait Cat {
    fn go<'a>(&self, direction: &'a str) -> BoxFuture<'a, usize>;
}

fn main() {
    let cat = MockCat::new();
    cat.expect_go().returning(|direction| Box::pin(async move { direction.len() }));
    let _gone;
    {
        let direction = String::from("north");
        _gone = cat.go(&direction);
    }
}
