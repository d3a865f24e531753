//! What all methods of one mock have in common: its names, its mode, and its session.

use std::panic::Location;
#[cfg(feature = "serde")]
use std::path::Path;
use std::sync::Arc;

use crate::base::catching;
use crate::base::lock::Lock;
use crate::base::thread_end;
use crate::journal::event::EventKind;
#[cfg(feature = "serde")]
use crate::journal::transcript::Transcript;
use crate::report::{self, Complaint, Failure, Lack};
use crate::sessions::journal::name_of_test;
use crate::sessions::note::Note;
use crate::sessions::observed::Recorded;
#[cfg(feature = "serde")]
use crate::sessions::recording::Recording;
use crate::sessions::scene::{NOBODY, SharedScene};
use crate::sessions::session::{Session, SharedSession};

/// What a mock does with a call that matches no expectation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// It fails.
    Plain,
    /// It answers with a default, where there is one.
    Relaxed,
    /// It fails, and an expectation that was never used fails as well.
    Strict,
    /// It goes on to a real object.
    Spy,
    /// It is answered from what another one has written down.
    #[cfg_attr(not(feature = "serde"), expect(dead_code, reason = "nothing is written down"))]
    Replay,
    /// It fails: it is that of a static method without a context.
    NoContext(Lack),
}

/// What tells a mock from others of its trait, in texts: a number, or what the test has named it. None if there was no other
/// when it was made.
pub(crate) type Label = Option<Arc<str>>;

/// The names of a mock and its scene: a copy for each of its methods.
#[derive(Clone)]
pub(crate) struct MockInfo {
    /// `MockCat`: its type.
    pub(crate) mock_name: &'static str,
    /// `Cat`: what it is a mock of.
    pub(crate) trait_name: &'static str,
    label: Label,
    pub(crate) mode: Mode,
    /// Tells it from the other mocks of its scene.
    number: u32,
    /// Where it was made, if it is one that a test makes.
    pub(crate) made: Option<&'static Location<'static>>,
    pub(crate) scene: SharedScene,
}

impl MockInfo {
    /// `MockCat`, or `MockCat#2`.
    pub(crate) fn name(&self) -> String {
        self.labelled(self.mock_name)
    }

    /// `Cat`, or `Cat#2`.
    pub(crate) fn title(&self) -> String {
        self.labelled(self.trait_name)
    }

    fn labelled(&self, name: &str) -> String {
        match &self.label {
            None => name.to_owned(),
            Some(label) => format!("{name}#{label}"),
        }
    }

    /// Notes that the mock is made now.
    #[cold]
    fn note_begin(&self) {
        if self.number != NOBODY {
            let kind = EventKind::MockMade;
            self.scene.note(|stamp| Note { stamp, kind, mock: Some(self.name()), method: None, place: self.made });
        }
    }

    /// Notes that it is dropped.
    #[cold]
    fn note_end(&self) {
        if self.number != NOBODY {
            let kind = EventKind::MockDropped;
            self.scene.note_end(|stamp| Note { stamp, kind, mock: Some(self.name()), method: None, place: None });
        }
    }

    /// What the mock writes down, or answers from.
    #[cfg(feature = "serde")]
    pub(crate) fn transcript(&self) -> Option<Arc<Transcript>> {
        self.scene.transcript(self.number)
    }

    /// Fails what uses the mock.
    #[cold]
    pub(crate) fn fail(&self, complaint: Complaint) -> ! {
        let complaint = Complaint { text: self.scene.with_timeline(complaint.text), ..complaint };
        self.scene.remember(&complaint.text);
        self.scene.lose(self.number, Failure::about(&complaint));
        complaint.raise()
    }

    /// Code of the user's has panicked that the mock has run: it is a failure of the mock, though the panic goes on as it is.
    #[cold]
    pub(crate) fn fail_by(&self, by: String, panic: String, called: Option<&'static Location<'static>>) {
        catching::note(&panic);
        // One mock may have run another, in whose answer it was.
        if !self.scene.was_last(&panic) {
            self.scene.lose(self.number, Failure::by(by, panic, called));
        }
    }

    /// Whether it is the same mock's.
    pub(crate) fn is_of(&self, mock: &MockInfo) -> bool {
        self.number == mock.number
    }

    /// Fails at the end of a double, if something is lacking. In the body of a test that the harness runs this waits for the
    /// end of the test: the body may be on its way out with an error, which is the cause.
    pub(crate) fn end(&self, lacking: Option<Complaint>) {
        match lacking {
            None => {}
            Some(_) if self.scene.is_silent() => {}
            Some(lacking) if self.scene.ends_are_put_off() => self.scene.put_off(lacking.text),
            Some(lacking) if thread_end::is_reached() => self.end_too_late(&lacking),
            Some(lacking) => self.fail(lacking),
        }
    }

    /// The same where a panic would end the process: the harness tells of it when the test is over.
    #[cold]
    fn end_too_late(&self, lacking: &Complaint) {
        match self.scene.is_under_trial() {
            true => self.scene.lose(self.number, Failure::about(lacking)),
            false => report::print_uncaptured(&report::too_late(&lacking.text)),
        }
    }

