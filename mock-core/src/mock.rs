//! What all methods of one mock have in common: its names, its mode, its session, and the failures that nobody has
//! seen yet.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::lock::{Lock, thread_token};
use crate::report;
use crate::session::Session;
use crate::shared::Recorded;
use crate::timeline::Timeline;

/// What a mock does with a call that matches no expectation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// It fails.
    Plain,
    /// It answers with a default, where there is one.
    Relaxed,
}

/// The names and failures of a mock, shared by its methods.
pub(crate) struct MockInfo {
    pub(crate) mock_name: &'static str,
    pub(crate) trait_name: &'static str,
    pub(crate) mode: Mode,
    pub(crate) timeline: Arc<Timeline>,
    home: usize,
    /// Failures away from the test: in a task or on another thread, where the panic may never be seen.
    lost: Lock<Vec<String>>,
    any_lost: AtomicBool,
}

impl MockInfo {
    /// Whether this is the test itself rather than a task or thread that it has started.
    fn in_test(&self) -> bool {
        #[cfg(feature = "tokio")]
        if tokio::task::try_id().is_some() {
            return false;
        }
        thread_token() == self.home
    }

    /// Fails the code that made a call.
    #[cold]
    pub(crate) fn fail(&self, text: String) -> ! {
        if !self.in_test() {
            self.lost.lock().push(text.clone());
            self.any_lost.store(true, Ordering::Release);
        }
        report::raise(text)
    }

    /// Raises again what failed away from the test, once, if this is the test.
    #[track_caller]
    pub(crate) fn raise_lost(&self) {
        if self.any_lost.load(Ordering::Acquire) && !std::thread::panicking() && self.in_test() {
            self.any_lost.store(false, Ordering::Release);
            let lost = std::mem::take(&mut *self.lost.lock());
            report::raise(report::lost_failures(&lost));
        }
    }
}

/// The part of a mock that all its methods share. Dropping it verifies the expectations.
pub struct Mock {
    pub(crate) info: Arc<MockInfo>,
    session: Arc<Session>,
    methods: Lock<Methods>,
}

/// The methods that were used. Most tests use one of a mock's methods, or few.
#[derive(Clone, Default)]
struct Methods {
    first: Option<Arc<dyn Recorded>>,
    others: Vec<Arc<dyn Recorded>>,
}

impl Methods {
    fn add(&mut self, method: Arc<dyn Recorded>) {
        match &self.first {
            None => self.first = Some(method),
            Some(_) => self.others.push(method),
        }
    }

    fn iter(&self) -> impl Iterator<Item = &dyn Recorded> {
        self.first.iter().chain(&self.others).map(|method| &**method)
    }
}

impl Mock {
    /// A mock that fails calls without a matching expectation.
    pub fn new(mock_name: &'static str, trait_name: &'static str) -> Self {
        Self::with_mode(mock_name, trait_name, Mode::Plain)
    }

    /// A mock that answers calls without a matching expectation with defaults.
    pub fn relaxed(mock_name: &'static str, trait_name: &'static str) -> Self {
        Self::with_mode(mock_name, trait_name, Mode::Relaxed)
    }

    fn with_mode(mock_name: &'static str, trait_name: &'static str, mode: Mode) -> Self {
        let session = Session::current();
        let info = MockInfo {
            mock_name,
            trait_name,
            mode,
            timeline: Arc::clone(&session.timeline),
            home: session.home,
            lost: Lock::new(Vec::new()),
            any_lost: AtomicBool::new(false),
        };
        Mock { info: Arc::new(info), session, methods: Lock::new(Methods::default()) }
    }

    /// A method is used for the first time.
    pub(crate) fn add(&self, method: Arc<dyn Recorded>) {
        self.session.add(Arc::clone(&method));
        self.methods.lock().add(method);
    }

    /// Verifies all expectations and drops them. The record of calls stays.
    ///
    /// # Panics
    ///
    /// If an expectation is not met: `MockCat::go: Expectation(<anything>) called 0 time(s) which is fewer than expected 1`.
    #[track_caller]
    pub fn checkpoint(&self) {
        self.info.raise_lost();
        let methods = self.methods.lock().clone();
        Self::verify(&methods);
    }

    #[track_caller]
    fn verify(methods: &Methods) {
        let unmet = if methods.iter().all(|method| method.is_met()) {
            Vec::new()
        } else {
            methods.iter().flat_map(|method| method.unmet()).collect()
        };
        for method in methods.iter() {
            method.retire();
        }
        if !unmet.is_empty() {
            report::raise(unmet.join("\n\n"));
        }
    }
}

impl Drop for Mock {
    #[track_caller]
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        self.info.raise_lost();
        Self::verify(self.methods.get_mut());
    }
}

impl std::fmt::Debug for Mock {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.info.mock_name)
    }
}
