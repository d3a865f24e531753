#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    pub id: u64,
    pub customer: String,
}

#[mry::mry]
pub trait Orders {
    async fn find(&self, id: u64) -> Result<Order, String>;
    async fn save(&self, order: Order) -> Result<(), String>;
    fn latest(&self) -> Order;
    fn price(&self, order: &Order, count: u32) -> u64;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::now;

    #[test]
    fn each_method_is_called_once() {
        let order = Order {
            id: 7,
            customer: "north".to_owned(),
        };
        let mut orders = MockOrders::default();
        let find = orders.mock_find(7).returns_with(|id| {
            Ok(Order {
                id,
                customer: "north".to_owned(),
            })
        });
        let save = orders
            .mock_save(order.clone())
            .returns_with(|_: Order| Ok(()));
        let latest = orders.mock_latest().returns(order.clone());
        let price = orders
            .mock_price(order.clone(), 3)
            .returns_with(|order: Order, count| order.id * u64::from(count));

        assert_eq!(now(orders.find(7)), Ok(order.clone()));
        assert_eq!(now(orders.save(order.clone())), Ok(()));
        assert_eq!(orders.latest(), order);
        assert_eq!(orders.price(&order, 3), 21);

        find.assert_called(1);
        save.assert_called(1);
        latest.assert_called(1);
        price.assert_called(1);
    }
}
