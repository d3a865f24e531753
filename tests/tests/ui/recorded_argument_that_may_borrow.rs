use asyncmock::automock;

struct Order<'a>(&'a str);

#[automock]
trait Shop {
    fn sell(&self, #[keep] order: Order<'_>);
}

fn main() {
    _ = Order("").0;
}
