//! The future of one call.

use std::future::Future;
use std::marker::PhantomData;
use std::mem::{ManuallyDrop, MaybeUninit};
use std::panic::Location;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::doubles::guard_part::{GuardMock, GuardPart};
use crate::engine::control::Passing;
use crate::engine::state::SharedEngine;
use crate::engine::under_way::UnderWay;
use crate::kinds::kind::{Awaited, Kind};
use crate::values::args::Args;
use crate::values::frame::{Arguments, Room};

/// The future that an awaited method returns. It may be dropped at any point: the call is then cancelled, or was never
/// awaited.
#[must_use = "futures do nothing unless polled"]
pub struct CallFuture<A, V, S> {
    /// Dropped before the arguments, from which its answer may borrow.
    call: UnderWay,
    /// Until it is polled, unless they were needed at the call.
    arguments: Option<A>,
    _value: PhantomData<fn() -> V>,
    _sent: PhantomData<S>,
    _lasting: PhantomData<Lasting<A>>,
}

/// The future of a call of a method with these types. It is a type of the arguments and the value themselves: whether it can
/// be sent is to be seen without the method's types, as the compiler asks that of what it has taken the lifetimes from.
pub(crate) type CallFutureOf<'a, A, K> = CallFuture<<A as Args>::Of<'a>, <K as Kind>::Value, <K as Awaited>::Sent>;

/// Says that arguments are borrowed from until they are dropped: a real object's future may be part of the call.
struct Lasting<A>(PhantomData<A>);

impl<A> Drop for Lasting<A> {
    fn drop(&mut self) {}
}

// Nothing is ever pinned in place: arguments are moved out, and the answer's future is `Unpin`.
impl<A, V, S> Unpin for CallFuture<A, V, S> {}

impl<A, V, S> CallFuture<A, V, S> {
    /// Of a call that is to be written down.
    ///
    /// # Safety
    ///
    /// Arguments and value are of the types of the engine's method, and `S` is what that says of its answers.
    pub(crate) unsafe fn new(engine: SharedEngine, arguments: A, place: &'static Location<'static>) -> Self {
        // SAFETY: they are arguments of the method.
        unsafe {
            let mut call = UnderWay::new(engine, &raw const arguments as *const (), place);
            if call.has_turns() {
                call.look_ahead(&raw const arguments as *const (), false);
            }
            Self::noted(call, arguments)
        }
    }

    /// Of a call that was written down before.
    ///
    /// # Safety
    ///
    /// As [`new`](CallFuture::new).
    pub(crate) unsafe fn noted(call: UnderWay, arguments: A) -> Self {
        CallFuture { call, arguments: Some(arguments), _value: PhantomData, _sent: PhantomData, _lasting: PhantomData }
    }

    /// Of a method that is declared with its future.
    ///
    /// # Safety
    ///
    /// As [`new`](CallFuture::new).
    pub(crate) unsafe fn eager(engine: SharedEngine, arguments: A, place: &'static Location<'static>) -> Self {
        // SAFETY: they are arguments of the method.
        let mut call = unsafe { UnderWay::explicit(engine, &raw const arguments as *const (), place) };
        if !call.is_due() {
            if call.has_turns() {
                // SAFETY: they are arguments of the method.
                unsafe { call.look_ahead(&raw const arguments as *const (), false) };
            }
            // SAFETY: as the caller says.
            return unsafe { Self::noted(call, arguments) };
        }
        let mut arguments = ManuallyDrop::new(arguments);
        // SAFETY: as above; they are the call's own from now on, and what comes of it lives no longer than they.
        let arguments = unsafe { Arguments::of((&raw mut arguments).cast(), call.method()) };
        call.answer(arguments, Passing::Allowed);
        CallFuture { call, arguments: None, _value: PhantomData, _sent: PhantomData, _lasting: PhantomData }
    }
}

/// Arguments that were given to the answer at the call, and live for `'a`.
pub struct Gone<'a>(PhantomData<&'a ()>);

impl<'a, V, S> CallFuture<Gone<'a>, V, S> {
    /// Of a call that is answered now.
    ///
    /// # Safety
    ///
    /// As [`new`](CallFuture::new); the arguments live for `'a`.
    pub(crate) unsafe fn given<A>(engine: SharedEngine, arguments: A, place: &'static Location<'static>) -> Self {
        // SAFETY: they are arguments of the method, and the call's own from now on; what comes of it lives no longer than they.
        let call = unsafe {
            let mut call = UnderWay::new(engine, &raw const arguments as *const (), place);
            let mut arguments = ManuallyDrop::new(arguments);
            call.answer(Arguments::of((&raw mut arguments).cast(), call.method()), Passing::Allowed);
            call
        };
        CallFuture { call, arguments: None, _value: PhantomData, _sent: PhantomData, _lasting: PhantomData }
    }
}

