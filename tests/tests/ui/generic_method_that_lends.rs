//! A value of a generic type that is lent, though it can't be shared between threads.

#[asyncmock::automock]
trait Cat {
    fn find<Toy: 'static>(&self) -> &Toy;
    fn pet(&self);
}

fn main() {
    MockCat::new().expect_pet();
}
