use asyncmock::automock;

#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    pub id: u64,
    pub customer: String,
}

#[automock]
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

    use asyncmock::predicate::eq;

    #[test]
    fn each_method_is_called_once() {
        let order = Order {
            id: 7,
            customer: "north".to_owned(),
        };
        let orders = MockOrders::new();
        orders.expect_find().with(eq(7)).times(1).returning(|id| {
            Ok(Order {
                id,
                customer: "north".to_owned(),
            })
        });
        orders
            .expect_save()
            .with(eq(order.clone()))
            .times(1)
            .returning(|_| Ok(()));
        orders.expect_latest().times(1).return_const(order.clone());
        orders
            .expect_price()
            .with(eq(order.clone()), eq(3))
            .times(1)
            .returning(|order, count| order.id * u64::from(count));

        assert_eq!(now(orders.find(7)), Ok(order.clone()));
        assert_eq!(now(orders.save(order.clone())), Ok(()));
        assert_eq!(orders.latest(), order);
        assert_eq!(orders.price(&order, 3), 21);
    }
}
