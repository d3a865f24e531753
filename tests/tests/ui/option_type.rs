//! mockall's option for associated types.

#[asyncmock::automock(type Food = u32;)]
trait Cat {
    fn pet(&self);
}

fn main() {
    let _ = MockCat::new();
}
