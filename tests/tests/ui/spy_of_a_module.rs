//! A spy of a module, of which there are no objects.

#[asyncmock::automock(spy)]
mod cats {
    pub fn pet() -> u32 {
        1
    }
}

fn main() {
    let _ = cats::pet();
}
