//! How a test has ended, what was found when it was over, and what becomes of it.

use std::any::Any;
use std::panic::{Location, resume_unwind};

use crate::base::caught::panic_text;
use crate::harness::policy::Policy;
use crate::report::{self, Complaint};

/// How the body of a test has ended.
pub(crate) enum Ended {
    Done,
    /// It has given an error, which is seen by the test attribute alone.
    #[cfg_attr(not(feature = "tokio"), expect(dead_code, reason = "there is no such attribute"))]
    Failed,
    Panicked(Box<dyn Any + Send>),
    /// The harness has stopped it, and says why.
    Stopped(String),
}

impl Ended {
    /// By itself, with a value or an error.
    #[cfg(feature = "tokio")]
    pub(crate) fn with(error: bool) -> Self {
        if error { Ended::Failed } else { Ended::Done }
    }

    /// Whether the panic of the body tells of another failure: one that it was handed on, as a value of `JoinError` or not.
    pub(super) fn tells(&self, failure: &str) -> bool {
        let Ended::Panicked(panic) = self else { return false };
        report::tells(&panic_text(&**panic), failure)
    }

    /// Fails the test, which is at a place, if there is a reason to; says what else there is to say.
    pub(crate) fn judge<T>(self, findings: Findings, output: Option<T>, place: &'static Location<'static>) -> T {
        for warning in &findings.warnings {
            report::print_uncaptured(warning);
        }
        match (self, findings.failure()) {
            (Ended::Done | Ended::Failed, None) => output.expect("a body that is done has given its value"),
            (Ended::Done | Ended::Failed, Some(text)) => Complaint::new(text, place).raise(),
            (Ended::Panicked(panic), None) => resume_unwind(panic),
            (Ended::Panicked(panic), Some(failure)) => {
                eprintln!("asyncmock: beside that panic:\n{failure}");
                let text = panic_text(&*panic);
                resume_unwind(Box::new(format!("{text}\n\n{failure}")))
            }
            (Ended::Stopped(text), None) => Complaint::new(text, place).raise(),
            (Ended::Stopped(report), Some(failure)) => Complaint::new(format!("{report}\n\n{failure}"), place).raise(),
        }
    }
}

/// What was found when a test was over.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    pub(crate) failures: Vec<String>,
    pub(crate) warnings: Vec<String>,
}

impl Findings {
    pub(super) fn add(&mut self, policy: Policy, find: &dyn Fn() -> Option<String>) {
        match policy {
            Policy::Deny => self.failures.extend(find()),
            Policy::Warn => self.warnings.extend(find()),
            Policy::Allow => {}
        }
    }

    /// The text that the test fails with, if it does.
    pub(crate) fn failure(&self) -> Option<String> {
        (!self.failures.is_empty()).then(|| self.failures.join("\n\n"))
    }
}
