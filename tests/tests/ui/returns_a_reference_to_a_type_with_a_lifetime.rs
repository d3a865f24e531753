//! A reference to a type with a lifetime of `self` as a return type.

struct Bowl<'a>(&'a str);

#[asyncmock::automock]
trait Cat {
    fn bowl<'a>(&'a self) -> &'a Bowl<'a>;
}

fn main() {
    let _ = (MockCat::new(), Bowl("").0);
}
