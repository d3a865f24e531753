//! A trait implemented for a type that the `mock!` is not of.

trait Pet {
    fn pet(&self);
}

asyncmock::mock! {
    Cat {}
    impl Pet for Dog {
        fn pet(&self);
    }
}

fn main() {
    let _ = <dyn Pet>::pet;
}
