//! A value that borrows is not looked at as one that lives for ever, whose `Debug` might keep what it is lent.

use std::fmt;
use std::sync::Mutex;

use asyncmock::automock;

struct Name<'a>(&'a str);

static KEPT: Mutex<Vec<&'static str>> = Mutex::new(Vec::new());

impl fmt::Debug for Name<'static> {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        KEPT.lock().unwrap().push(self.0);
        Ok(())
    }
}

impl PartialEq<Name<'static>> for Name<'_> {
    fn eq(&self, other: &Name<'static>) -> bool {
        self.0 == other.0
    }
}

#[automock]
trait Guests {
    fn welcome(&self, guest: Name<'static>);
}

fn main() {
    let guests = MockGuests::relaxed();
    let text = String::from("ada");
    guests.calls_to_welcome().assert_called_with(Name(&text));
}
