//! Mocks that can be cloned: clones are one mock.

use asyncmock::{automock, mock};
use asyncmock_tests::failure;

#[automock(clone)]
trait Cat {
    fn pet(&self, times: u32) -> u32;
    fn name(&self) -> &str;
    fn feed<T: 'static>(&self, food: T);
}

#[test]
fn expectations_and_calls_are_shared() {
    let cat = MockCat::new();
    let other = cat.clone();
    other.expect_pet().with_args(3).times(2).return_const(1_u32);
    cat.expect_name().return_const("Tom".to_owned());
    cat.expect_feed::<u8>().return_const(());
    assert_eq!(cat.pet(3) + other.pet(3), 2);
    assert_eq!(other.name(), "Tom");
    other.feed(7_u8);
    cat.calls_to_pet().assert_called_times(2);
    cat.calls_to_feed::<u8>().assert_called_once_with(7);
}

#[test]
fn the_last_clone_verifies() {
    let cat = MockCat::new();
    cat.expect_pet().once().return_const(1_u32);
    let last = cat.clone();
    drop(cat);
    let text = failure(|| drop(last));
    assert!(
        text.starts_with("MockCat::pet: Expectation(<anything>) called 0 time(s) which is fewer than expected 1"),
        "{text}"
    );
}

mock! {
    #[derive(Clone, Debug)]
    House<T: Clone> {
        fn rooms(&self) -> u32;
    }
    impl<T: Clone> Iterator for House<T> {
        type Item = T;
        fn next(&mut self) -> Option<T>;
    }
}

#[test]
fn a_derived_clone_is_one_mock_too() {
    let mut house = MockHouse::<u8>::new();
    let other = house.clone();
    other.expect_rooms().return_const(3_u32);
    other.expect_next().return_const(None);
    assert_eq!(house.rooms(), 3);
    assert_eq!(house.next(), None);
    assert_eq!(format!("{other:?}"), "MockHouse");
}
