use project::double0::{FakeOrders, Order, Orders};

#[test]
fn prices_are_asked_for() {
    let order = Order {
        id: 7,
        customer: "north".to_owned(),
    };
    let mut orders = FakeOrders::default();
    let price = orders.price.get_mut().unwrap();
    // begin expectation
    price.expect(
        (order.clone(), NUMBER),
        |(_, count)| u64::from(*count) + NUMBER,
        Some(1),
    );
    // end expectation
    for count in 1..=EXPECTATIONS {
        let price = u64::from(2 * count);
        assert_eq!(orders.price(&order, count), price);
    }
    orders.verify();
}
