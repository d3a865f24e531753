use project::double0::{MockOrders, Order, Orders};

#[test]
fn prices_are_asked_for() {
    let order = Order {
        id: 7,
        customer: "north".to_owned(),
    };
    let mut orders = MockOrders::default();
    let mut priced = Vec::new();
    // begin expectation
    priced.push(
        orders
            .mock_price(mry::Any, NUMBER)
            .returns_with(|_: Order, count| u64::from(count) + NUMBER),
    );
    // end expectation

    for count in 1..=EXPECTATIONS {
        let price = u64::from(2 * count);
        assert_eq!(orders.price(&order, count), price);
    }
    for price in priced {
        price.assert_called(1);
    }
}
