//! An answer gives nothing from an argument that the value is not declared to borrow from.

use asyncmock::automock;

#[automock]
trait Cat {
    fn find<'a>(&self, name: &'a str, place: &str) -> &'a str;
}

fn main() {
    let cat = MockCat::new();
    cat.expect_find().returning(|_, place| place);
    let name = "name".to_owned();
    let found = cat.find(&name, "place");
    drop(name);
    println!("{found}");
}