    /// Raises again what failed away from the test, once, if this is the test.
    #[track_caller]
    pub(crate) fn raise_lost(&self) {
        self.scene.raise_lost(self.number);
    }

    /// The same at the end of the mock.
    #[track_caller]
    fn raise_lost_at_end(&self) {
        if !self.scene.ends_are_put_off() {
            self.raise_lost();
        }
    }
}

/// The part of a mock that all its methods share. Dropping it verifies the expectations.
pub struct Mock {
    pub(crate) info: MockInfo,
    pub(crate) session: SharedSession,
    pub(crate) methods: Lock<Methods>,
}

/// Who has a method but views and calls: its place in the mock, the mock, and the session.
pub(crate) const OWNERS: usize = 3;

/// What is not met when methods have come to their end, and of which of them.
#[derive(Default)]
struct Unmet {
    complaints: Vec<Complaint>,
    of: Vec<Arc<dyn Recorded>>,
}

impl Unmet {
    /// Takes the methods one after the other to their end. Mostly there is nothing to be said of them, and nothing to be made for
    /// that.
    fn of(methods: &Methods, see_to: &dyn Fn(&Arc<dyn Recorded>) -> Vec<Complaint>) -> Option<Box<Self>> {
        let mut unmet = None;
        if let Some(first) = &methods.first {
            Unmet::add(&mut unmet, first, see_to(first));
        }
        for method in &methods.others {
            Unmet::add(&mut unmet, method, see_to(method));
        }
        unmet
    }

    #[inline(always)]
    fn add(to: &mut Option<Box<Self>>, method: &Arc<dyn Recorded>, mut complaints: Vec<Complaint>) {
        if !complaints.is_empty() {
            let unmet = to.get_or_insert_default();
            unmet.of.push(Arc::clone(method));
            unmet.complaints.append(&mut complaints);
        }
    }

    /// All of it as one, and what else went on.
    #[cold]
    fn told(self, scene: &SharedScene) -> Option<Complaint> {
        let Unmet { complaints, of } = self;
        let place = complaints.first()?.place;
        let mut text = Complaint::texts(complaints).join("\n\n");
        let is_told = |method: &Arc<dyn Recorded>| of.iter().any(|of| Arc::ptr_eq(of, method));
        report::list_others(&mut text, &scene.journal_beside(&is_told));
        Some(Complaint::new(text, place))
    }
}

/// The methods that were used. Most tests use one of a mock's methods, or few.
#[derive(Clone, Default)]
pub(crate) struct Methods {
    first: Option<Arc<dyn Recorded>>,
    others: Vec<Arc<dyn Recorded>>,
}

impl Methods {
    pub(crate) fn add(&mut self, method: Arc<dyn Recorded>) {
        match &self.first {
            None => self.first = Some(method),
            Some(_) => self.others.push(method),
        }
    }
}

impl Mock {
    /// A mock that fails calls without a matching expectation.
    #[track_caller]
    pub fn new(mock_name: &'static str, trait_name: &'static str) -> Self {
        Self::with_mode(mock_name, trait_name, Mode::Plain)
    }

    /// A mock that answers calls without a matching expectation with defaults.
    #[track_caller]
    pub fn relaxed(mock_name: &'static str, trait_name: &'static str) -> Self {
        Self::with_mode(mock_name, trait_name, Mode::Relaxed)
    }

    /// A mock that fails for expectations that were never used, too.
    #[track_caller]
    pub fn strict(mock_name: &'static str, trait_name: &'static str) -> Self {
        Self::with_mode(mock_name, trait_name, Mode::Strict)
    }

    /// A mock whose calls without a matching expectation go on to a real object.
    #[track_caller]
    pub fn spy(mock_name: &'static str, trait_name: &'static str) -> Self {
        Self::with_mode(mock_name, trait_name, Mode::Spy)
    }

    /// A spy that writes down what passes.
    #[cfg(feature = "serde")]
    #[track_caller]
    pub fn recording(mock_name: &'static str, trait_name: &'static str, path: &Path) -> Self {
        match Transcript::begin(path, mock_name) {
            Ok(transcript) => Self::with_transcript(mock_name, trait_name, Mode::Spy, transcript),
            Err(error) => {
                report::raise(format!("{mock_name}::recording: `{}` can't be written: {error}", path.display()))
            }
        }
    }

    /// A mock that answers from what a spy has written down.
    #[cfg(feature = "serde")]
    #[track_caller]
    pub fn replaying(mock_name: &'static str, trait_name: &'static str, recording: &Recording) -> Self {
        match Transcript::read(&recording.path, recording.in_order) {
            Ok(transcript) => Self::with_transcript(mock_name, trait_name, Mode::Replay, transcript),
            Err(error) => report::raise(format!(
                "{mock_name}::replaying: `{}` can't be read: {error}\n  \
                 record it: {mock_name}::recording(real, {:?})",
                recording.path.display(),
                recording.path
            )),
        }
    }

