use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

#[asyncmock::automock(spy)]
trait Courier {
    fn deliver(&self, parcel: Rc<u8>) -> Pin<Box<dyn Future<Output = usize> + Send>>;
    fn weigh(&self, parcel: Rc<u8>) -> u32;
}

fn main() {}
