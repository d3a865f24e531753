#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    pub id: u64,
    pub customer: String,
}

#[faux::create]
pub struct Orders {}

#[faux::methods]
impl Orders {
    pub async fn find(&self, _id: u64) -> Result<Order, String> {
        unreachable!()
    }

    pub async fn save(&self, _order: Order) -> Result<(), String> {
        unreachable!()
    }

    pub fn latest(&self) -> Order {
        unreachable!()
    }

    pub fn price(&self, _order: &Order, _count: u32) -> u64 {
        unreachable!()
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
        let mut orders = Orders::faux();
        faux::when!(orders.find(7)).times(1).then(|id| {
            Ok(Order {
                id,
                customer: "north".to_owned(),
            })
        });
        faux::when!(orders.save(order.clone()))
            .times(1)
            .then(|_| Ok(()));
        faux::when!(orders.latest)
            .times(1)
            .then_return(order.clone());
        faux::when!(orders.price(*_ = faux::pattern!(Order { id: 7, .. }), 3))
            .times(1)
            .then(|(order, count)| order.id * u64::from(count));

        assert_eq!(now(orders.find(7)), Ok(order.clone()));
        assert_eq!(now(orders.save(order.clone())), Ok(()));
        assert_eq!(orders.latest(), order);
        assert_eq!(orders.price(&order, 3), 21);
    }
}