    #[cfg(feature = "serde")]
    #[track_caller]
    fn with_transcript(mock_name: &'static str, trait_name: &'static str, mode: Mode, transcript: Transcript) -> Self {
        let mock = Self::with_mode(mock_name, trait_name, mode);
        mock.info.scene.add_transcript(mock.info.number, transcript);
        mock
    }

    /// A mock as [`new`](Mock::new) makes it, which texts call by a name.
    #[track_caller]
    pub fn named(mock_name: &'static str, trait_name: &'static str, name: &str) -> Self {
        let session = Session::current();
        session.count_mock(mock_name);
        Self::in_session(session, mock_name, trait_name, Mode::Plain, Some(name.into()), Some(Location::caller()))
    }

    /// A mock of a callable, whose name tells it from others.
    pub(crate) fn of_callable(name: &'static str) -> Self {
        Self::in_session(Session::current(), name, name, Mode::Plain, None, None)
    }

    #[track_caller]
    fn with_mode(mock_name: &'static str, trait_name: &'static str, mode: Mode) -> Self {
        let session = Session::current();
        let label = match session.count_mock(mock_name) {
            1 => None,
            number => Some(number.to_string().into()),
        };
        Self::in_session(session, mock_name, trait_name, mode, label, Some(Location::caller()))
    }

    /// A mock of a session that need not be the thread's.
    pub(crate) fn in_session(
        session: Arc<Session>,
        mock_name: &'static str,
        trait_name: &'static str,
        mode: Mode,
        label: Label,
        made: Option<&'static Location<'static>>,
    ) -> Self {
        let number = match mode {
            Mode::Plain | Mode::Relaxed | Mode::Strict | Mode::Spy | Mode::Replay => session.scene.next(),
            // It does not outlive the call, so others of the test raise what it fails with.
            Mode::NoContext(_) => NOBODY,
        };
        let info = MockInfo { mock_name, trait_name, label, mode, number, made, scene: session.scene.clone() };
        if info.scene.is_followed {
            info.note_begin();
        }
        Mock { info, session: SharedSession::new(session), methods: Lock::new(Methods::default()) }
    }

    /// Keeps the journal of a test that fails, where that is wanted. The harness does so itself.
    #[inline]
    fn keep_journal(&self, failure: Option<&str>) {
        let scene = &self.info.scene;
        // A panic elsewhere need not fail the test.
        if scene.is_followed && !scene.is_under_trial() && !catching::is_catching() && scene.in_test() {
            self.session.keep_journal(&name_of_test(), failure);
        }
    }

    /// Verifies all expectations and drops them. The record of calls stays.
    ///
    /// # Panics
    ///
    /// If an expectation is not met: `MockCat::go: Expectation(<anything>) called 0 time(s) which is fewer than expected 1`.
    #[track_caller]
    pub fn checkpoint(&self) {
        self.retire(Some(Location::caller()));
    }

    /// The same, which need not be a checkpoint in the test.
    #[track_caller]
    pub(crate) fn retire(&self, checkpoint: Option<&'static Location<'static>>) {
        self.info.raise_lost();
        let methods = self.methods.lock().clone();
        let unmet = Unmet::of(&methods, &|method| method.retire(checkpoint));
        if let Some(unmet) = unmet.and_then(|unmet| unmet.told(&self.info.scene)) {
            self.info.fail(unmet);
        }
    }

    /// The end of what stands for the mock, which itself may be there for longer: as when it is dropped. It is said whether calls
    /// are refused that are made from now on.
    #[track_caller]
    pub(crate) fn end(&self, is_closed: bool) {
        self.info.raise_lost_at_end();
        let methods = self.methods.lock().clone();
        let unmet = Unmet::of(&methods, &|method| method.end(is_closed));
        if let Some(unmet) = unmet {
            self.info.end(unmet.told(&self.info.scene));
        }
    }

    /// Drops all expectations without verifying them. The record of calls stays.
    pub fn clear_expectations(&self) {
        let methods = self.methods.lock().clone();
        if let Some(first) = &methods.first {
            first.clear();
        }
        for method in &methods.others {
            method.clear();
        }
    }
}

impl Drop for Mock {
    #[track_caller]
    fn drop(&mut self) {
        if self.info.scene.is_followed {
            self.info.note_end();
        }
        if std::thread::panicking() {
            self.keep_journal(None);
            return;
        }
        self.info.raise_lost_at_end();
        let unmet = Unmet::of(self.methods.get_mut(), &|method| match Arc::strong_count(method) <= OWNERS {
            true => method.retire(None),
            false => method.end(false),
        });
        if let Some(unmet) = unmet {
            let told = unmet.told(&self.info.scene);
            if let Some(told) = &told {
                self.keep_journal(Some(&told.text));
            }
            self.info.end(told);
        }
    }
}

impl std::fmt::Debug for Mock {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.info.name())
    }
}
