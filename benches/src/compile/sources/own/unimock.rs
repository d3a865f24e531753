use unimock::unimock;

#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    pub id: u64,
    pub customer: String,
}

#[unimock(api = OrdersMock)]
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

    use unimock::{MockFn, Unimock, matching};

    #[test]
    fn each_method_is_called_once() {
        let order = Order {
            id: 7,
            customer: "north".to_owned(),
        };
        let orders = Unimock::new((
            OrdersMock::find
                .each_call(matching!(7))
                .answers(&|_, id| {
                    Ok(Order {
                        id,
                        customer: "north".to_owned(),
                    })
                })
                .once(),
            OrdersMock::save
                .each_call(matching!((order) if order.id == 7))
                .answers(&|_, _| Ok(()))
                .once(),
            OrdersMock::latest
                .each_call(matching!())
                .returns(order.clone())
                .once(),
            OrdersMock::price
                .each_call(matching!((order, count) if order.id == 7 && *count == 3))
                .answers(&|_, order, count| order.id * u64::from(count))
                .once(),
        ));

        assert_eq!(now(orders.find(7)), Ok(order.clone()));
        assert_eq!(now(orders.save(order.clone())), Ok(()));
        assert_eq!(orders.latest(), order);
        assert_eq!(orders.price(&order, 3), 21);
    }
}
