use asyncmock::automock;

#[automock(keep())]
trait Shop {
    fn sell(&self, order: u32);
}

fn main() {}
