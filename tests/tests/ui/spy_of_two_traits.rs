//! A spy that would have to stand for an object with two traits.

use asyncmock::mock;

trait Cat {
    fn pet(&self);
}

trait Dog {
    fn walk(&self);
}

mock! {
    #[spy]
    Animal {}
    impl Cat for Animal {
        fn pet(&self);
    }
    impl Dog for Animal {
        fn walk(&self);
    }
}

fn main() {
    let _ = MockAnimal::new();
}
