use asyncmock::automock;

#[automock]
trait Cat {
    fn visit(&self, visitor: for<'a> fn(&'a str));
    fn keep(&self, keeper: fn(&'static str));
}

fn main() {
    let cat = MockCat::new();
    let mut calls = vec![cat.calls_to_visit()];
    // What keeps a text for good is no visitor.
    calls.push(cat.calls_to_keep());
    let (visitor,) = *calls[1].last().unwrap().args();
    visitor(&String::from("north"));
}
