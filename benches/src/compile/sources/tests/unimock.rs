use project::double0::{Order, Orders, OrdersMock};
use unimock::{MockFn, Unimock, matching};

#[test]
fn prices_are_asked_for() {
    let order = Order {
        id: 7,
        customer: "north".to_owned(),
    };
    let orders = Unimock::new(OrdersMock::price.stub(|each| {
        // begin expectation
        each.call(matching!(_, NUMBER))
            .answers(&|_, _, count| u64::from(count) + NUMBER)
            .once();
        // end expectation
    }));
    for count in 1..=EXPECTATIONS {
        let price = u64::from(2 * count);
        assert_eq!(orders.price(&order, count), price);
    }
}
