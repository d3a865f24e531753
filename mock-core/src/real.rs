//! The real object of a spy: calls that no expectation takes go on to it, and so do those of `passthrough`.

use std::future::Future;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use fragile::Fragile;

use crate::args::Args;
use crate::kind::Kind;
use crate::lock::Lock;
use crate::pace::Delay;

/// A method of the real object, whatever the object's type.
pub(crate) trait Real<A: Args, K: Kind>: Send + Sync {
    /// Calls it.
    fn call<'s, 'a>(&'s self, arguments: A::Of<'a>) -> K::Real<'s, 'a>;
}

/// A method of the object that `H` is a handle of, and how it is called.
pub(crate) struct OfReal<H, F> {
    pub(crate) real: H,
    pub(crate) call: F,
}

/// Names a lifetime in the arguments of a closure whose value has it, too.
pub(crate) type Lifetime<'a> = PhantomData<&'a ()>;

impl<A: Args, K: Kind, H, F> Real<A, K> for OfReal<H, F>
where
    H: Send + Sync,
    F: for<'s, 'a> Fn(&'s H, A::Of<'a>, Lifetime<'a>) -> K::Real<'s, 'a> + Send + Sync,
{
    fn call<'s, 'a>(&'s self, arguments: A::Of<'a>) -> K::Real<'s, 'a> {
        (self.call)(&self.real, arguments, PhantomData)
    }
}

/// The real object, which all methods share.
pub struct Handle<R>(Arc<dyn Holds<R>>);

/// What holds a real object.
trait Holds<R>: Send + Sync {
    fn get(&self) -> &R;
}

/// An object that can be used from any thread.
impl<R: Send + Sync> Holds<R> for R {
    fn get(&self) -> &R {
        self
    }
}

/// An object that others have, too.
struct Shared<R>(Arc<R>);

impl<R: Send + Sync> Holds<R> for Shared<R> {
    fn get(&self) -> &R {
        &self.0
    }
}

/// An object that can be used on its thread only.
struct Here<R>(Fragile<Rc<R>>);

const OBJECT_ELSEWHERE: &str = "a spy whose real object is in an `Rc` was used on another thread; give it the object \
                                itself, or an `Arc` of it";

impl<R> Holds<R> for Here<R> {
    fn get(&self) -> &R {
        self.0.try_get().expect(OBJECT_ELSEWHERE)
    }
}

impl<R> Clone for Handle<R> {
    fn clone(&self) -> Self {
        Handle(Arc::clone(&self.0))
    }
}

impl<R> Deref for Handle<R> {
    type Target = R;

    fn deref(&self) -> &R {
        (*self.0).get()
    }
}

/// The real object is given by value.
pub struct ByValue;
/// It is given in an `Arc`.
pub struct ByArc;
/// It is given in an `Rc`.
pub struct ByRc;

impl<R: 'static> Handle<R> {
    /// Takes an object.
    pub fn of_value(real: R) -> Self
    where
        R: Send + Sync,
    {
        Handle(Arc::new(real))
    }

    /// Takes an object that others have, too.
    pub fn of_arc(real: Arc<R>) -> Self
    where
        R: Send + Sync,
    {
        Handle(Arc::new(Shared(real)))
    }

    /// Takes an object of this thread.
    pub fn of_rc(real: Rc<R>) -> Self {
        Handle(Arc::new(Here(Fragile::new(real))))
    }
}

/// A real object with methods that change it. It is lent to one call that does, or to any number of those that do not.
pub struct Changeable<R>(Arc<Lock<Option<Arc<R>>>>);

impl<R> Clone for Changeable<R> {
    fn clone(&self) -> Self {
        Changeable(Arc::clone(&self.0))
    }
}

const BUSY: &str = "a call that changes the real object of a spy needs it for itself, and another call is under way";

impl<R> Changeable<R> {
    /// Takes an object.
    pub fn of_value(real: R) -> Self {
        Changeable(Arc::new(Lock::new(Some(Arc::new(real)))))
    }

    /// Lends it to a call that does not change it.
    pub fn shared(&self) -> Arc<R> {
        let real = self.0.lock().clone();
        real.expect(BUSY)
    }

    /// Lends it to a call that changes it.
    pub fn exclusive(&self) -> Exclusive<R> {
        let real = self.0.lock().take();
        let mut lent = Exclusive { real, home: Arc::clone(&self.0) };
        assert!(lent.real.as_mut().is_some_and(|real| Arc::get_mut(real).is_some()), "{BUSY}");
        lent
    }
}

/// A real object that is lent to one call.
pub struct Exclusive<R> {
    real: Option<Arc<R>>,
    home: Arc<Lock<Option<Arc<R>>>>,
}

impl<R> Deref for Exclusive<R> {
    type Target = R;

    fn deref(&self) -> &R {
        self.real.as_deref().expect(BUSY)
    }
}

impl<R> DerefMut for Exclusive<R> {
    fn deref_mut(&mut self) -> &mut R {
        self.real.as_mut().and_then(Arc::get_mut).expect(BUSY)
    }
}

impl<R> Drop for Exclusive<R> {
    fn drop(&mut self) {
        if let Some(real) = self.real.take() {
            *self.home.lock() = Some(real);
        }
    }
}

/// The future of a method of the real object.
pub enum RealFuture<'a, R> {
    /// It can be sent.
    Sent(Pin<Box<dyn Future<Output = R> + Send + 'a>>),
    /// Nobody knows whether it can, so it is polled on one thread only. `None` once it is left where it can't be dropped.
    Here(Option<Fragile<Pin<Box<dyn Future<Output = R> + 'a>>>>),
}

impl<'a, R> RealFuture<'a, R> {
    /// A future that can be sent.
    pub fn sent(future: impl Future<Output = R> + Send + 'a) -> Self {
        RealFuture::Sent(Box::pin(future))
    }

    /// A future of which that is not known: an `async fn` of a trait does not say.
    pub fn here(future: impl Future<Output = R> + 'a) -> Self {
        RealFuture::Here(Some(Fragile::new(Box::pin(future))))
    }
}

/// A call that the real object answers, when the expectation says.
pub(crate) struct Passing<'a, R> {
    pub(crate) delay: Option<Delay>,
    pub(crate) future: RealFuture<'a, R>,
}

impl<R> Passing<'_, R> {
    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<R> {
        if let Some(delay) = &mut self.delay {
            ready!(delay.poll(context));
            self.delay = None;
        }
        Pin::new(&mut self.future).poll(context)
    }
}

const FUTURE_ELSEWHERE: &str = "the future of a real object's method went to another thread, which the trait does not \
                                allow for: declare the method `-> impl Future<Output = ..> + Send`, or run the test on one \
                                thread";

impl<R> Future for RealFuture<'_, R> {
    type Output = R;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<R> {
        match &mut *self {
            RealFuture::Sent(future) => future.as_mut().poll(context),
            RealFuture::Here(future) => {
                let here = future.as_mut().and_then(|future| future.try_get_mut().ok());
                here.expect(FUTURE_ELSEWHERE).as_mut().poll(context)
            }
        }
    }
}

impl<R> Drop for RealFuture<'_, R> {
    fn drop(&mut self) {
        if let RealFuture::Here(future) = self
            && let Some(future) = future.take()
            && !future.is_valid()
        {
            // It must not be dropped on this thread.
            std::mem::forget(future);
        }
    }
}
