use asyncmock::automock;

#[automock]
trait Mint {
    fn count(&self) -> u64;
}

fn main() {
    let mint = MockMint::new();
    mint.expect_count().return_const(5);
}
