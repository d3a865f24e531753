//! A trait with a parameter that the mock does not have.

trait Eats<Food> {
    fn eat(&self, food: Food);
}

asyncmock::mock! {
    Cat {}
    impl<Food> Eats<Food> for Cat {
        fn eat(&self, food: Food);
    }
}

fn main() {
    let _ = <dyn Eats<u32>>::eat;
}
