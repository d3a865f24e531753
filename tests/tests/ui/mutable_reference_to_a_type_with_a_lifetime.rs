//! A mutable reference to a type with a lifetime.

struct Bowl<'a>(&'a str);

#[asyncmock::automock]
trait Cat {
    fn feed(&self, bowl: &mut Bowl<'_>);
}

fn main() {
    let _ = (MockCat::new(), Bowl("").0);
}
