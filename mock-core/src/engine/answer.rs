//! Answers: what an expectation does with a call that is its own. The closures that make them are known in
//! [`arity`](crate::signatures::arity) and by those who offer other answers; here they have no types.

use std::future::Future;
use std::mem::ManuallyDrop;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::thread::{self, ThreadId};

use crate::base::erased::{Erased, Place, TypeInfo};
use crate::engine::hold_point::HoldPoint;
use crate::engine::paced_answer::Paced;
use crate::values::description::{MakeFn, ValueInfo};
use crate::values::frame::{Arguments, Room, Written};
use crate::values::seen::Seen;

/// Runs an answer: on its data and the arguments of a call, with room for the value.
pub(crate) type Run = for<'c> unsafe fn(*mut (), Arguments<'c>, Room<'c>) -> Reply<'c>;

/// Makes the reply to a call.
pub struct Answer {
    data: Erased,
    run: Run,
}

/// What a call gets.
pub enum Reply<'c> {
    /// Its value, which was written into the room.
    Given(Written<'c>),
    /// The value that the mock has lent before, by its number.
    Again(usize),
    /// A reference to what is not the mock's.
    Lent(Seen),
    /// Its value, later. The room is there for it.
    Later(Later, Room<'c>),
}

/// A value that is still to come.
pub enum Later {
    /// It was made before it is wanted.
    Made(Value),
    /// A future of it.
    Future(Pin<Box<dyn Running>>),
    /// What the test gives, when it does.
    Held(Arc<HoldPoint>),
    /// Another one, at a pace.
    Paced(Box<Paced>),
    /// Nothing, ever.
    Never,
}

impl Answer {
    /// An answer of this data.
    ///
    /// # Safety
    ///
    /// `run` takes data of type `D`, and arguments and room of the method that the answer is given to.
    #[inline(always)]
    pub unsafe fn new<D: Send>(data: D, run: Run) -> Self {
        Answer { data: Erased::new(data), run }
    }

    /// The same of data that is at a place: for those who have data of many types, each of which would be a function more.
    ///
    /// # Safety
    ///
    /// As [`new`](Answer::new); the data can be sent, and is not used any more.
    pub unsafe fn moved(data: *const u8, info: &'static TypeInfo, run: Run) -> Self {
        // SAFETY: as the caller says.
        Answer { data: unsafe { Erased::moved(data, info) }, run }
    }

    /// An answer with a value that a closure makes.
    ///
    /// # Safety
    ///
    /// The value is one of the method that the answer is given to.
    #[inline(always)]
    pub(crate) unsafe fn of_values<V, F: FnMut() -> V + Send>(make: F) -> Self {
        unsafe fn run<'c, V, F: FnMut() -> V>(make: *mut (), arguments: Arguments<'c>, room: Room<'c>) -> Reply<'c> {
            drop(arguments);
            // SAFETY: this is the closure, and the value is one of the method.
            Reply::Given(unsafe { room.put((*(make as *mut F))()) })
        }
        // SAFETY: as the caller says.
        unsafe { Self::new(make, run::<V, F>) }
    }

    /// An answer with clones of a value.
    ///
    /// # Safety
    ///
    /// A `V` is a value of the method that the answer is given to.
    pub(crate) unsafe fn of_clones<T: Clone + Into<V> + Send, V>(value: T) -> Self {
        unsafe fn run<'c, T: Clone + Into<V>, V>(
            value: *mut (),
            arguments: Arguments<'c>,
            room: Room<'c>,
        ) -> Reply<'c> {
            drop(arguments);
            // SAFETY: this is what is cloned, and a `V` is a value of the method.
            Reply::Given(unsafe { room.put::<V>((*(value as *mut T)).clone().into()) })
        }
        // SAFETY: as the caller says.
        unsafe { Self::new(value, run::<T, V>) }
    }

    /// An answer with values that a function makes from nothing.
    ///
    /// # Safety
    ///
    /// They are values of the method that the answer is given to.
    pub(crate) unsafe fn made_by(make: MakeFn) -> Self {
        unsafe fn run<'c>(make: *mut (), arguments: Arguments<'c>, room: Room<'c>) -> Reply<'c> {
            drop(arguments);
            // SAFETY: this is the function, and what it makes is a value of the method.
            Reply::Given(unsafe { room.put_by(|to| (*make.cast::<MakeFn>())(to)) })
        }
        // SAFETY: as the caller says.
        unsafe { Self::new(make, run) }
    }

    /// An answer that lends again what the mock has lent.
    pub(crate) fn lending(index: usize) -> Self {
        unsafe fn run<'c>(index: *mut (), arguments: Arguments<'c>, _: Room<'c>) -> Reply<'c> {
            drop(arguments);
            // SAFETY: this is the number.
            Reply::Again(unsafe { *index.cast::<usize>() })
        }
        // SAFETY: it needs no room, and leaves the arguments alone.
        unsafe { Self::new(index, run) }
    }

    /// Whether dropping it may run code.
    pub(crate) fn needs_drop(&self) -> bool {
        self.data.needs_drop()
    }

    /// Runs it.
    ///
    /// # Safety
    ///
    /// The arguments and the room are those of a call of the method that the answer was given to.
    #[inline(always)]
    pub(crate) unsafe fn run<'c>(&mut self, arguments: Arguments<'c>, room: Room<'c>) -> Reply<'c> {
        // SAFETY: the data is what it was made with.
        unsafe { (self.run)(self.data.get_mut(), arguments, room) }
    }
}

