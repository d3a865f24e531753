use asyncmock::automock;

#[automock]
trait Port {
    async fn read(&self, buffer: &mut [u8]) -> usize;
}

fn main() {
    let port = MockPort::new();
    port.expect_read().returning_async(async |buffer: &mut [u8]| buffer.len());
}
