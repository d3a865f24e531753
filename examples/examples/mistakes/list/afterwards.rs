//! What a test asks when the calls were made, waits for, or leaves behind.

use super::{Mistake, body, case, fails, mistake, passes};
use crate::with_asyncmock::afterwards as ours;
use crate::{with_mockall, with_unimock};

const NO_CALLS: &str = "can't be said, as calls are not kept: what is expected is said before them";
const NO_WAITS: &str = "can't be said, as there is no wait for a call";
const NO_GUARDS: &str = "can't be said, as it knows nothing of how long a value is held";
const NO_TIME: &str = "can't be said, as it knows nothing of how long a call takes";
const HANGS: &str = "the test hangs";

pub(super) fn mistakes() -> Vec<Mistake> {
    vec![
        mistake(
            "`assert_called_with`, where an earlier of 30 calls matches",
            [case(
                body!(ours::earlier_call_matches),
                &[r#"payments.calls_to_charge().assert_called_with("acct5", 105);"#],
                &[
                    "Payments::charge: assert_called_with: the last call had other arguments",
                    r#"expected: Payments::charge("acct5", 105)"#,
                    r#"actual:   "acct29""#,
                    r#"an earlier one matches, which `assert_any_call` looks for: 6. Payments::charge("acct5", 105) at "#,
                ],
            )
            .others(NO_CALLS)],
        ),
        mistake(
            "`assert_any_call`, with a near miss among 60",
            [case(
                body!(ours::near_miss),
                &[r#"payments.calls_to_charge().assert_any_call("acct5", 501);"#],
                &[
                    "Payments::charge: assert_any_call: no call had these arguments",
                    // Which of the sixty it is, as it is not among those that are listed.
                    r#"nearest:  6. Payments::charge("acct5", 105) at "#,
                    "argument 2 (cents) differs:\n    expected: 501\n    actual:   105",
                ],
            )
            .others(NO_CALLS)],
        ),
        mistake(
            "`assert_called_once_with`, where there are two",
            [case(
                body!(ours::not_only_once),
                &[r#"payments.calls_to_charge().assert_called_once_with("acct0", 100);"#],
                &[
                    "Payments::charge: assert_called_once_with: expected exactly 1 call, but there were 2",
                    r#"1. Payments::charge("acct0", 100) at "#,
                    r#"2. Payments::charge("acct0", 100) at "#,
                ],
            )
            .others(NO_CALLS)],
        ),
        mistake(
            "`assert_has_calls`, with a call in between",
            [case(
                body!(ours::not_in_a_row),
                &[r#"payments.calls_to_charge().assert_has_calls([("acct1", 101), ("acct3", 103)]);"#],
                &[
                    "Payments::charge: assert_has_calls: the calls do not contain these in a row",
                    r#"expected: Payments::charge("acct1", 101)"#,
                    r#"expected: Payments::charge("acct3", 103)"#,
                    "they are there in this order, with others between them; `assert_in_order!` asks for that",
                    r#"3. Payments::charge("acct2", 102) at "#,
                ],
            )
            .others(NO_CALLS)],
        ),
        mistake(
            "A forgotten `.await`, with and without `times`",
            [
                case(
                    body!(ours::forgotten_await_with_times),
                    &[
                        r#"payments.expect_charge().with_args("ada", 100).once().return_const(true);"#,
                        r#"drop(payments.charge("ada", 100));"#,
                    ],
                    &[
                        r#"MockPayments::charge: Expectation("ada", 100) called 0 time(s)"#,
                        "which is fewer than expected 1",
                        "these calls do not count, as they were never awaited:\n    Payments::charge(\"ada\", 100) at ",
                    ],
                )
                .mockall(fails!(with_mockall::forgotten_await_with_times))
                .unimock(fails!(with_unimock::forgotten_await_with_times)),
                case(
                    body!(ours::forgotten_await),
                    &[
                        r#"payments.expect_charge().with_args("ada", 100).return_const(true);"#,
                        r#"drop(payments.charge("ada", 100));"#,
                    ],
                    &["1 call was never awaited", r#"1. Payments::charge("ada", 100) at "#, "await them"],
                )
                .mockall(passes!(with_mockall::forgotten_await))
                .unimock(fails!(with_unimock::forgotten_await)),
            ],
        ),
        mistake(
            "A task fails, and nobody looks",
            [case(
                body!(ours::task_nobody_looks_at),
                &[
                    r#"payments.expect_charge().with_args("ada", 100).return_const(true);"#,
                    r#"drop(tokio::spawn(async move { payments.charge("eve", 100).await }));"#,
                ],
                &[
                    "a mock failed in a task or on a thread of its own, where the failure was lost",
                    r#"MockPayments::charge("eve", 100): No matching expectation found"#,
                    "expected: \"ada\"\n         actual:   \"eve\"",
                ],
            )
            .mockall(passes!(with_mockall::task_nobody_looks_at))
            .unimock(fails!(with_unimock::task_nobody_looks_at))],
        ),
        mistake(
            "Cancelled by a timeout",
            [case(
                body!(ours::cancelled),
                &[
                    r#"let _ = timeout(Duration::from_secs(1), payments.charge("ada", 100)).await;"#,
                    "payments.calls_to_charge().assert_none_cancelled();",
                ],
                &[
                    "Payments::charge: assert_none_cancelled: expected no call to be cancelled, but 1 was",
                    r#"Payments::charge("ada", 100) at "#,
                    "[cancelled after 1s]",
                ],
            )
            .mockall(passes!(with_mockall::cancelled))
            .unimock(passes!(with_unimock::cancelled))],
        ),
        mistake(
            "Two mutexes",
            [case(
                body!(ours::two_mutexes),
                &["let _accounts = accounts.lock().await;", "let _orders = orders.lock().await;"],
                &[
                    "deadlock: no task can run, and no timer is set",
                    "it waits in tokio::sync::mutex::Mutex<T>::lock\n    at tests/shop.rs:",
                    "1. task spawned at tests/shop.rs:",
                    // Where the task waits, which has the other one.
                    "[pending]\n     it waits in tokio::sync::mutex::Mutex<T>::lock",
                    r#"Payments::charge("acct0", 100) at "#,
                ],
            )
            .others(HANGS)],
        ),
        mistake(
            "A wait for a call that never comes, also through a filter",
            [
                case(
                    body!(ours::wait_for_no_call),
                    &[r#"assert_eq!(charges.next().await.args().0, "acct0");"#, "charges.next().await;"],
                    &[
                        "Payments::charge: next: ",
                        "no further call came",
                        "waited at ",
                        r#"1. Payments::charge("acct0", 100) at "#,
                    ],
                )
                .others(NO_WAITS),
                case(
                    body!(ours::wait_through_a_filter),
                    &[r#"payments.calls_to_charge().with_args("bob", 100).next().await;"#],
                    &[
                        r#"Payments::charge("bob", 100): next: "#,
                        "waited at ",
                        // What it lists are the calls that the filter leaves out.
                        "calls so far, whether they are of this view or not:",
                        r#"Payments::charge("acct0", 100) at "#,
                    ],
                ),
            ],
        ),
        mistake(
            "A guard that is not committed",
            [case(
                body!(ours::not_committed),
                &[
                    "tx.expect_insert().with_args(7).return_const(false);",
                    "book(&db, 7).await;",
                    r#"db.guards_of_begin().assert_released_by("commit");"#,
                ],
                &[
                    r#"Db::begin: assert_released_by("commit"): 1 of 1 guard was not finished by commit"#,
                    "1. guard of Db::begin() at ",
                    "[released]",
                ],
            )
            .mockall(fails!(with_mockall::not_committed))
            .unimock(fails!(with_unimock::not_committed))],
        ),
        mistake(
            "A connection that is held across an await",
            [case(
                body!(ours::held_across_an_await),
                &[
                    r#"payments.charge("ada", 100).await;"#,
                    "pool.guards_of_acquire().assert_not_held_during(&payments.calls_to_charge());",
                ],
                &[
                    "Pool::acquire: assert_not_held_during Payments::charge: ",
                    "the guard of Pool::acquire() at tests/shop.rs:10",
                    r#"was held during Payments::charge("ada", 100) at tests/shop.rs:11"#,
                ],
            )
            .others(NO_GUARDS)],
        ),
        mistake(
            "Too many at once: `assert_max_in_flight`",
            [case(
                body!(ours::too_many_at_once),
                &["join_all((0..3).map(charge)).await;", "payments.calls_to_charge().assert_max_in_flight(2);"],
                &[
                    "Payments::charge: assert_max_in_flight: expected at most 2 in flight at once, but there were 3",
                    r#"at once: Payments::charge("ada", 2) at "#,
                    "timeline, in the order of events:",
                ],
            )
            .others(NO_TIME)],
        ),
    ]
}
