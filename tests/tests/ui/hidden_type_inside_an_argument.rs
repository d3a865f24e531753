use std::collections::HashMap;

use asyncmock::automock;

#[automock]
trait Cat {
    fn play(&self, toys: HashMap<u32, impl Into<String>>);
}

fn main() {}
