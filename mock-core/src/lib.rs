// Its examples are run, and some need the harness.
#![cfg_attr(feature = "tokio", doc = include_str!("../README.md"))]
#![cfg_attr(not(feature = "tokio"), doc = "Mocks of async traits for tests; see the README.")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod accessors;
mod alarm;
mod answer;
mod apart;
mod arena;
mod args;
mod arity;
mod async_context;
mod attendance;
mod bell;
mod call;
mod call_values;
mod calls;
mod cancellation;
mod capability;
mod caught;
mod checked;
mod clock;
mod common;
mod context;
mod cursor;
mod debugger;
mod description;
mod drive;
mod duration;
mod engine;
mod engine_place;
mod erased;
mod event;
mod exclusive;
mod expectation;
mod expected;
mod family;
mod feed;
mod future;
mod giving;
mod guard;
mod guard_exit;
mod guard_part;
mod guard_probe;
mod guards;
#[cfg(feature = "tokio")]
mod harness;
mod hidden;
mod hold;
mod home;
mod inside;
mod inspect;
#[cfg(feature = "tokio")]
mod io_driver;
mod journal;
mod key;
mod kind;
mod known;
mod lending;
mod limit;
mod lock;
mod lookalike;
mod marker;
mod matcher;
mod method;
mod mock;
mod mock_fn;
mod object;
mod once;
mod owner;
mod pace;
mod panics;
mod param;
mod park;
mod path;
mod patience;
mod pending;
mod plain;
mod plan;
mod policy;
pub mod predicate;
mod real;
mod record;
mod relation;
mod report;
mod room;
mod root;
#[cfg(feature = "tokio")]
pub mod rt;
mod scene;
mod search;
mod seen;
mod sequence;
mod session;
mod session_handle;
mod shape;
mod sleep;
mod snapshot;
mod span;
mod stalemate;
mod static_mock;
mod statics;
mod stay;
#[cfg(feature = "tokio")]
mod stillness;
mod stream_double;
mod stream_probe;
mod streaming;
mod tape;
mod thread_bound;
mod times;
mod trial;
mod under_way;
mod verify;
mod view;
mod wait;
mod watchdog;
mod watchers;
mod whereabouts;
mod wrapping;

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

pub use async_context::{AsyncContext, Exit, with};
pub use call::Call;
pub use calls::Calls;
pub use checked::{Checked, checked};
pub use clock::{Clock, ClockGuard, use_clock};
pub use context::Context;
pub use expectation::Expectation;
pub use expected::{ANY, Any};
pub use feed::Feed;
pub use future::CallFuture;
pub use guard::Guard;
pub use guard_probe::GuardProbe;
pub use guards::Guards;
pub use hold::{Cancelled, Held};
pub use journal::{Journal, journal};
pub use mock_fn::MockFn;
pub use predicate::Predicate;
pub use record::CallState;
pub use sequence::Sequence;
pub use session_handle::{SessionGuard, SessionHandle};
pub use stay::GuardState;
pub use stream_probe::StreamProbe;
pub use tape::StreamState;
pub use times::TimesRange;

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

    #[doc = include_str!("../docs/failures.md")]
    pub mod failures {}

    #[doc = include_str!("../docs/mockall.md")]
    pub mod mockall {}
}

/// What the macros write is spelled with these names. They are nobody else's, and change without notice.
#[doc(hidden)]
pub mod __private {
    pub use std::future::Future;

    pub use crate::__asyncmock_accessors as accessors;
    pub use crate::__asyncmock_common as common;
    pub use crate::__asyncmock_lending as lending;
    pub use crate::__asyncmock_marker as marker;
    pub use crate::__asyncmock_wrapping as wrapping;
    pub use crate::apart::{Apart, LateCall};
    pub use crate::args::Args;
    pub use crate::calls::Calls;
    pub use crate::context::{Context, ContextOf, FamilyContext};
    pub use crate::description::{Described, Description};
    pub use crate::event::Event;
    pub use crate::expectation::Expectation;
    pub use crate::expected::{Itself, ParamEq, ParamExpect, Printer};
    pub use crate::family::MethodFamily;
    pub use crate::future::{Adapted, Either, Keeping};
    pub use crate::giving::{AsObject, FromMock, Pointer};
    pub use crate::guard_part::{GuardMock, GuardPart};
    pub use crate::guard_probe::GuardProbe;
    pub use crate::guards::Guards;
    #[cfg(feature = "tokio")]
    pub use crate::harness::Test;
    pub use crate::hold::Hold;
    pub use crate::key::{Key, constant};
    pub use crate::kind::{Async, AsyncLocal, Borrowed, BorrowedMut, Explicit, ExplicitLocal, Owned, Tied};
    pub use crate::kind::{Awaited, AwaitedFrom, Constant, Kind, Plain};
    pub use crate::method::{CallOf, KindOf, Method, PendingCallOf};
    pub use crate::mock::Mock;
    pub use crate::mock_fn::MockFn;
    pub use crate::object::{Changeable, Handle};
    pub use crate::param::{Mut, OptRef, Param, Ref, SeenOf, Showable, Unkept, Unseen, Val};
    pub use crate::policy::Policy;
    pub use crate::real::RealFuture;
    pub use crate::relation::{Ordered, assert_in_order};
    pub use crate::statics::{FamilyStatic, Static, StaticOf};
    pub use crate::wrapping::{SpyOf, Wrapped};

    /// What a description is spelled with; all of it is imported there, beside the names of the user's types.
    pub mod constructor {
        pub use crate::capability::{AnyValue as _, Anything as _};
        pub use crate::capability::{Probe as __Probe, ValueOf as __ValueOf, known as __known, nothing as __nothing};
        pub use crate::description::Described as __Described;
    }
}
