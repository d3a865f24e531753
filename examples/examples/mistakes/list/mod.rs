//! The forty mistakes, in the order of the page: the lines that make each, what asyncmock's text is to say, and what
//! becomes of it with the others.

mod afterwards;
mod at_once;
mod expected;
mod set_up;

use crate::attempt::Body;

/// A mistake, which may be made in more than one way.
pub(crate) struct Mistake {
    pub(crate) title: &'static str,
    pub(crate) cases: Vec<Case>,
}

/// One way of making it.
// The program shows the texts; the tests look at what they say.
#[cfg_attr(not(test), allow(dead_code))]
pub(crate) struct Case {
    /// The lines that make it, as they stand in the body.
    pub(crate) code: &'static [&'static str],
    pub(crate) asyncmock: Body,
    /// What the text names, tells, and says is to be done.
    pub(crate) says: &'static [&'static str],
    pub(crate) mockall: Peer,
    pub(crate) unimock: Peer,
}

/// What becomes of the mistake with another crate.
pub(crate) enum Peer {
    Fails(Body),
    Passes(Body),
    /// It can't be made, or its test does not come to an end.
    Says(&'static str),
    /// What was shown of another case is that of this one as well.
    AsBefore,
}

/// The mistakes, of which there are forty.
pub(crate) fn mistakes() -> Vec<Mistake> {
    let mut mistakes = expected::mistakes();
    mistakes.extend(afterwards::mistakes());
    mistakes.extend(set_up::mistakes());
    mistakes.extend(at_once::mistakes());
    mistakes
}

fn mistake<const N: usize>(title: &'static str, cases: [Case; N]) -> Mistake {
    Mistake { title, cases: cases.into() }
}

/// A case of which nothing is known but what it is.
fn case(asyncmock: Body, code: &'static [&'static str], says: &'static [&'static str]) -> Case {
    let (mockall, unimock) = (Peer::AsBefore, Peer::AsBefore);
    Case { code, asyncmock, says, mockall, unimock }
}

impl Case {
    fn mockall(self, mockall: Peer) -> Self {
        Self { mockall, ..self }
    }

    fn unimock(self, unimock: Peer) -> Self {
        Self { unimock, ..self }
    }

    /// With neither of the others.
    fn others(self, sentence: &'static str) -> Self {
        self.mockall(Peer::Says(sentence)).unimock(Peer::Says(sentence))
    }
}

/// The body of a test as a plain function.
macro_rules! body {
    ($function:path) => {
        || Box::pin($function())
    };
}
macro_rules! fails {
    ($function:path) => {
        $crate::list::Peer::Fails($crate::list::body!($function))
    };
}
macro_rules! passes {
    ($function:path) => {
        $crate::list::Peer::Passes($crate::list::body!($function))
    };
}
use {body, fails, passes};
