use std::sync::Mutex;

use crate::fake::Method;

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
    pub find: Mutex<Method<u64, Result<Order, String>>>,
    pub save: Mutex<Method<Order, Result<(), String>>>,
    pub latest: Mutex<Method<(), Order>>,
    pub price: Mutex<Method<(Order, u32), u64>>,
}

impl FakeOrders {
    pub fn verify(&self) {
        self.find.lock().unwrap().verify();
        self.save.lock().unwrap().verify();
        self.latest.lock().unwrap().verify();
        self.price.lock().unwrap().verify();
    }
}

impl Orders for FakeOrders {
    async fn find(&self, id: u64) -> Result<Order, String> {
        self.find.lock().unwrap().call(id)
    }

    async fn save(&self, order: Order) -> Result<(), String> {
        self.save.lock().unwrap().call(order)
    }

    fn latest(&self) -> Order {
        self.latest.lock().unwrap().call(())
    }

    fn price(&self, order: &Order, count: u32) -> u64 {
        self.price.lock().unwrap().call((order.clone(), count))
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
        let find = orders.find.get_mut().unwrap();
        find.expect(
            7,
            |id| {
                Ok(Order {
                    id: *id,
                    customer: "north".to_owned(),
                })
            },
            Some(1),
        );
        let save = orders.save.get_mut().unwrap();
        save.expect(order.clone(), |_| Ok(()), Some(1));
        let latest = orders.latest.get_mut().unwrap();
        latest.expect(
            (),
            |()| Order {
                id: 7,
                customer: "north".to_owned(),
            },
            Some(1),
        );
        let price = orders.price.get_mut().unwrap();
        price.expect(
            (order.clone(), 3),
            |(order, count)| order.id * u64::from(*count),
            Some(1),
        );

        assert_eq!(now(orders.find(7)), Ok(order.clone()));
        assert_eq!(now(orders.save(order.clone())), Ok(()));
        assert_eq!(orders.latest(), order);
        assert_eq!(orders.price(&order, 3), 21);

        orders.verify();
    }
}
