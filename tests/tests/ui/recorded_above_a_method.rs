use asyncmock::automock;

#[automock]
trait Door {
    #[keep]
    fn open(&self, user: &str, password: &str);
}

fn main() {}
