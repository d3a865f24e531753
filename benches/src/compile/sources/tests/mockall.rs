use mockall::predicate::{always, eq};
use project::double0::{MockOrders, Order, Orders};

#[test]
fn prices_are_asked_for() {
    let order = Order {
        id: 7,
        customer: "north".to_owned(),
    };
    let mut orders = MockOrders::new();
    // begin expectation
    orders
        .expect_price()
        .with(always(), eq(NUMBER))
        .times(1)
        .returning(|_, count| u64::from(count) + NUMBER);
    // end expectation
    for count in 1..=EXPECTATIONS {
        let price = u64::from(2 * count);
        assert_eq!(orders.price(&order, count), price);
    }
}
