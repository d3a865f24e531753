//! The place of a method's engine in its mock, and the ways in, as far as they need no types.

use std::mem::ManuallyDrop;
use std::panic::Location;
use std::sync::Arc;

use crate::base::once::Once;
use crate::engine::raw_expectation::RawExpectation;
use crate::engine::state::{Engine, SharedEngine};
use crate::sessions::mock::Mock;
use crate::values::description::MethodInfo;
use crate::values::frame::{Arguments, Room};
use crate::views::view::View;

/// A place for an engine, which is made when the method is first used: most tests use few of a mock's methods.
pub(crate) struct EnginePlace {
    info: &'static MethodInfo,
    /// Dropped by a function of its own, so that no mock is compiled with one for each method.
    engine: ManuallyDrop<Once<SharedEngine>>,
}

impl EnginePlace {
    pub(crate) const fn new(info: &'static MethodInfo) -> Self {
        EnginePlace { info, engine: ManuallyDrop::new(Once::new()) }
    }

    #[inline(always)]
    pub(crate) fn engine(&self, mock: &Mock) -> &SharedEngine {
        match self.engine.get() {
            Some(engine) => engine,
            None => self.first_use(mock),
        }
    }

    #[cold]
    fn first_use(&self, mock: &Mock) -> &SharedEngine {
        let mut methods = mock.methods.lock();
        // Another thread may have been first.
        if let Some(engine) = self.engine.get() {
            return engine;
        }
        let engine = Engine::new(mock.info.clone(), self.info);
        mock.session.add(Arc::clone(&engine) as Arc<_>);
        methods.add(Arc::clone(&engine) as Arc<_>);
        self.engine.fill(SharedEngine::new(engine))
    }

    /// Whether there is any expectation.
    pub(crate) fn is_expected(&self) -> bool {
        self.engine.get().is_some_and(|engine| !engine.state.lock().expectations.is_empty())
    }

    /// A call that is answered at once: afterwards there is a value in the room.
    ///
    /// # Safety
    ///
    /// The arguments and the room are those of the method, and used for nothing else.
    pub(crate) unsafe fn call(
        &self,
        mock: &Mock,
        arguments: *mut (),
        room: *mut (),
        place: &'static Location<'static>,
    ) {
        let engine = self.engine(mock);
        // SAFETY: as the caller says.
        unsafe { engine.call_for_value(Arguments::of(arguments, engine.method), Room::at(room), place) };
    }

    #[track_caller]
    pub(crate) fn expect(&self, mock: &Mock) -> RawExpectation<'_> {
        mock.info.raise_lost();
        RawExpectation::new(self.engine(mock), Location::caller())
    }

    #[track_caller]
    pub(crate) fn view(&self, mock: &Mock) -> View {
        mock.info.raise_lost();
        View::new(self.engine(mock).clone())
    }
}

impl Drop for EnginePlace {
    fn drop(&mut self) {
        // SAFETY: it is dropped here alone.
        unsafe { ManuallyDrop::drop(&mut self.engine) };
    }
}
