// Its examples are run, and some need the harness.
#![cfg_attr(feature = "tokio", doc = include_str!("../README.md"))]
#![cfg_attr(not(feature = "tokio"), doc = "Mocks of async traits for tests; see the README.")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod base;
mod contexts;
mod diff;
mod doubles;
mod engine;
mod expectations;
#[cfg(feature = "tokio")]
pub mod explore;
mod functions;
mod futures;
mod harness;
mod journal;
mod kinds;
mod matching;
mod methods;
mod pictures;
mod records;
mod report;
#[cfg(feature = "tokio")]
pub mod rt;
#[cfg(feature = "tokio")]
mod schedule;
mod sessions;
mod signatures;
mod tasks;
mod time;
mod values;
mod verification;
mod views;
mod waiting;
mod written;

#[cfg(feature = "derive")]
#[doc = include_str!("../docs/macros/automock.md")]
pub use asyncmock_derive::automock;
#[cfg(feature = "derive")]
#[doc = include_str!("../docs/macros/concretize.md")]
pub use asyncmock_derive::concretize;
#[cfg(feature = "derive")]
pub use asyncmock_derive::double;
#[cfg(feature = "derive")]
#[doc = include_str!("../docs/macros/mock.md")]
pub use asyncmock_derive::mock;
#[cfg(feature = "derive")]
#[doc = include_str!("../docs/macros/mock_fn.md")]
pub use asyncmock_derive::mock_fn;

#[cfg(all(feature = "derive", feature = "tokio"))]
#[doc = include_str!("../docs/macros/test.md")]
pub use asyncmock_derive::test;

pub use contexts::async_context::{AsyncContext, Exit, with};
pub use doubles::guard::Guard;
pub use doubles::guard_probe::GuardProbe;
pub use doubles::stream_record::StreamState;
pub use expectations::expectation::Expectation;
#[cfg(feature = "tokio")]
pub use explore::Explore;
pub use functions::context::{KeptContext, StaticContext};
pub use functions::mock_fn::MockFn;
pub use futures::future::CallFuture;
pub use harness::catch_failure::{CatchFailure, catch_failure, catch_failure_async};
pub use harness::checked::{Checked, checked};
pub use journal::Journal;
pub use journal::call::JournalCall;
pub use journal::event::{EventKind, JournalEvent};
pub use journal::guard::JournalGuard;
#[cfg(feature = "serde")]
pub use journal::json_lines::JournalError;
pub use journal::moment::{JournalPlace, JournalRunner, Moment};
pub use matching::predicate::{
    self, Predicate, PredicateBooleanExt, PredicateBoxExt, PredicateFileContentExt, PredicateStrExt,
};
pub use matching::sequence::Sequence;
pub use matching::times::TimesRange;
pub use pictures::chart::Lanes;
pub use records::guard_state::GuardState;
pub use records::record::CallState;
pub use sessions::journal::journal;
#[cfg(feature = "serde")]
pub use sessions::recording::Recording;
pub use sessions::session_handle::{SessionGuard, SessionHandle};
pub use sessions::test_clock::{ClockGuard, use_clock};
pub use time::clock::TestClock;
pub use values::expected::ANY;
pub use verification::call::Call;
pub use verification::calls::Calls;
pub use verification::held::{Cancelled, Held};
pub use views::feed::Feed;
pub use views::guards::Guards;
pub use views::satisfied::{Satisfied, satisfied};
pub use views::stream_probe::StreamProbe;

/// Guides, whose code blocks are tests.
pub mod guide {
    #[doc = include_str!("../docs/getting_started.md")]
    pub mod getting_started {}

    #[doc = include_str!("../docs/async.md")]
    pub mod r#async {}

    #[doc = include_str!("../docs/guards.md")]
    pub mod guards {}

    #[doc = include_str!("../docs/streams.md")]
    pub mod streams {}

    #[cfg(feature = "tokio")]
    #[doc = include_str!("../docs/harness.md")]
    pub mod harness {}

    #[cfg(all(feature = "pictures", feature = "serde", feature = "tokio"))]
    #[doc = include_str!("../docs/journal.md")]
    pub mod journal {}

    #[cfg(feature = "tokio")]
    #[doc = include_str!("../docs/explorer.md")]
    pub mod explorer {}

