//! `#[automock]` on a module.

#[asyncmock::automock]
mod cat {
    pub fn pet() {}
}

fn main() {}
