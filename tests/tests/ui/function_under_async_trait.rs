use asyncmock::automock;

#[automock]
#[async_trait::async_trait]
trait Cat {
    async fn play(&self, toy: Box<dyn Fn(&str) -> u32 + Send>);
}

fn main() {}