    #[doc = include_str!("../docs/failures.md")]
    pub mod failures {}

    #[doc = include_str!("../docs/mockall.md")]
    pub mod mockall {}
}

/// What expectations and views can do that depends on the number of a method's parameters: there is a module for each
/// number, and the one for two is shown.
///
/// ```
/// use asyncmock::{automock, predicate::*};
///
/// #[automock]
/// trait Cat {
///     fn go(&self, direction: &str, steps: u32) -> u32;
/// }
///
/// let cat = MockCat::new();
/// // Methods of `arity2::Expecting`,
/// cat.expect_go().with(eq("north"), ge(1)).returning(|_, steps| steps + 1);
/// assert_eq!(cat.go("north", 3), 4);
/// // and one of `arity2::Verifying`.
/// cat.calls_to_go().assert_called_once_with("north", 3);
/// ```
pub mod arity {
    pub use crate::signatures::arities::arity2;
    #[doc(hidden)]
    pub use crate::signatures::arities::{
        arity0, arity1, arity3, arity4, arity5, arity6, arity7, arity8, arity9, arity10, arity11, arity12,
    };
}

/// What the macros write is spelled with these names. They are nobody else's, and change without notice.
#[doc(hidden)]
pub mod __private {
    pub use std::borrow::ToOwned;
    pub use std::future::Future;
    pub use std::vec::Vec;

    pub use crate::__asyncmock_accessors as accessors;
    pub use crate::__asyncmock_arity as arity;
    pub use crate::__asyncmock_common as common;
    pub use crate::__asyncmock_lending as lending;
    pub use crate::__asyncmock_marker as marker;
    pub use crate::__asyncmock_recording as recording;
    pub use crate::__asyncmock_wrapping as wrapping;
    pub use crate::base::key::{Key, constant};
    pub use crate::doubles::guard_forms::{AsObject, FromMock, Pointer};
    pub use crate::doubles::guard_part::{GuardMock, GuardPart};
    pub use crate::doubles::guard_probe::GuardProbe;
    pub use crate::expectations::arity::Expecting;
    pub use crate::expectations::expectation::{Expectation, ReturnsConst};
    pub use crate::expectations::holding::Hold;
    pub use crate::functions::context::{ByContext, ContextOf, FamilyContext, KeptContext, StaticContext};
    pub use crate::functions::mock_fn::MockFn;
    pub use crate::functions::static_method::{FamilyStatic, Static, StaticOf};
    pub use crate::futures::arguments_apart::{Apart, LateCall};
    pub use crate::futures::future::{Adapted, Either, Keeping};
    pub use crate::futures::sends::{AnyWay, Sends};
    #[cfg(feature = "tokio")]
    pub use crate::harness::outcome::Outcome;
    pub use crate::harness::policy::Policy;
    #[cfg(feature = "tokio")]
    pub use crate::harness::test_attribute::Test;
    pub use crate::kinds::kind::{
        Async, AsyncLocal, Borrowed, BorrowedMut, Explicit, ExplicitLocal, Never, Owned, Tied,
    };
    pub use crate::kinds::kind::{Awaited, Constant, GoesWith, Kind, Plain};
    pub use crate::kinds::lent::{
        AsyncLent, AsyncLentLocal, AsyncLentMut, AsyncLentMutLocal, Shared, SharedMut, ToLend,
    };
    pub use crate::kinds::method_type::KindOf;
    pub use crate::kinds::object::{Changeable, Handle};
    pub use crate::kinds::real::RealFuture;
    pub use crate::kinds::side::{Along, Aside};
    pub use crate::kinds::tied::{
        Covariant, Proof, TiedAsync, TiedAsyncLocal, TiedBeside, TiedExplicit, TiedExplicitLocal, TiedLater,
    };
    pub use crate::methods::family::MethodFamily;
    pub use crate::methods::method::{CallOf, Method, PendingCallOf};
    pub use crate::records::event::Event;
    pub use crate::sessions::mock::Mock;
    pub use crate::signatures::arities::*;
    pub use crate::values::args::Args;
    pub use crate::values::description::{Described, Description};
    pub use crate::values::expected::{Any, AnyShown, Itself, OwnedBy, ParamEq, ParamExpect, Printer, Shown};
    pub use crate::values::given::Given;
    pub use crate::values::in_turn::InTurn;
    pub use crate::values::inside::{Build, Inside, Loan, Whole};
    pub use crate::values::param::{
        KeepOf, Keepable, Mut, NeverOf, OptRef, Param, Ref, SeenOf, Showable, StaticMut, StaticRef, Unkept, Unseen, Val,
    };
    pub use crate::values::shape::ShapeMut;
    pub use crate::verification::calls::Calls;
    pub use crate::views::guards::Guards;
    pub use crate::views::relation::{Ordered, assert_in_order};
    pub use crate::views::satisfied::Satisfied;
    pub use crate::written::wrapping::{SpyOf, Unwatched, Wrapped};

