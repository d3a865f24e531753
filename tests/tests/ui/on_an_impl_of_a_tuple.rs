//! `#[automock]` on an impl for a type without a name.

trait Pet {
    fn pet(&self);
}

#[asyncmock::automock]
impl Pet for (u32, u32) {
    fn pet(&self) {}
}

fn main() {
    (1, 2).pet();
}
