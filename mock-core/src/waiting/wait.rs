//! Waiting: futures that are ready when their subject has what they want. What there is to want is said by those above.
//!
//! Whatever a wait gives, it takes in the poll that gives it out, so it may be dropped at any time. It is woken by all that
//! happens to its subject, as told in [`attendance`](crate::waiting::attendance), and gives up when its
//! [patience](crate::waiting::patience) ends.

use std::future::Future;
use std::panic::Location;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use crate::sessions::scene::SharedScene;
use crate::waiting::attendance::Attendance;
use crate::waiting::patience::Patience;

/// What a wait looks at: a view of calls, guards, a stream.
pub(crate) trait Subject {
    fn scene(&self) -> &SharedScene;
    /// Makes the task known to all whose events the wait is to be woken by.
    fn attend(&self, attendance: &mut Attendance, context: &Context<'_>);
    /// Fails a wait: what it is called, why it fails, and where it was begun.
    fn fail_wait(&self, wait: &str, reason: &str, place: &'static Location<'static>) -> !;
}

/// What a wait waits for.
pub(crate) trait Goal<S> {
    /// What the wait gives.
    type Output;
    /// Looks whether the goal is reached; the task is woken by the subject's events.
    fn reach(&mut self, subject: &S, context: &mut Context<'_>) -> Look<Self::Output>;
    /// What there is not, after "timed out after 5s: ".
    fn lack(&self, subject: &S) -> String;
}

/// What a goal sees.
pub(crate) enum Look<T> {
    Reached(T),
    NotYet,
    /// It can't be reached any more, and why.
    Missed(String),
}

impl Look<()> {
    pub(crate) fn when(reached: bool) -> Self {
        if reached { Look::Reached(()) } else { Look::NotYet }
    }
}

/// A wait.
#[must_use = "futures do nothing unless polled"]
pub(crate) struct Wait<S, G> {
    subject: S,
    goal: G,
    /// `next`.
    name: &'static str,
    place: &'static Location<'static>,
    attendance: Attendance,
}

impl<S: Subject, G> Wait<S, G> {
    #[track_caller]
    pub(crate) fn new(subject: S, name: &'static str, patience: Patience, goal: G) -> Self {
        let attendance = Attendance::new(subject.scene(), patience);
        Wait { subject, goal, name, place: Location::caller(), attendance }
    }
}

impl<S: Subject, G> Wait<S, G> {
    /// The same within another limit.
    pub(crate) fn within(self, limit: Duration) -> Self {
        let attendance = Attendance::new(self.subject.scene(), Patience::of(limit));
        Wait { attendance, ..self }
    }
}

impl<S: Subject> Wait<S, Until<S>> {
    /// A wait that gives nothing, within the limit of all waits of which nothing else is said.
    #[track_caller]
    pub(crate) fn until(subject: S, name: &'static str, reach: fn(&S) -> Look<()>, lack: fn(&S) -> String) -> Self {
        Wait::new(subject, name, Patience::of_all(), Until { reach, lack })
    }
}

// Nothing is ever pinned in place.
impl<S, G> Unpin for Wait<S, G> {}

impl<S: Subject, G: Goal<S>> Future for Wait<S, G> {
    type Output = G::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<G::Output> {
        let Wait { subject, goal, name, place, attendance } = &mut *self;
        let mut look = goal.reach(subject, context);
        // What is there at once need not be waited for.
        if let Look::NotYet = look {
            attendance.begin(context);
            subject.attend(attendance, context);
            look = goal.reach(subject, context);
        }
        let reason = match look {
            Look::Reached(output) => {
                attendance.end();
                return Poll::Ready(output);
            }
            Look::Missed(reason) => reason,
            Look::NotYet => match attendance.give_up(context) {
                Some(end) => format!("{end}: {}", goal.lack(subject)),
                None => return Poll::Pending,
            },
        };
        attendance.end();
        subject.fail_wait(name, &reason, place)
    }
}

impl<S: Subject, G: Goal<S>> Wait<S, G> {
    /// The same wait, of whose output something else is made.
    pub(crate) fn map<M, T>(self, map: M) -> Mapped<S, G, M>
    where
        M: FnOnce(G::Output) -> T,
    {
        Mapped { wait: self, map: Some(map) }
    }
}

/// A wait, of whose output something else is made.
#[must_use = "futures do nothing unless polled"]
pub(crate) struct Mapped<S, G, M> {
    wait: Wait<S, G>,
    map: Option<M>,
}

// Nothing is ever pinned in place.
impl<S, G, M> Unpin for Mapped<S, G, M> {}

impl<S: Subject, G: Goal<S>, M: FnOnce(G::Output) -> T, T> Future for Mapped<S, G, M> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        let poll = Pin::new(&mut self.wait).poll(context);
        poll.map(|output| (self.map.take().expect("a wait has one output"))(output))
    }
}

/// A goal that gives nothing.
pub(crate) struct Until<S> {
    reach: fn(&S) -> Look<()>,
    lack: fn(&S) -> String,
}

impl<S> Goal<S> for Until<S> {
    type Output = ();

    fn reach(&mut self, subject: &S, _: &mut Context<'_>) -> Look<()> {
        (self.reach)(subject)
    }

    fn lack(&self, subject: &S) -> String {
        (self.lack)(subject)
    }
}
