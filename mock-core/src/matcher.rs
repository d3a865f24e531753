//! Matchers: which arguments an expectation is for.

use crate::args::{Args, ArgsJudge, ArgsStored, Differences, Style};

/// What a matcher expects, as text.
pub(crate) enum Description {
    /// One text for all arguments.
    Whole(&'static str),
    /// One for each.
    Each(Vec<String>),
}

impl Description {
    /// As it stands between the parentheses of `Expectation(..)`.
    pub(crate) fn joined(&self) -> String {
        match self {
            Description::Whole(text) => (*text).to_owned(),
            Description::Each(texts) => texts.join(", "),
        }
    }
}

/// Says whether arguments are those that are expected.
pub(crate) trait Matcher<A: Args>: Send {
    /// Which arguments are not. A matcher that judges them as a whole sets the first bit.
    fn differences(&self, arguments: &A::Of<'_>) -> Differences;
    /// What is expected, for the texts.
    fn describe(&self, capabilities: &A::Capabilities, style: Style) -> Description;
    /// The [fingerprint](Args::fingerprint) of the arguments that are accepted, if there is just one.
    fn fingerprint(&self) -> Option<u64> {
        None
    }
    /// Whether the expected values can be set beside the arguments, for a diff.
    fn expects_values(&self) -> bool {
        false
    }
}

/// `with_args`: values.
pub(crate) struct Expecting<S>(pub(crate) S);

impl<A: ArgsStored<S>, S: Send> Matcher<A> for Expecting<S> {
    fn differences(&self, arguments: &A::Of<'_>) -> Differences {
        A::differences_of(&self.0, arguments)
    }

    fn describe(&self, capabilities: &A::Capabilities, style: Style) -> Description {
        Description::Each(A::show_stored(&self.0, capabilities, style))
    }

    fn fingerprint(&self) -> Option<u64> {
        A::fingerprint_of(&self.0)
    }

    fn expects_values(&self) -> bool {
        true
    }
}

/// `with`: predicates.
pub(crate) struct Judging<M>(pub(crate) M);

impl<A: ArgsJudge<M>, M: Send> Matcher<A> for Judging<M> {
    fn differences(&self, arguments: &A::Of<'_>) -> Differences {
        A::rejected(&self.0, arguments)
    }

    fn describe(&self, _: &A::Capabilities, _: Style) -> Description {
        Description::Each(A::show_predicates(&self.0))
    }

    fn fingerprint(&self) -> Option<u64> {
        A::fingerprint_of_predicates(&self.0)
    }
}

/// `withf`: a function.
pub(crate) struct Function<F> {
    pub(crate) accepts: F,
    pub(crate) description: &'static str,
}
