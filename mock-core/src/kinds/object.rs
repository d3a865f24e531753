//! The real object of a spy, which all methods share: how it is held, and lent to calls.

use std::ops::Deref;
use std::rc::Rc;
use std::sync::Arc;

use fragile::Fragile;

use crate::base::lock::Lock;

/// What lends a real object to calls.
pub trait Lender: Send + Sync + 'static {
    /// One loan.
    type Lease: Lease;
    /// Lends it to one call.
    fn lend(&self) -> Self::Lease;
}

/// A real object, lent to one call for as long as that takes.
pub trait Lease: Send + 'static {
    /// A reference to the object.
    type Lent<'s>;
    /// The object.
    fn get(&mut self) -> Self::Lent<'_>;
}

/// What a call sees of the object.
pub(crate) type LentOf<'s, L> = <<L as Lender>::Lease as Lease>::Lent<'s>;

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
struct OfThread<R>(Fragile<Rc<R>>);

const OBJECT_ELSEWHERE: &str = "a spy whose real object is in an `Rc` was used on another thread; give it the object \
                                itself, or an `Arc` of it";

impl<R> Holds<R> for OfThread<R> {
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

impl<R: Send + Sync + 'static> From<R> for Handle<R> {
    fn from(real: R) -> Self {
        Handle(Arc::new(real))
    }
}

impl<R: Send + Sync + 'static> From<Arc<R>> for Handle<R> {
    fn from(real: Arc<R>) -> Self {
        Handle(Arc::new(Shared(real)))
    }
}

impl<R: 'static> From<Rc<R>> for Handle<R> {
    fn from(real: Rc<R>) -> Self {
        Handle(Arc::new(OfThread(Fragile::new(real))))
    }
}

impl<R: 'static> Lender for Handle<R> {
    type Lease = Self;

    fn lend(&self) -> Self {
        self.clone()
    }
}

impl<R: 'static> Lease for Handle<R> {
    type Lent<'s> = &'s R;

    fn get(&mut self) -> &R {
        self
    }
}

/// A real object with methods that change it. It is lent to one call that does, or to any number of those that do not.
pub struct Changeable<R>(Arc<Lock<Option<Arc<R>>>>);

impl<R> From<R> for Changeable<R> {
    fn from(real: R) -> Self {
        Changeable(Arc::new(Lock::new(Some(Arc::new(real)))))
    }
}

const BUSY: &str = "a call that changes the real object of a spy needs it for itself, and another call is under way";

impl<R> Changeable<R> {
    /// Lends the object to calls that do not change it.
    pub fn shared(&self) -> ToMany<R> {
        ToMany(Changeable(Arc::clone(&self.0)))
    }

    /// Lends the object to one call at a time, which changes it.
    pub fn exclusive(&self) -> ToOne<R> {
        ToOne(Changeable(Arc::clone(&self.0)))
    }
}

/// Lends an object to many calls at once.
pub struct ToMany<R>(Changeable<R>);

impl<R: Send + Sync + 'static> Lender for ToMany<R> {
    type Lease = Arc<R>;

    fn lend(&self) -> Arc<R> {
        let real = self.0.0.lock().clone();
        real.expect(BUSY)
    }
}

impl<R: Send + Sync + 'static> Lease for Arc<R> {
    type Lent<'s> = &'s R;

    fn get(&mut self) -> &R {
        self
    }
}

/// Lends an object to one call alone.
pub struct ToOne<R>(Changeable<R>);

impl<R: Send + Sync + 'static> Lender for ToOne<R> {
    type Lease = Exclusive<R>;

    fn lend(&self) -> Exclusive<R> {
        let home = &self.0.0;
        let mut lent = Exclusive { real: home.lock().take(), home: Arc::clone(home) };
        assert!(lent.real.as_mut().is_some_and(|real| Arc::get_mut(real).is_some()), "{BUSY}");
        lent
    }
}

/// An object that is lent to one call.
pub struct Exclusive<R> {
    real: Option<Arc<R>>,
    home: Arc<Lock<Option<Arc<R>>>>,
}

impl<R: Send + Sync + 'static> Lease for Exclusive<R> {
    type Lent<'s> = &'s mut R;

    fn get(&mut self) -> &mut R {
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
