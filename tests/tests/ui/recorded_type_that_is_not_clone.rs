use asyncmock::automock;

struct Order;

#[automock(keep(order))]
trait Shop {
    fn sell(&self, order: Order);
}

fn main() {}