/// A value by itself, whose type is the method's.
pub struct Value {
    value: ManuallyDrop<Erased>,
    /// The thread that it stays on, unless it can be sent.
    thread: Option<ThreadId>,
}

const ELSEWHERE: &str = "the value of a call was made on one thread and is wanted on another, and it is not `Send`: run the \
                         test on one thread";

impl Value {
    /// One that is known, and is wanted where it can be sent or on this thread.
    pub(crate) fn new<T>(value: T) -> Self {
        Value { value: ManuallyDrop::new(Erased::new(value)), thread: None }
    }

    /// Gives room for a value, and has it if one is written there.
    ///
    /// # Safety
    ///
    /// The information is that of the method's value.
    pub(crate) unsafe fn made_by<'r>(info: ValueInfo, make: impl FnOnce(Room<'r>) -> Reply<'r>) -> Result<Self, Later> {
        let place = Place::new(info.info.layout);
        // SAFETY: the place is for such a value, and for nothing else.
        match make(unsafe { Room::at(place.as_ptr()) }) {
            Reply::Given(_) => {
                // SAFETY: it was written there.
                let value = ManuallyDrop::new(unsafe { Erased::filled(place, info.info) });
                Ok(Value { value, thread: (!info.sent).then(|| thread::current().id()) })
            }
            Reply::Later(later, _) => Err(later),
            Reply::Again(_) | Reply::Lent(_) => unreachable!("what is awaited is not lent"),
        }
    }

    /// Follows an answer as far as it goes, and has its value if that is there.
    ///
    /// # Safety
    ///
    /// The information is that of the value of the method whose answer it is.
    #[cfg(feature = "tokio")]
    pub(crate) unsafe fn of_answer(info: ValueInfo, later: Later, context: &mut Context<'_>) -> Result<Self, Later> {
        let place = Place::new(info.info.layout);
        // SAFETY: the place is for such a value, and for nothing else; the rest is as the caller says.
        unsafe { later.follow(context, Room::at(place.as_ptr()), info.info) }?;
        // SAFETY: it was written there.
        let value = ManuallyDrop::new(unsafe { Erased::filled(place, info.info) });
        Ok(Value { value, thread: (!info.sent).then(|| thread::current().id()) })
    }

    /// Moves it into a room.
    ///
    /// # Safety
    ///
    /// The room is one for values of the same method.
    pub(crate) unsafe fn put_into<'c>(self, room: Room<'c>, info: &'static TypeInfo) -> Written<'c> {
        assert!(self.is_here(), "{ELSEWHERE}");
        let from = self.into_place();
        // SAFETY: there is as much at either place, and the value is not used at the first one any more.
        unsafe {
            room.put_by(|to| {
                std::ptr::copy_nonoverlapping(from.as_ptr().cast::<u8>(), to.cast::<u8>(), info.layout.size());
            })
        }
    }

    /// Takes it out.
    ///
    /// # Safety
    ///
    /// It is of this type.
    pub(crate) unsafe fn take<T>(self) -> T {
        let place = self.into_place();
        // SAFETY: the value is there, and is read once.
        unsafe { place.as_ptr().cast::<T>().read() }
    }

    fn into_place(self) -> Place {
        let mut this = ManuallyDrop::new(self);
        // SAFETY: it is taken once, as this is not used any more.
        unsafe { ManuallyDrop::take(&mut this.value) }.into_place()
    }

    fn is_here(&self) -> bool {
        self.thread.is_none_or(|thread| thread == thread::current().id())
    }
}

