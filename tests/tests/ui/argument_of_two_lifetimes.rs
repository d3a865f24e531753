use asyncmock::automock;

struct Toy<'a>(&'a str);

#[automock]
trait Cat {
    fn play(&self, toy: Option<&mut Toy<'_>>);
}

fn main() {}
