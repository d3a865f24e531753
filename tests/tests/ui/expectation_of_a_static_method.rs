use asyncmock::automock;

#[automock]
trait Cat {
    fn now() -> u64;
}

fn main() {
    let cat = MockCat::new();
    cat.expect_now().times(1).return_const(5_u64);
}
