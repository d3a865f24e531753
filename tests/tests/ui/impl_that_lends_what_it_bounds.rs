//! A type that is there because of a bound on the impl alone, and is lent though it can't be shared between threads.

pub struct Wrapped<T: Default>(T);

trait Cat<T: Default> {
    fn find(&self) -> &Wrapped<T>;
    fn pet(&self);
}

asyncmock::mock! {
    Cat<T> {}
    impl<T: Default> Cat<T> for Cat<T> {
        fn find(&self) -> &Wrapped<T>;
        fn pet(&self);
    }
}

fn main() {
    MockCat::<u8>::new().expect_pet();
}
