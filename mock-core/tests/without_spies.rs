//! Without the feature `spies`, mocks have no `wrapping`.
#![cfg(all(feature = "derive", not(feature = "spies")))]

use asyncmock::automock;

#[automock]
trait Cat {
    fn pet(&self) -> u32;
    async fn come(&self) -> u32;
}

/// Another one, which a `wrapping` of the mock itself would hide.
trait Wrapping: Sized {
    fn wrapping(number: u32) -> u32 {
        number
    }
}

impl Wrapping for MockCat {}

#[test]
fn a_mock_is_no_spy() {
    assert_eq!(MockCat::wrapping(7), 7);
    let cat = MockCat::new();
    cat.expect_pet().once().return_const(1_u32);
    cat.expect_come().once().return_const(2_u32);
    assert_eq!((cat.pet(), futures::executor::block_on(cat.come())), (1, 2));
}
