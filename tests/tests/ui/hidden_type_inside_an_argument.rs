use asyncmock::automock;

#[automock]
trait Cat {
    fn play(&self, toys: Vec<impl Into<String>>);
}

fn main() {}
