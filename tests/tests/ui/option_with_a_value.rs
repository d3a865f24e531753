//! An option that there is not, with a value.

#[asyncmock::automock(name = "MyCat")]
trait Cat {
    fn pet(&self);
}

fn main() {
    let _ = MockCat::new();
}
