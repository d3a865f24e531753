use asyncmock::automock;

#[automock]
trait Cat {
    fn find<'a>(&self, place: &'a str, is_there: impl Fn(&str) -> bool) -> &'a str;
}

fn main() {}
