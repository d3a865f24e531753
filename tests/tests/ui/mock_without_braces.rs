//! A `mock!` that is a name and nothing else.

asyncmock::mock! {
    Cat
}

fn main() {}
