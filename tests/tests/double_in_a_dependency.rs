//! `#[double]` in a dependency: real, unless its feature is on.

use asyncmock_tests::shop::Shop;

#[cfg(not(feature = "mocks"))]
#[tokio::test]
async fn a_dependency_works_with_the_real_items() {
    assert_eq!(Shop::default().restock().await, 50 / 3);
}

#[cfg(feature = "mocks")]
#[tokio::test]
async fn a_feature_puts_mocks_in_a_dependency_and_leaves_what_is_for_its_own_tests() {
    let shop = Shop { till: asyncmock_tests::shop::suppliers::Till, ..Shop::default() };
    shop.supplier.expect_order().with_args(0).return_const(5_u32);
    assert_eq!(shop.restock().await, 5);
}
