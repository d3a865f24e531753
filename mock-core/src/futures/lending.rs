//! A call's future whose value the mock lends: the value is put where the mock keeps it, and lives as long as the reference
//! by which the mock was called.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::base::arena::Arena;
use crate::kinds::kind::OnLoan;
use crate::kinds::lent::ToLend;
use crate::values::shape::{Shape, ShapeMut};

/// The future of a call that is lent a value.
#[must_use = "futures do nothing unless polled"]
pub struct Lending<'s, F, T: ?Sized + Shape> {
    call: F,
    lent: &'s Arena<T::Owned>,
}

impl<'s, F, T: ?Sized + Shape> Lending<'s, F, T> {
    pub(crate) fn new(call: F, lent: &'s Arena<T::Owned>) -> Self {
        Lending { call, lent }
    }
}

impl<'s, F, T: ?Sized + Shape> Future for Lending<'s, F, T>
where
    F: Future<Output = ToLend<T::Owned>> + Unpin,
{
    type Output = &'s T;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<&'s T> {
        let lent = self.lent;
        Pin::new(&mut self.call).poll(context).map(|value| T::lend(value.lend(lent)))
    }
}

/// The future of a call that is lent a value to change.
#[must_use = "futures do nothing unless polled"]
pub struct LendingMut<'s, F, T: ?Sized + ShapeMut> {
    call: F,
    /// `None` once it is given.
    lent: Option<&'s mut OnLoan<T::Owned>>,
}

impl<'s, F, T: ?Sized + ShapeMut> LendingMut<'s, F, T> {
    pub(crate) fn new(call: F, lent: &'s mut OnLoan<T::Owned>) -> Self {
        LendingMut { call, lent: Some(lent) }
    }
}

impl<'s, F, T: ?Sized + ShapeMut> Future for LendingMut<'s, F, T>
where
    F: Future<Output = ToLend<T::Owned>> + Unpin,
{
    type Output = &'s mut T;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<&'s mut T> {
        let this = &mut *self;
        Pin::new(&mut this.call).poll(context).map(|value| {
            let lent = this.lent.take().expect("a call's future is not polled after its end");
            T::lend_mut(value.lend_mut(lent))
        })
    }
}
