use asyncmock::automock;

pub struct Token(u8);

#[automock]
trait Mint {
    fn token(&self) -> Token;
    async fn later(&self) -> Token;
}

fn main() {
    let mint = MockMint::new();
    mint.expect_token().return_const(Token(1));
    mint.expect_later().return_const(Token(1));
}