    /// What a module for methods of many parameters is spelled with.
    pub mod arity {
        pub use std::future::Future;
        pub use std::marker::PhantomData;
        pub use std::mem::{ManuallyDrop, offset_of};
        pub use std::ops::Deref;
        pub use std::ptr;
        pub use std::sync::Arc;

        pub use crate::__asyncmock_arity as arity;
        pub use crate::__asyncmock_expecting as expecting;
        pub use crate::__asyncmock_tied as tied;
        pub use crate::__asyncmock_verifying as verifying;
        pub use crate::base::erased::{Erased, Exactly, TypeInfo};
        pub use crate::base::thread_bound::ThreadBound;
        pub use crate::doubles::guard_forms::{CallOfGuard, Gives};
        pub use crate::engine::answer::{Answer, Later, Reply};
        pub use crate::engine::giver::Giver;
        pub use crate::expectations::arity::Arity;
        pub use crate::expectations::demands::{AnyThread, Judges, Repeats, all_threads, any_thread, goes_with};
        pub use crate::expectations::expectation::Expectation;
        pub use crate::kinds::kind::{Awaited, GoesWith, Kind, Plain, Tied};
        pub use crate::kinds::real::RealFuture;
        pub use crate::kinds::side::{Along, Side};
        pub use crate::kinds::tied::{AtOnce, TiedBeside, TiedLater, Ties, Tying};
        pub use crate::matching::matcher::Matcher;
        pub use crate::matching::plan::Supply;
        pub use crate::matching::times::TimesRange;
        pub use crate::methods::method::Method;
        pub use crate::records::event::Event;
        pub use crate::signatures::closures::{FUNCTION, MakingGuards, judge_info, take};
        pub use crate::values::args::{Args, ArgsEq, Sided};
        pub use crate::values::description::{Described, DescribedValue, Description, ParamInfo};
        pub use crate::values::expected::{Expected, ExpectedInfo, ParamEq, ParamExpect};
        pub use crate::values::frame::{Arguments, Room};
        pub use crate::values::param::{Param, SeenOf};
        pub use crate::values::seen::Seen;
        pub use crate::verification::calls::Calls;
        pub use crate::verification::only_async::Lacks as CallsLack;
        pub use crate::views::view::Filter;
    }

    /// What a description is spelled with; all of it is imported there, beside the names of the user's types.
    pub mod constructor {
        pub use crate::kinds::capability::{AnyValue as _, Anything as _};
        pub use crate::kinds::capability::{
            Probe as __Probe, ValueOf as __ValueOf, ignored as __ignored, known as __known, nothing as __nothing,
            retained as __retained,
        };
        pub use crate::signatures::arities::arity0::describe as __describe0;
        pub use crate::signatures::arities::arity1::describe as __describe1;
        pub use crate::signatures::arities::arity2::describe as __describe2;
        pub use crate::signatures::arities::arity3::describe as __describe3;
        pub use crate::signatures::arities::arity4::describe as __describe4;
        pub use crate::signatures::arities::arity5::describe as __describe5;
        pub use crate::signatures::arities::arity6::describe as __describe6;
        pub use crate::signatures::arities::arity7::describe as __describe7;
        pub use crate::signatures::arities::arity8::describe as __describe8;
        pub use crate::signatures::arities::arity9::describe as __describe9;
        pub use crate::signatures::arities::arity10::describe as __describe10;
        pub use crate::signatures::arities::arity11::describe as __describe11;
        pub use crate::signatures::arities::arity12::describe as __describe12;
        pub use crate::values::description::Described as __Described;
    }
}
