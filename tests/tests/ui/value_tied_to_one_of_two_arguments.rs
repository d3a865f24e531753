use asyncmock::automock;

#[automock]
trait Cat {
    fn find<'a>(&self, name: &'a str, place: &str) -> &'a str;
}

fn main() {}
