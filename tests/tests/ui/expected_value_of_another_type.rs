//! Expected values of another type than the parameter's: also of a method with many, and beside one that lends what borrows.

use asyncmock::automock;

pub struct Tx<'c>(&'c u8);

#[automock]
#[rustfmt::skip]
trait Db {
    fn begin(&self, id: u32);
    fn run(&self, tx: &mut Tx<'_>, id: u32);
    fn insert(&self, a: u8, b: u8, c: u8, d: u8, e: u8, f: u8, g: u8, h: u8, i: u8, j: u8, k: u8, l: u8, m: u8);
}

fn main() {
    let db = MockDb::new();
    db.expect_begin().with_args("one");
    db.expect_run().with_args(asyncmock::ANY, "one");
    db.expect_insert().with_args(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, "one");
}