impl Drop for Value {
    fn drop(&mut self) {
        // Elsewhere it must not be dropped, either.
        if self.is_here() {
            // SAFETY: it is dropped here alone.
            unsafe { ManuallyDrop::drop(&mut self.value) };
        }
    }
}

/// An answer that is under way.
pub trait Running {
    /// Goes on with it: the value is written into the room, or the room comes back.
    ///
    /// # Safety
    ///
    /// The room is one for values of the method that the answer was given to.
    unsafe fn poll<'c>(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        room: Room<'c>,
    ) -> Result<Written<'c>, Room<'c>>;
}

impl<F: Future> Running for F {
    unsafe fn poll<'c>(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        room: Room<'c>,
    ) -> Result<Written<'c>, Room<'c>> {
        match Future::poll(self, context) {
            // SAFETY: a future is made a reply only where its output is the method's value.
            Poll::Ready(value) => Ok(unsafe { room.put(value) }),
            Poll::Pending => Err(room),
        }
    }
}

impl Later {
    /// The output of a future.
    pub fn future<F: Future + 'static>(future: F) -> Self {
        Later::Future(Box::pin(future))
    }

    /// Where the test puts its answer.
    pub(crate) fn held(&self) -> Option<&Arc<HoldPoint>> {
        match self {
            Later::Held(point) => Some(point),
            Later::Paced(paced) => paced.answer().held(),
            Later::Made(_) | Later::Future(_) | Later::Never => None,
        }
    }

    /// Goes as far as it can: to the value, or to what is still to come.
    ///
    /// # Safety
    ///
    /// It is a reply of the method whose value the information is of and the room is for.
    pub(crate) unsafe fn follow<'c>(
        mut self,
        context: &mut Context<'_>,
        room: Room<'c>,
        info: &'static TypeInfo,
    ) -> Result<Written<'c>, Later> {
        loop {
            self = match self {
                // SAFETY: as the caller says.
                Later::Made(value) => return Ok(unsafe { value.put_into(room, info) }),
                // SAFETY: as the caller says.
                Later::Future(mut running) => match unsafe { running.as_mut().poll(context, room) } {
                    Ok(written) => return Ok(written),
                    Err(_) => return Err(Later::Future(running)),
                },
                Later::Held(point) => match point.poll(context) {
                    Poll::Ready(answer) => answer,
                    Poll::Pending => return Err(Later::Held(point)),
                },
                Later::Paced(mut paced) => match paced.poll(context) {
                    Poll::Ready(()) => paced.into_answer(),
                    Poll::Pending => return Err(Later::Paced(paced)),
                },
                Later::Never => return Err(Later::Never),
            };
        }
    }
}
