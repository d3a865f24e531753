use crate::fake::{Expectation, call, verify};

#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    pub id: u64,
    pub customer: String,
}

pub trait Orders {
    async fn find(&self, id: u64) -> Result<Order, String>;
    async fn save(&self, order: Order) -> Result<(), String>;
    fn latest(&self) -> Order;
    fn price(&self, order: &Order, count: u32) -> u64;
}

#[derive(Default)]
pub struct FakeOrders {
    pub find: Vec<Expectation<u64, Result<Order, String>>>,
    pub save: Vec<Expectation<Order, Result<(), String>>>,
    pub latest: Vec<Expectation<(), Order>>,
    pub price: Vec<Expectation<(Order, u32), u64>>,
}

impl FakeOrders {
    pub fn verify(&self) {
        verify(&self.find);
        verify(&self.save);
        verify(&self.latest);
        verify(&self.price);
    }
}

impl Orders for FakeOrders {
    async fn find(&self, id: u64) -> Result<Order, String> {
        call(&self.find, |arg| *arg == id)
    }

    async fn save(&self, order: Order) -> Result<(), String> {
        call(&self.save, |arg| *arg == order)
    }

    fn latest(&self) -> Order {
        call(&self.latest, |()| true)
    }

    fn price(&self, order: &Order, count: u32) -> u64 {
        call(&self.price, |args| args.0 == *order && args.1 == count)
    }
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
        let mut orders = FakeOrders::default();
        orders.find.push(Expectation::new(
            7,
            |id| {
                Ok(Order {
                    id: *id,
                    customer: "north".to_owned(),
                })
            },
            Some(1),
        ));
        orders
            .save
            .push(Expectation::new(order.clone(), |_| Ok(()), Some(1)));
        orders.latest.push(Expectation::new(
            (),
            |()| Order {
                id: 7,
                customer: "north".to_owned(),
            },
            Some(1),
        ));
        orders.price.push(Expectation::new(
            (order.clone(), 3),
            |(order, count)| order.id * u64::from(*count),
            Some(1),
        ));

        assert_eq!(now(orders.find(7)), Ok(order.clone()));
        assert_eq!(now(orders.save(order.clone())), Ok(()));
        assert_eq!(orders.latest(), order);
        assert_eq!(orders.price(&order, 3), 21);

        orders.verify();
    }
}
