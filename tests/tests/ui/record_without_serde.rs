use asyncmock::automock;

#[automock(record)]
trait Cat {
    fn pet(&self) -> u32;
}

fn main() {
    let _cat = MockCat::new();
}
