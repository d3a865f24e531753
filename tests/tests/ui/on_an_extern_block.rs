//! `#[automock]` on an extern block.

#[asyncmock::automock]
unsafe extern "C" {
    fn pet(times: u32);
}

fn main() {}
