//! Several mocks of one trait are told apart, and a call that no expectation takes says who expects it.

use std::fmt;
use std::sync::{Arc, Mutex};
use std::thread;

use asyncmock::predicate::function;
use asyncmock::{automock, mock, mock_fn};
use asyncmock_tests::{failure, failure_of, here, next_line};

#[automock]
trait Payments {
    async fn charge(&self, account: &str, cents: u32) -> bool;
    fn refund(&self, account: &str);
}

#[automock]
trait Vault {
    fn open(&self) -> Secret;
}

/// Has no default.
#[derive(Debug)]
struct Secret;

#[tokio::test]
async fn the_second_has_a_number_everywhere() {
    let first = MockPayments::relaxed();
    let second = MockPayments::new();
    let expected = next_line!();
    second.expect_charge().with_args("ada", 100).once().resolve_const(true);
    let refunded = next_line!();
    first.refund("ada");
    let called = next_line!();
    let text = failure_of(second.charge("bob", 100)).await;
    assert_eq!(
        text,
        format!(
            "MockPayments#2::charge(\"bob\", 100): No matching expectation found
  called at {called}
expectations of MockPayments#2::charge, in the order in which they are tried:
  1. Expectation(\"ada\", 100) at {expected}: not used, wanted once
       argument 1 (account) differs:
         expected: \"ada\"
         actual:   \"bob\"
other methods so far:
  Payments::refund(\"ada\") at {refunded} [completed]"
        )
    );
    let asserted = next_line!();
    let text = failure(|| second.calls_to_charge().assert_awaited_once_with("ada", 100));
    assert_eq!(
        text,
        format!(
            "Payments#2::charge: assert_awaited_once_with: the only await had other arguments
  asserted at {asserted}
  expected: Payments#2::charge(\"ada\", 100)
  argument 1 (account) differs:
    expected: \"ada\"
    actual:   \"bob\"
calls so far:
  1. Payments#2::charge(\"bob\", 100) at {called} [panicked]
other methods so far:
  Payments::refund(\"ada\") at {refunded} [completed]"
        )
    );
    let journal: Vec<String> = asyncmock::journal().lines().collect();
    assert!(journal[0].starts_with("Payments::refund(\"ada\") at "), "{journal:?}");
    assert!(journal[1].starts_with("Payments#2::charge(\"bob\", 100) at "), "{journal:?}");
    assert_eq!(format!("{first:?} {second:?}"), "MockPayments MockPayments#2");
    assert!(failure(|| drop(second)).starts_with("MockPayments#2::charge: Expectation(\"ada\", 100) called 0 time(s)"));
}

#[test]
fn one_after_the_other_has_none() {
    for _ in 0..3 {
        let payments = MockPayments::new();
        assert_eq!(format!("{payments:?}"), "MockPayments");
        let vault = MockVault::new();
        assert_eq!(format!("{vault:?}"), "MockVault", "it is another trait's");
        let other = MockPayments::new();
        assert_eq!(format!("{other:?}"), "MockPayments#2");
    }
}

#[asyncmock::test]
async fn one_after_the_other_has_none_under_the_harness() {
    for _ in 0..3 {
        let payments = MockPayments::new();
        assert_eq!(format!("{payments:?}"), "MockPayments");
    }
}

#[test]
fn a_name_stands_in_place_of_the_number() {
    let main = MockPayments::named("main");
    let backup = MockPayments::named(&format!("{}up", "back"));
    assert_eq!(format!("{main:?} {backup:?}"), "MockPayments#main MockPayments#backup");
    let text = failure(|| backup.refund("ada"));
    assert!(text.starts_with("MockPayments#backup::refund(\"ada\"): No matching expectation found\n"), "{text}");
    assert!(asyncmock::journal().to_string().contains("Payments#backup::refund(\"ada\") at "));
}

/// A method of the user's may be called so.
mod called_named {
    use super::*;

    #[automock]
    trait Registry {
        fn named(&self, name: &str) -> u32;
    }

    #[test]
    fn a_method_is_the_traits() {
        let registry = MockRegistry::new();
        registry.expect_named().with_args("cat").return_const(7_u32);
        assert_eq!(registry.named("cat"), 7);
    }
}

#[test]
fn callables_have_names_of_their_own() {
    let (first, other) = (mock_fn!(fn(u32) -> u32), mock_fn!(fn(u32) -> u32));
    assert_eq!(format!("{first:?} {other:?}"), "mock_fn mock_fn");
}

#[test]
fn another_mock_that_expects_the_call_is_named() {
    let payments = MockPayments::new();
    let made = next_line!();
    let backup = MockPayments::named("backup");
    let expected = next_line!();
    backup.expect_refund().with_args("ada").return_const(());
    let called = next_line!();
    let text = failure(|| payments.refund("ada"));
    assert_eq!(
        text,
        format!(
            "MockPayments::refund(\"ada\"): No matching expectation found
  called at {called}
  another mock expects this call: MockPayments#backup (made at {made}), at {expected}
no expectation was set for MockPayments::refund
no other calls so far"
        )
    );
    for refuses in ["bob", "eve"] {
        let text = failure(|| payments.refund(refuses));
        assert!(!text.contains("another mock"), "{text}");
    }
}

#[test]
fn one_that_expects_no_more_calls_is_not() {
    let (payments, other) = (MockPayments::new(), MockPayments::new());
    other.expect_refund().with_args("ada").once().return_const(());
    other.refund("ada");
    let text = failure(|| payments.refund("ada"));
    assert!(!text.contains("another mock"), "{text}");
}

#[test]
fn a_matcher_of_another_thread_is_not_asked() {
    let (payments, other) = (Arc::new(MockPayments::new()), MockPayments::new());
    other.expect_refund().withf_st(|_| panic!("it is asked elsewhere")).return_const(());
    let moved = Arc::clone(&payments);
    let ended = thread::spawn(move || failure(|| moved.refund("ada"))).join();
    assert!(!ended.unwrap().contains("another mock"));
    drop(failure(|| drop(payments)));
}

#[test]
fn a_checkpoint_that_dropped_expectations_is_named() {
    let payments = MockPayments::new();
    payments.expect_refund().return_const(());
    payments.refund("ada");
    let checkpoint = next_line!();
    payments.checkpoint();
    let called = next_line!();
    let text = failure(|| payments.refund("bob"));
    assert!(
        text.starts_with(&format!(
            "MockPayments::refund(\"bob\"): No matching expectation found
  called at {called}
no expectation is left for MockPayments::refund: 1 expectation was dropped by checkpoint() at {checkpoint}
calls so far:\n"
        )),
        "{text}"
    );
    payments.expect_refund().with_args("eve").return_const(());
    payments.expect_refund().with_args("eva").return_const(());
    let text = failure(|| payments.refund("bob"));
    assert!(
        text.contains(&format!("\n  (1 expectation was dropped by checkpoint() at {checkpoint})\ncalls so far:\n"))
    );
    let checkpoint = next_line!();
    payments.checkpoint();
    let text = failure(|| payments.refund("bob"));
    assert!(text.contains(&format!(": 2 expectations were dropped by checkpoint() at {checkpoint}\n")), "{text}");
}

#[test]
fn a_relaxed_mock_that_can_make_no_value_says_so() {
    let vault = MockVault::relaxed();
    let called = next_line!();
    let text = failure(|| vault.open());
    assert_eq!(
        text,
        format!(
            "MockVault::open(): No matching expectation found
  called at {called}
  the mock is relaxed, but the method's value has no default to answer with; expect the call
no expectation was set for MockVault::open
no other calls so far"
        )
    );
}

// A text runs no more of the user's code than it must.

#[automock]
trait Store {
    fn put(&self, secret: Locked);
    fn count(&self, item: u32) -> u32;
}

/// Has a `Debug` that waits for a lock.
#[derive(Clone)]
struct Locked(Arc<Mutex<u32>>);

impl PartialEq for Locked {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for Locked {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.lock().unwrap().fmt(out)
    }
}

#[test]
fn nothing_of_another_mock_waits_for_what_a_call_holds() {
    let locked = Locked(Arc::new(Mutex::new(7)));
    let (store, other) = (MockStore::relaxed(), MockStore::named("other"));
    let also = Arc::clone(&locked.0);
    other.expect_count().withf(move |item| *item == *also.lock().unwrap()).return_const(1_u32);
    let put = next_line!();
    store.put(locked.clone());
    let plain = MockStore::new();
    let held = locked.0.lock().unwrap();
    let called = next_line!();
    let text = failure(|| plain.count(7));
    drop(held);
    assert_eq!(
        text,
        format!(
            "MockStore#3::count(7): No matching expectation found
  called at {called}
no expectation was set for MockStore#3::count
other methods so far:
  Store::put(..) at {put} [completed]"
        )
    );
}

#[automock]
trait Ledger {
    fn book(&self, entry: Booked);
}

/// Has a `Debug` that calls a mock.
#[derive(Clone)]
struct Booked(Arc<MockStore>, u32);

impl PartialEq for Booked {
    fn eq(&self, other: &Self) -> bool {
        self.1 == other.1
    }
}

impl fmt::Debug for Booked {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.0.count(self.1))
    }
}

#[test]
fn a_debug_that_calls_a_mock_ends() {
    let (store, ledger) = (Arc::new(MockStore::new()), MockLedger::new());
    ledger.expect_book().with_args(Booked(Arc::clone(&store), 1));
    let text = failure(|| ledger.book(Booked(Arc::clone(&store), 2)));
    let refused = "<its Debug panicked: MockStore::count: No matching expectation found for a call by a `Debug`, `Clone`, \
                   `PartialEq`, `Drop` or predicate that a report or a record runs>";
    assert!(text.starts_with(&format!("MockLedger::book({refused}): No matching expectation found\n")), "{text}");
}

#[test]
fn expectations_that_are_out_are_not_described_as_others() {
    let store = Arc::new(MockStore::new());
    store.expect_count().with_args(7).return_const(1_u32);
    let within = Arc::clone(&store);
    store.expect_count().with(function(move |item: &u32| *item == 3 && within.count(1) == 1)).return_const(1_u32);
    let text = failure(|| store.count(3));
    assert!(text.contains("called from within a matcher of the same method"), "{text}");
    assert!(text.contains("\n  1. Expectation(<not known while a matcher runs>) at "), "{text}");
    store.clear_expectations();
}

#[automock(spy)]
trait Diary {
    fn write(&self, line: &str);
}

#[automock(guard)]
trait Tenancy {
    fn renew(&self, name: &str);
}

/// However it is made, a mock knows where.
#[test]
fn the_place_where_another_mock_was_made_is_the_tests() {
    struct Paper;
    impl Diary for Paper {
        fn write(&self, _: &str) {}
    }
    #[track_caller]
    fn assert_made(text: &str, name: &str, made: &str) {
        assert!(text.contains(&format!("\n  another mock expects this call: {name} (made at {made}), at ")), "{text}");
    }
    let made = here!();
    let others = [MockDiary::default(), MockDiary::relaxed(), MockDiary::strict(), MockDiary::wrapping(Paper)];
    let diary = MockDiary::new();
    for (number, other) in others.into_iter().enumerate() {
        other.expect_write().with_args("x").return_const(());
        let name = if number == 0 { "MockDiary".to_owned() } else { format!("MockDiary#{}", number + 1) };
        let (line, number) = made.rsplit_once(':').map(|(file, line)| (file, line.parse::<u32>().unwrap())).unwrap();
        assert_made(&failure(|| diary.write("x")), &name, &format!("{line}:{}", number + 1));
        other.clear_expectations();
    }
    let tenancy = MockTenancy::new();
    let made = next_line!();
    let other = MockTenancy::new();
    other.expect_renew().with_args("x").return_const(());
    assert_made(&failure(|| tenancy.renew("x")), "MockTenancy#2", &made);
    other.clear_expectations();
}

mock! {
    Bookshop {
        fn sell(&self, title: &str, cents: u32);
    }
}

mock! {
    /// Declares its method as `MockBookshop` does.
    Secondhand {
        fn sell(&self, title: &str, cents: u32);
    }
}

#[test]
fn a_mock_of_something_else_does_not_expect_the_call() {
    let (bookshop, secondhand) = (MockBookshop::new(), MockSecondhand::new());
    secondhand.expect_sell().with_args("Emma", 300).return_const(());
    let called = next_line!();
    let text = failure(|| bookshop.sell("Emma", 300));
    assert_eq!(
        text,
        format!(
            "MockBookshop::sell(\"Emma\", 300): No matching expectation found
  called at {called}
no expectation was set for MockBookshop::sell
no other calls so far"
        )
    );
    secondhand.clear_expectations();
}
