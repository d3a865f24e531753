use asyncmock::automock;

#[automock(ignore(user, passwrd))]
trait Door {
    fn open(&self, user: &str, password: &str);
}

fn main() {}
