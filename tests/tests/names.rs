//! Names: what `use asyncmock::*` brings beside other globs, and what mockall has at its root.

#![allow(dead_code, reason = "what is mocked is not all used")]

/// A clock of the code under test.
trait Clock {
    fn now(&self) -> std::time::Duration;
}

/// What async code says, each by a glob of its own.
mod beside_other_globs {
    use std::any::*;
    use std::pin::*;
    use std::sync::*;
    use std::task::*;

    use ::futures::prelude::*;
    use asyncmock::*;
    use core::prelude::v1::test;

    use super::*;

    struct Watch(MockSource);

    impl Clock for Watch {
        fn now(&self) -> std::time::Duration {
            std::time::Duration::from_secs(self.0.seconds())
        }
    }

    #[automock]
    trait Source {
        fn poll(&self, context: &mut Context<'_>) -> Poll<u32>;
        fn any(&self, value: Box<dyn Any>) -> TypeId;
        fn stream(&self) -> Pin<Box<dyn Stream<Item = u32> + Send>>;
        fn lock(&self) -> Arc<Mutex<u32>>;
        fn seconds(&self) -> u64;
    }

    #[test]
    fn the_names_of_async_code_are_what_they_were() {
        let source = MockSource::relaxed();
        source.expect_poll().return_const(Poll::Ready(3_u32));
        source.expect_any().returning(|value| (*value).type_id());
        assert_eq!(source.poll(&mut Context::from_waker(Waker::noop())), Poll::Ready(3));
        assert_eq!(source.any(Box::new(1_u8)), TypeId::of::<u8>());
        source.expect_seconds().return_const(4_u64);
        assert!(source.stream().next().now_or_never().unwrap().is_none());
        assert_eq!(Watch(source).now().as_secs(), 4);
    }
}

/// As with mockall: the extensions of predicates are methods where its root is imported.
mod mockalls_root {
    use asyncmock::*;
    use core::prelude::v1::test;

    #[automock]
    trait Cat {
        fn feed(&self, food: &str, grams: u32) -> bool;
    }

    #[test]
    fn predicates_are_combined() {
        let cat = MockCat::new();
        let food = predicate::eq("fish").or(predicate::str::contains("meat").trim());
        cat.expect_feed().with(food, predicate::gt(1).and(predicate::lt(9)).boxed()).return_const(true);
        assert!(cat.feed(" meat ", 5));
    }
}

/// What a project may call its own, and import with a glob as well.
mod theirs {
    pub struct Call(pub u32);
    pub struct Guard(pub u32);
    pub struct Held(pub u32);
}

mod beside_their_names {
    #[allow(unused_imports, reason = "the glob whose names are in the way")]
    use super::theirs::*;
    use super::theirs::{Call, Guard, Held};
    use asyncmock::*;
    use core::prelude::v1::test;

    #[automock]
    trait Desk {
        fn pass(&self, call: Call, guard: Guard) -> Held;
    }

    #[test]
    fn a_name_that_two_globs_bring_is_imported() {
        let desk = MockDesk::new();
        desk.expect_pass().returning(|call, guard| Held(call.0 + guard.0));
        assert_eq!(desk.pass(Call(1), Guard(2)).0, 3);
    }
}
