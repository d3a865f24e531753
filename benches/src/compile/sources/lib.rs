//! A generated crate: one module a trait.

#![allow(async_fn_in_trait)]

#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    pub id: u64,
}

#[cfg(test)]
fn now<F: Future>(future: F) -> F::Output {
    use std::task::{Context, Poll, Waker};

    let mut future = std::pin::pin!(future);
    match future
        .as_mut()
        .poll(&mut Context::from_waker(Waker::noop()))
    {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("not ready"),
    }
}
