use asyncmock::automock;

trait Toy {}

#[automock]
trait Cat {
    fn play<T: Toy + ?Sized>(&self, toy: &T);
}

fn main() {}
