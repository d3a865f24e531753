use asyncmock::automock;

#[automock]
trait Cat {
    fn find<'a>(&self, place: &str, names: &[&'a str]) -> &'a str;
}

fn main() {}
