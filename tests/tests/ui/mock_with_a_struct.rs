//! A `mock!` of a struct with fields.

asyncmock::mock! {
    Cat {
        name: String,
    }
}

fn main() {}
