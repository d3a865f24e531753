//! Traits, impl blocks and mocks that come out of `macro_rules!`: whoever wrote the attribute, and whoever the tokens.

#![allow(clippy::ptr_arg, reason = "a fragment may be any type")]

use std::pin::Pin;
use std::sync::Arc;

use asyncmock::{automock, mock, mock_fn};
use asyncmock_tests::{failure, next_line};
use futures::executor::block_on;

/// The attribute is passed on by a macro, and all else is its caller's: `self` among it, which is a name of the caller's.
macro_rules! forward {
    ($(#[$attribute:meta])* => $($item:tt)*) => {
        $(#[$attribute])*
        $($item)*
    };
}

mod forwarded {
    use super::*;

    forward!(#[automock] =>
        trait Bell {
            fn ring(&self, times: u32) -> u32;
            fn tune(&mut self, to: &mut u32);
            fn melt(self, heat: u32) -> u32;
            fn boxed(self: Box<Self>) -> u32;
            fn shared(self: Arc<Self>) -> u32;
            fn pinned(self: Pin<&mut Self>) -> u32;
            fn pinned_to_share(self: Pin<&Self>) -> u32;
            fn pinned_to_lend(self: Pin<&mut Self>) -> &mut u32;
            fn lends(&self) -> &str;
            fn lends_to_change(&mut self) -> &mut u32;
            fn lends_any<T: Send + Sync + 'static>(&mut self, like: T) -> &mut T;
            fn views(&mut self, views: &mut Vec<&str>) -> usize;
            fn takes<T: 'static>(&self, value: T) -> bool;
            fn made() -> u32;
            async fn rest(&self, who: &str, by: &mut u32) -> bool;
            async fn last(self) -> u32;
            fn later(&self) -> Pin<Box<dyn Future<Output = u32> + Send + '_>>;
        }
    );

    #[test]
    fn every_way_to_take_the_mock() {
        let bell = || {
            let bell = MockBell::new();
            bell.expect_ring().with_args(2).return_const(3_u32);
            bell.expect_melt().with_args(9).return_const(1_u32);
            bell.expect_boxed().return_const(4_u32);
            bell.expect_shared().return_const(5_u32);
            bell.expect_pinned().return_const(6_u32);
            bell.expect_pinned_to_share().return_const(7_u32);
            bell.expect_pinned_to_lend().return_var(8);
            bell.expect_lends().return_const("mine".to_owned());
            bell.expect_lends_to_change().return_var(9);
            bell.expect_tune().returning(|to| *to += 1);
            bell.expect_lends_any::<u8>().return_var(1);
            bell.expect_views().returning(|views| views.len());
            bell.expect_takes::<u8>().return_const(true);
            bell.expect_rest().returning(|who, by| who.len() == *by as usize);
            bell.expect_last().return_const(10_u32);
            bell.expect_later().resolve_const(11_u32);
            bell
        };
        let mut first = bell();
        let mut pitch = 1;
        first.tune(&mut pitch);
        assert_eq!((first.ring(2), pitch, first.lends()), (3, 2, "mine"));
        *first.lends_to_change() += 1;
        assert_eq!((*first.lends_to_change(), *first.lends_any(3_u8)), (10, 1));
        assert_eq!((first.views(&mut vec!["a"]), first.takes(2_u8)), (1, true));
        assert_eq!((Pin::new(&first).pinned_to_share(), Pin::new(&mut first).pinned()), (7, 6));
        *Pin::new(&mut first).pinned_to_lend() += 1;
        assert!(block_on(first.rest("a", &mut 1)));
        assert_eq!((block_on(first.later()), first.melt(9)), (11, 1));
        assert_eq!((Box::new(bell()).boxed(), Arc::new(bell()).shared(), block_on(bell().last())), (4, 5, 10));
        let made = MockBell::made_context();
        made.expect().return_const(12_u32);
        assert_eq!(MockBell::made(), 12);
    }

    #[test]
    fn a_call_that_is_not_expected() {
        let bell = MockBell::new();
        let place = next_line!();
        let text = failure(|| bell.ring(2));
        assert_eq!(
            text,
            format!(
                "MockBell::ring(2): No matching expectation found\n  called at {place}\n\
                 no expectation was set for MockBell::ring\nno other calls so far"
            )
        );
    }

    forward!(#[automock(default_bodies)] =>
        trait Clock {
            fn now(&self) -> u64;
            fn later(&self, by: u64) -> u64 {
                self.now() + by
            }
            async fn soon(&self, (from, by): (u64, u64)) -> u64 {
                self.later(by) + from
            }
        }
    );

    #[test]
    fn bodies_of_the_trait() {
        let clock = MockClock::new();
        clock.expect_now().return_const(10_u64);
        assert_eq!((clock.later(5), block_on(clock.soon((1, 2)))), (15, 13));
    }

    forward!(#[automock(spy)] =>
        trait Read {
            fn line(&self, number: u32) -> String;
            async fn page(&self, name: &str, part: &u32) -> usize;
        }
    );

    impl Read for u32 {
        fn line(&self, number: u32) -> String {
            (self + number).to_string()
        }
        async fn page(&self, name: &str, part: &u32) -> usize {
            name.len() + *part as usize
        }
    }

    #[test]
    fn spies() {
        let read = MockRead::wrapping(4_u32);
        assert_eq!((read.line(3), block_on(read.page("a", &1))), ("7".to_owned(), 2));
    }

    forward!(#[automock(guard)] =>
        trait Tx {
            async fn commit(self) -> u32;
            fn rollback(self) -> u32;
        }
    );

    #[test]
    fn guards() {
        let tx = || {
            let tx = MockTx::new();
            tx.expect_commit().return_const(1_u32);
            tx.expect_rollback().return_const(2_u32);
            tx
        };
        assert_eq!((block_on(tx().commit()), tx().rollback()), (1, 2));
    }

    forward!(#[async_trait::async_trait] #[automock] =>
        trait Above {
            async fn copy(&self, from: &str, to: &u32) -> u32;
        }
    );
    forward!(#[automock] #[async_trait::async_trait] =>
        trait Below {
            async fn copy(&self, from: &str, to: &u32) -> u32;
        }
    );

    #[test]
    fn async_trait() {
        let (above, below) = (MockAbove::new(), MockBelow::new());
        above.expect_copy().with_args("a", &1).resolve_const(2_u32);
        below.expect_copy().with_args("a", &1).return_const(3_u32);
        assert_eq!((block_on(above.copy("a", &1)), block_on(below.copy("a", &1))), (2, 3));
    }

    #[allow(dead_code, reason = "its mock is used")]
    struct Real;

    forward!(#[automock] #[allow(dead_code, reason = "the mock's are used")] =>
        impl Real {
            fn plain(&self, x: u32) -> u32 {
                x
            }
            async fn one(&self, name: &str) -> usize {
                name.len()
            }
            async fn two(&self, name: &str, with: &u32) -> usize {
                name.len() + *with as usize
            }
        }
    );

    #[test]
    fn impl_blocks() {
        let real = MockReal::new();
        real.expect_plain().returning(|x| x);
        real.expect_one().with_args("a").return_const(2_usize);
        real.expect_two().with_args("a", &1).return_const(3_usize);
        assert_eq!((real.plain(1), block_on(real.one("a")), block_on(real.two("a", &1))), (1, 2, 3));
    }
}

/// All but the names is the macro's.
mod named_by_the_caller {
    use super::*;

    macro_rules! store {
        ($trait:ident, $method:ident($argument:ident)) => {
            #[automock]
            trait $trait {
                fn $method(&self, $argument: u32, other: u32) -> u32;
                async fn later(&mut self, $argument: &str, other: &str) -> usize;
            }
        };
    }

    store!(Store, put(value));

    #[test]
    fn a_trait_is_mocked() {
        let mut store = MockStore::new();
        store.expect_put().with_args(1, 2).returning(|value, other| value + other);
        store.expect_later().returning(|value, other| value.len() + other.len());
        assert_eq!((store.put(1, 2), block_on(store.later("a", "b"))), (3, 2));
    }
}

/// What was parsed as a type, a path or a visibility comes as one token, whatever it is made of.
mod fragments {
    use super::*;

    macro_rules! shelf {
        (
            $vis:vis $name:ident, $mock:ident, $from:path, $value:ty, $borrowed:ty, $this:ty, $future:ty, $bound:path, $called:path,
            $number:ty
        ) => {
            #[automock(type Item = $value; const WIDTH: $number = 3;)]
            $vis trait $name {
                type Item;
                const WIDTH: $number;
                fn value(&self, x: $value) -> $value;
                fn reference(&self, x: &$value) -> &$value;
                fn change(&mut self, x: &mut $value) -> &mut $value;
                fn borrowed(&self, x: $borrowed, y: Option<$borrowed>) -> usize;
                fn pinned(self: Pin<$this>) -> u32;
                fn item(&self, x: Self::Item) -> Vec<Self::Item>;
                fn bounded<T: $bound + 'static>(&self, x: T) -> u32;
                fn hidden(&self, x: impl $bound) -> String;
                fn object(&self, x: &dyn $bound) -> Box<dyn $bound>;
                fn called<F: $called + 'static>(&self, f: F) -> u32;
                fn constant<const N: $number>(&self, x: [$value; N]) -> usize;
                fn future(&self) -> $future;
                async fn later(&self, x: $value, y: &$value, z: $borrowed) -> $value;
            }

            mock! {
                $vis $mock {
                    $vis fn value(&self, x: $value) -> $value;
                    $vis async fn later(&self, x: &$value) -> $value;
                }
                impl $from for $mock {
                    fn from(value: $value) -> Self;
                }
            }
        };
    }

    shelf!(
        pub(crate) Shelf, Text, From<String>, String, &str, &mut Self, Pin<Box<dyn Future<Output = u32> + Send>>,
        std::fmt::Display, Fn(u32) -> u32, usize
    );

    #[test]
    fn in_a_trait() {
        let mut shelf = MockShelf::new();
        shelf.expect_value().with_args("a").returning(|x| x + "b");
        shelf.expect_reference().with_args("a").return_const("c".to_owned());
        shelf.expect_change().return_var("d".to_owned());
        shelf.expect_borrowed().with_args("e", Some("f")).return_const(1_usize);
        shelf.expect_pinned().return_const(2_u32);
        shelf.expect_item().returning(|x| vec![x]);
        shelf.expect_bounded::<u8>().with_args(3).return_const(4_u32);
        shelf.expect_hidden().returning(|x| x.to_string());
        shelf.expect_object().returning(|x| Box::new(x.to_string()));
        shelf.expect_called().returning(|f| f(4));
        shelf.expect_constant::<2>().returning(|x| x.len());
        shelf.expect_future().resolve_const(6_u32);
        shelf.expect_later().returning(|x, y, z| x + y + z);
        let text = || "a".to_owned();
        assert_eq!((shelf.value(text()), shelf.reference(&text()).as_str()), ("ab".to_owned(), "c"));
        assert_eq!(shelf.change(&mut text()), "d");
        assert_eq!(shelf.borrowed("e", Some("f")), 1);
        assert_eq!((Pin::new(&mut shelf).pinned(), shelf.item(text()), shelf.bounded(3_u8)), (2, vec![text()], 4));
        assert_eq!((shelf.hidden(text()), shelf.object(&1).to_string()), (text(), "1".to_owned()));
        assert_eq!((shelf.called(|x| x + 1), shelf.constant([text(), text()]), block_on(shelf.future())), (5, 2, 6));
        assert_eq!(block_on(shelf.later(text(), &text(), "a")), "aaa");
        assert_eq!(MockShelf::WIDTH, 3);
    }

    #[test]
    fn in_a_mock() {
        let from = MockText::from_context();
        from.expect().returning(|_| MockText::new());
        let text = MockText::from("a".to_owned());
        text.expect_value().returning(|x| x);
        text.expect_later().with_args("b").return_const("c".to_owned());
        assert_eq!(
            (text.value("a".to_owned()), block_on(text.later(&"b".to_owned()))),
            ("a".to_owned(), "c".to_owned())
        );
    }

    macro_rules! callable {
        ($value:ty) => {
            mock_fn!(fn($value, &$value) -> $value)
        };
    }

    #[test]
    fn in_a_callable() {
        let add = callable!(u32);
        add.expect().returning(|a, b| a + b);
        assert_eq!(add.as_fn()(1, &2), 3);
    }
}