impl<A, V, S> Future for CallFuture<A, V, S> {
    type Output = V;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<V> {
        let this = self.get_mut();
        if this.call.has_turns() {
            let arguments = this.arguments.as_ref().map(|arguments| (&raw const *arguments).cast());
            // SAFETY: they are those of the call, if it has not begun.
            if unsafe { this.call.waits(arguments, context) } {
                return Poll::Pending;
            }
        }
        let mut room = const { MaybeUninit::<V>::uninit() };
        // SAFETY: the call is one of a method with these types: the arguments are its own from now on, the room is for its
        // value, and that is read if it was written.
        unsafe {
            let room = Room::at(&raw mut room as *mut ());
            let poll = match this.arguments.take() {
                Some(arguments) => {
                    let mut arguments = ManuallyDrop::new(arguments);
                    let arguments = Arguments::of(&raw mut arguments as *mut (), this.call.method());
                    this.call.first_poll(arguments, room, context)
                }
                None => this.call.poll_again(context, room),
            };
            match poll {
                Poll::Ready(written) => Poll::Ready(written.take()),
                Poll::Pending => Poll::Pending,
            }
        }
    }
}

/// A call's future together with the mock that the method was given by value: the mock ends with the call.
#[must_use = "futures do nothing unless polled"]
pub struct Keeping<F, M> {
    /// `None` once it is dropped: the call ends before its mock does.
    call: Option<F>,
    mock: M,
    /// If the mock is a guard, which the method finishes.
    finish: Option<Finish<M>>,
}

/// How a guard is finished by a call, which is known by its name; `None` once that was seen to.
struct Finish<M> {
    guard: fn(&M) -> &GuardPart,
    by: &'static str,
    /// Whether the call was polled.
    begun: bool,
}

impl<F: Unpin, M> Keeping<F, M> {
    /// Puts them together.
    pub fn new(call: F, mock: M) -> Self {
        Keeping { call: Some(call), mock, finish: None }
    }
}

impl<F: Unpin, M: GuardMock> Keeping<F, M> {
    /// Puts them together; the guard that the mock is is finished when the call ends.
    pub fn finishing(call: F, mock: M, by: &'static str) -> Self {
        let finish = Finish { guard: M::__guard, by, begun: false };
        Keeping { call: Some(call), mock, finish: Some(finish) }
    }
}

// The mock is never pinned in place.
impl<F: Unpin, M> Unpin for Keeping<F, M> {}

impl<F: Future + Unpin, M> Future for Keeping<F, M> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let this = &mut *self;
        if let Some(finish) = &mut this.finish {
            finish.begun = true;
        }
        let call = this.call.as_mut().expect("the call is dropped with its future");
        let poll = Pin::new(call).poll(context);
        if poll.is_ready()
            && let Some(finish) = this.finish.take()
        {
            (finish.guard)(&this.mock).finish(finish.by);
        }
        poll
    }
}

impl<F, M> Drop for Keeping<F, M> {
    fn drop(&mut self) {
        self.call = None;
        // A guard whose finishing was given up is cancelled for certain.
        if let Some(finish) = self.finish.take().filter(|finish| finish.begun && !std::thread::panicking()) {
            (finish.guard)(&self.mock).cancel();
        }
    }
}

/// The future of a call that is mocked, or of the method's own body.
#[must_use = "futures do nothing unless polled"]
pub enum Either<F, G> {
    /// The mock's.
    Mocked(F),
    /// The method's own.
    Real(Pin<Box<G>>),
}

impl<F: Future + Unpin, G: Future<Output = F::Output>> Future for Either<F, G> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        match &mut *self {
            Either::Mocked(call) => Pin::new(call).poll(context),
            Either::Real(body) => body.as_mut().poll(context),
        }
    }
}

/// A call's future whose value is a more general one than the caller wants: of a longer life, say.
///
/// The value's type is not one of its parameters: the future may live longer than the value.
#[must_use = "futures do nothing unless polled"]
pub struct Adapted<F, A> {
    call: F,
    adapt: A,
}

impl<F: Future + Unpin, A> Adapted<F, A> {
    /// Puts them together.
    pub fn new<T>(call: F, adapt: A) -> Self
    where
        A: Fn(F::Output) -> T + Unpin,
    {
        Adapted { call, adapt }
    }
}

impl<F: Future + Unpin, A: Fn(F::Output) -> T + Unpin, T> Future for Adapted<F, A> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        Pin::new(&mut self.call).poll(context).map(&self.adapt)
    }
}
