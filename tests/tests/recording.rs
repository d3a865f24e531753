//! What is recorded of arguments: nothing of those that are ignored, which may be secrets, and a snapshot of those that are to
//! be kept, though they can't be compared.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use asyncmock::predicate::eq;
use asyncmock::{ANY, automock, mock, mock_fn};
use asyncmock_tests::{failure, failure_of, next_line};

#[automock(ignore(password))]
trait Door {
    async fn open(&self, user: &str, password: &str) -> bool;
    fn change(&self, password: &Password, to: Password);
    fn both(&self, password: &str, #[ignore] pin: u32);
    fn set(&self, password: String);
}

/// How often a password was printed or cloned.
static TOUCHED: AtomicUsize = AtomicUsize::new(0);

#[derive(PartialEq)]
struct Password(u32);

impl fmt::Debug for Password {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        TOUCHED.fetch_add(1, Ordering::Relaxed);
        out.write_str("Password")
    }
}

impl Clone for Password {
    fn clone(&self) -> Self {
        TOUCHED.fetch_add(1, Ordering::Relaxed);
        Password(self.0)
    }
}

#[tokio::test]
async fn what_is_ignored_stands_in_no_text_of_a_refusal() {
    let door = MockDoor::new();
    let by_value = next_line!();
    door.expect_open().with_args("ada", "hunter2").once().resolve_const(true);
    let by_predicate = next_line!();
    door.expect_open().with(eq("bob"), eq("hunter2")).never();
    let called = next_line!();
    let text = failure_of(door.open("ada", "letmein")).await;
    assert_eq!(
        text,
        format!(
            "MockDoor::open(\"ada\", <ignored>): No matching expectation found
  called at {called}
expectations of MockDoor::open, the nearest first, numbered in the order in which they are tried:
  1. Expectation(\"ada\", <ignored>) at {by_value}: not used, wanted once
       argument 2 (password) differs; it is ignored, so that it is not shown
  2. Expectation(var == \"bob\", <ignored>) at {by_predicate}: not used, wanted never
       argument 1 (user) differs:
         expected: \"bob\"
         actual:   \"ada\"
       argument 2 (password) differs; it is ignored, so that it is not shown
no other calls so far"
        )
    );
    // It is matched all the same.
    assert!(door.open("ada", "hunter2").await);
}

#[tokio::test]
async fn what_is_ignored_stands_in_no_text_of_what_is_unmet() {
    let door = MockDoor::relaxed();
    let expected = next_line!();
    door.expect_open().with_args("ada", "hunter2").once().resolve_const(true);
    let called = next_line!();
    door.open("ada", "letmein").await;
    assert_eq!(
        failure(|| drop(door)),
        format!(
            "MockDoor::open: Expectation(\"ada\", <ignored>) called 0 time(s) which is fewer than expected 1
  expected once, but no call used it
  expected at {expected}
calls so far:
  1. Door::open(\"ada\", <ignored>) at {called} [completed]"
        )
    );
}

#[test]
fn what_is_expected_of_it_is_not_printed_as_another_type_either() {
    let door = MockDoor::new();
    door.expect_set().with_args("hunter2").once().return_const(());
    let text = failure(|| door.set("letmein".to_owned()));
    assert!(text.contains("1. Expectation(<ignored>) at ") && !text.contains("hunter2"), "{text}");
    let text = failure(|| door.calls_to_set().assert_called_with("hunter2"));
    assert!(text.contains("\n  expected: Door::set(<ignored>)\n"), "{text}");
    door.clear_expectations();
}

#[tokio::test]
async fn what_is_ignored_equals_only_any_afterwards() {
    let door = MockDoor::relaxed();
    let called = next_line!();
    door.open("ada", "hunter2").await;
    door.calls_to_open().assert_awaited_once_with("ada", ANY);
    let asserted = next_line!();
    let text = failure(|| door.calls_to_open().assert_called_with("ada", "hunter2"));
    assert_eq!(
        text,
        format!(
            "Door::open: assert_called_with: the last call can't be compared with these arguments
  asserted at {asserted}
  expected: Door::open(\"ada\", <ignored>)
  argument `password` is ignored: it can be compared with ANY only
calls so far:
  1. Door::open(\"ada\", <ignored>) at {called} [completed]"
        )
    );
    let asserted = next_line!();
    let text = failure(|| door.calls_to_open().assert_any_call("bob", "hunter2"));
    assert_eq!(
        text,
        format!(
            "Door::open: assert_any_call: no call had these arguments
  asserted at {asserted}
  expected: Door::open(\"bob\", <ignored>)
  argument 1 (user) differs:
    expected: \"bob\"
    actual:   \"ada\"
  argument `password` is ignored: it can be compared with ANY only
calls so far:
  1. Door::open(\"ada\", <ignored>) at {called} [completed]"
        )
    );
    let asserted = next_line!();
    let text = failure(|| door.calls_to_open().assert_any_await("ada", "hunter2"));
    assert_eq!(
        text,
        format!(
            "Door::open: assert_any_await: no await is known to have had these arguments
  asserted at {asserted}
  expected: Door::open(\"ada\", <ignored>)
  argument `password` is ignored: it can be compared with ANY only
calls so far:
  1. Door::open(\"ada\", <ignored>) at {called} [completed]"
        )
    );
    let text = failure(|| _ = door.calls_to_open().get(0).unwrap().args());
    assert_eq!(text, "Door::open: args(): argument `password` is ignored");
}

#[tokio::test]
async fn calls_that_a_function_can_not_look_at_are_counted() {
    let door = MockDoor::relaxed();
    let called = next_line!();
    door.both("hunter2", 1);
    let calls = door.calls_to_both();
    let asserted = next_line!();
    let text = failure(|| calls.matching(|_, pin| *pin == 1).assert_called_once());
    assert_eq!(
        text,
        format!(
            "Door::both(<function>): assert_called_once: expected exactly 1 call, but there was none
  asserted at {asserted}
  arguments `password`, `pin` are ignored: `matching` left out 1 call, while `withf` sees them at the call
no such calls so far
other calls of Door::both:
  1. Door::both(<ignored>, <ignored>) at {called} [completed]"
        )
    );
    let by_function = calls.matching(|_, pin| *pin == 1).within(Duration::from_millis(1));
    let waited = next_line!();
    let text = failure_of(by_function.next()).await;
    assert_eq!(
        text,
        format!(
            "Door::both(<function>): next: timed out after 1ms: no further call came
  waited at {waited}
  arguments `password`, `pin` are ignored: `matching` left out 1 call, while `withf` sees them at the call
calls so far, whether they are of this view or not:
  1. Door::both(<ignored>, <ignored>) at {called} [completed]"
        )
    );
}

#[test]
fn what_is_ignored_is_seen_by_matchers_and_answers_alone() {
    let door = MockDoor::new();
    door.expect_change().withf(|password, to| password.0 == 1 && to.0 == 2).returning(|password, to| {
        assert_eq!((password.0, to.0), (1, 2));
    });
    let before = TOUCHED.load(Ordering::Relaxed);
    door.change(&Password(1), Password(2));
    // Of the other, which isn't ignored, a snapshot is made.
    assert_eq!(TOUCHED.load(Ordering::Relaxed), before + 1);
    assert!(asyncmock::journal().to_string().contains("Door::change(<ignored>, Password) at"));
}

// Wherever a parameter can stand.

mod vault {
    use asyncmock::automock;

    pub(super) struct Vault;

    #[automock]
    impl Vault {
        pub(super) fn store(&self, #[ignore] secret: &[u8], name: &'static str) {
            assert_eq!((secret.len(), name), (0, ""), "the real one stores nothing");
        }
    }

    #[automock(ignore(seed))]
    pub(super) mod dice {
        pub fn throw(seed: u64, #[cfg_attr(all(), ignore)] bonus: u32) -> u64 {
            seed + u64::from(bonus)
        }
    }
}

mock! {
    Safe {
        fn turn(&self, #[ignore] to: (u32, u32), clicks: u32);
    }
}

#[automock(ignore(value))]
trait Cell<T: 'static> {
    fn put<K: fmt::Debug + 'static>(&self, key: K, value: T);
    fn lend<'a>(&self, value: &'a [&'a str], other: Option<&'a str>);
}

#[test]
fn an_attribute_ignores_a_parameter_wherever_it_stands() {
    vault::Vault.store(&[], "");
    let store = vault::MockVault::relaxed();
    store.store(&[1, 2, 3], "name");
    assert!(store.calls_to_store().last().unwrap().to_string().starts_with("Vault::store(<ignored>, \"name\") at "));

    assert_eq!(vault::dice::throw(1, 2), 3);
    let context = vault::mock_dice::throw_context();
    context.expect().returning(|seed, bonus| seed + u64::from(bonus));
    assert_eq!(vault::mock_dice::throw(3, 4), 7);
    assert!(context.calls().last().unwrap().to_string().starts_with("dice::throw(<ignored>, <ignored>) at "));

    let safe = MockSafe::relaxed();
    safe.turn((1, 2), 3);
    assert!(safe.calls_to_turn().last().unwrap().to_string().starts_with("Safe::turn(<ignored>, 3) at "));

    let charge = mock_fn!(charge: fn(#[ignore] card: &str, cents: u32) -> u32);
    charge.expect().returning(|_, cents| cents);
    assert_eq!(charge.as_fn()("4242", 5), 5);
    let call = charge.calls().last().unwrap().to_string();
    assert!(call.starts_with("mock_fn::charge(<ignored>, 5) at "), "{call}");
}

#[test]
fn generic_and_borrowed_arguments_are_ignored_as_well() {
    let cell = MockCell::<String>::relaxed();
    cell.put("key", "secret".to_owned());
    let calls = cell.calls_to_put::<&'static str>();
    assert!(calls.last().unwrap().to_string().starts_with("Cell::put(\"key\", <ignored>) at "));
    cell.lend(&["secret"], Some("plain"));
    let calls = cell.calls_to_lend();
    assert!(calls.last().unwrap().to_string().starts_with("Cell::lend(<ignored>, Some(\"plain\")) at "));
    assert_eq!(failure(|| _ = calls.last().unwrap().args()), "Cell::lend: args(): argument `value` is ignored");
}

// What is to be kept.

#[derive(Clone)]
struct Order {
    id: u32,
}

#[automock(keep(order))]
trait Shop {
    fn sell(&self, order: Order);
    async fn ship(&self, order: &Order, #[keep] to: Option<&str>, #[keep] owner: Arc<Order>) -> bool;
    fn list(&self, #[keep] orders: &[Order]);
}

#[tokio::test]
async fn what_is_kept_can_be_looked_at_though_it_can_not_be_compared() {
    let shop = MockShop::relaxed();
    shop.sell(Order { id: 1 });
    shop.sell(Order { id: 2 });
    let (order,) = shop.calls_to_sell().last().unwrap().args().clone();
    assert_eq!(order.id, 2);
    shop.calls_to_sell().matching(|order| order.id == 1).assert_called_once();
    let owner = Arc::new(Order { id: 4 });
    shop.ship(&Order { id: 3 }, Some("Rome"), Arc::clone(&owner)).await;
    let call = shop.calls_to_ship().last().unwrap();
    let (order, to, kept) = call.args();
    assert_eq!((order.id, to.as_deref(), kept.id), (3, Some("Rome"), 4));
    // It is the very one, which the journal keeps alive, as was asked for.
    assert!(Arc::ptr_eq(&owner, kept));
    shop.list(&[Order { id: 5 }]);
    assert_eq!(shop.calls_to_list().last().unwrap().args().0[0].id, 5);
    shop.calls_to_sell().assert_any_call(ANY);
}
