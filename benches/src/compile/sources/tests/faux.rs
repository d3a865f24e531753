use project::double0::{Order, Orders};

#[test]
fn prices_are_asked_for() {
    let order = Order {
        id: 7,
        customer: "north".to_owned(),
    };
    let mut orders = Orders::faux();
    // begin expectation
    faux::when!(orders.price(_, NUMBER))
        .times(1)
        .then(|(_, count)| u64::from(count) + NUMBER);
    // end expectation
    for count in 1..=EXPECTATIONS {
        let price = u64::from(2 * count);
        assert_eq!(orders.price(&order, count), price);
    }
}
