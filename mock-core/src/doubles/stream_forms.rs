//! The forms in which a method gives a stream: boxed, pinned, within an `Option` or a `Result`; and a stream that is empty.

use std::pin::Pin;

use futures_core::Stream;

use crate::doubles::guard_forms::{AsItself, Within};
use crate::doubles::stream_double::StreamDouble;
use crate::doubles::stream_record::{Queue, StreamRecord};

/// What a method can give for a stream of `T`. `W` says in which way, so that no two are in doubt.
#[diagnostic::on_unimplemented(
    message = "a method that gives `{Self}` can't return a stream of `{T}`",
    note = "it can give an `impl Stream`, a `BoxStream` or a `Pin<Box<dyn Stream>>`, also in an `Option` or a `Result`",
    note = "for another type, make it in the answer: `returning(|| ..)`; a call that is to be held is an async one"
)]
pub trait FromStream<T, W>: Sized {
    /// Makes it.
    fn from_stream(stream: StreamDouble<T>) -> Self;
}

/// What a method gives that gives streams.
#[diagnostic::on_unimplemented(
    message = "a method that gives `{Self}` can't return a stream",
    label = "for methods that return streams",
    note = "it can give an `impl Stream`, a `BoxStream` or a `Pin<Box<dyn Stream>>`, also in an `Option` or a `Result`",
    note = "for another type, make it in the answer: `returning(|| ..)`; a call that is to be held is an async one"
)]
pub trait GivesStreams {}

#[diagnostic::do_not_recommend]
impl<S: GivesStreams> GivesStreams for Option<S> {}

#[diagnostic::do_not_recommend]
impl<S: GivesStreams, E> GivesStreams for Result<S, E> {}

/// A stream that ends at once: what a relaxed mock gives.
pub trait EmptyStream {
    /// Makes it.
    fn empty() -> Self;
}

impl<S: EmptyStream, E> EmptyStream for Result<S, E> {
    fn empty() -> Self {
        Ok(S::empty())
    }
}

macro_rules! streams {
    ($($object:ty $(: $send:ident)?;)*) => {$(
        impl<T: $($send +)? 'static> EmptyStream for Pin<Box<$object>> {
            fn empty() -> Self {
                let queue = Queue::new();
                queue.close();
                Box::pin(StreamDouble::fed(queue, StreamRecord::new(None)))
            }
        }

        #[diagnostic::do_not_recommend]
        impl<T: $($send +)? 'static> GivesStreams for Pin<Box<$object>> {}

        #[diagnostic::do_not_recommend]
        impl<T: $($send +)? 'static> FromStream<T, AsItself> for Pin<Box<$object>> {
            fn from_stream(stream: StreamDouble<T>) -> Self {
                Box::pin(stream)
            }
        }
    )*};
}

streams! {
    dyn Stream<Item = T>;
    dyn Stream<Item = T> + Send: Send;
    dyn Stream<Item = T> + Unpin;
    dyn Stream<Item = T> + Send + Unpin: Send;
}

#[diagnostic::do_not_recommend]
impl<S: FromStream<T, W>, T, W> FromStream<T, Within<W>> for Option<S> {
    fn from_stream(stream: StreamDouble<T>) -> Self {
        Some(S::from_stream(stream))
    }
}

#[diagnostic::do_not_recommend]
impl<S: FromStream<T, W>, T, W, E> FromStream<T, Within<W>> for Result<S, E> {
    fn from_stream(stream: StreamDouble<T>) -> Self {
        Ok(S::from_stream(stream))
    }
}
