//! A mock that can be cloned, with a method that lends a value to be changed.

#[asyncmock::automock(clone)]
trait Cat {
    fn toy(&mut self) -> &mut u32;
    fn pet(&self);
}

fn main() {
    MockCat::new().expect_pet();
}
