//! `#[automock]` on a union.

#[asyncmock::automock]
union Cat {
    age: u32,
    weight: f32,
}

fn main() {}
