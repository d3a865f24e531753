use asyncmock::automock;

#[automock(ignore(password))]
trait Door {
    fn open(&self, user: &str, #[keep] password: &str);
}

fn main() {}
