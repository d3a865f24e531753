//! A generic trait.

#[asyncmock::automock]
trait Cat<Food> {
    fn feed(&self, food: Food);
}

fn main() {}
