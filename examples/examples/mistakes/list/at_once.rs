//! Failures on threads and in tasks, several at once, and those of which there is much to say.

use super::{Mistake, Peer, body, case, fails, mistake, passes};
use crate::with_asyncmock::at_once as ours;
use crate::{with_mockall, with_unimock};

const LOST: &str = "a mock failed in a task or on a thread of its own, where the failure was lost";

pub(super) fn mistakes() -> Vec<Mistake> {
    vec![
        mistake(
            "On another thread, also with `_st`",
            [
                case(
                    body!(ours::on_another_thread),
                    &[r#"let _ = thread::spawn(move || payments.refund("eve", 100)).join();"#],
                    &[
                        LOST,
                        r#"MockPayments::refund("eve", 100): No matching expectation found"#,
                        "expected: \"ada\"\n         actual:   \"eve\"",
                    ],
                )
                .mockall(passes!(with_mockall::on_another_thread))
                .unimock(fails!(with_unimock::on_another_thread)),
                case(
                    body!(ours::st_on_another_thread),
                    &[
                        "payments.expect_refund().returning_st(move |_, _| Receipt(*cents));",
                        r#"let _ = thread::spawn(move || payments.refund("ada", 100)).join();"#,
                    ],
                    &[
                        LOST,
                        r#"MockPayments::refund("ada", 100): the expectation at tests/shop.rs:10"#,
                        "was made by a `_st` method",
                        "is bound to its thread; use the method without `_st`, or make the call on that thread",
                    ],
                )
                .mockall(fails!(with_mockall::st_on_another_thread))
                .unimock(Peer::Says("can't be said, as an answer that can't be sent does not compile")),
            ],
        ),
        mistake(
            "An answer panics",
            [case(
                body!(ours::answer_panics),
                &[
                    "assert_eq!(cents, 250);",
                    r#"drop(tokio::spawn(async move { payments.charge("ada", 100).await }));"#,
                ],
                &[
                    LOST,
                    r#"MockPayments::charge("ada", 100): its answer panicked: assertion `left == right` failed"#,
                    "left: 100\n right: 250",
                    "called at ",
                ],
            )
            .mockall(passes!(with_mockall::answer_panics))
            .unimock(passes!(with_unimock::answer_panics))],
        ),
        mistake(
            "Ten tasks and three mocks",
            [case(
                body!(ours::ten_tasks),
                &[r#"mailer.expect_send().withf(|to, _| to != "guest7").return_const(true);"#],
                &[
                    LOST,
                    r#"MockMailer::send("guest7", "thanks"): No matching expectation found"#,
                    "the function rejects these arguments",
                    r#"Payments::charge("guest7", 700) at "#,
                    "timeline, in the order of events:",
                ],
            )
            .mockall(passes!(with_mockall::ten_tasks))
            .unimock(fails!(with_unimock::ten_tasks))],
        ),
        mistake(
            "A held call is dropped",
            [case(
                body!(ours::held_call_dropped),
                &["let held = charges.next_held().await;", "drop(held);"],
                &[
                    r#"Payments::charge("ada", 100): held, but not answered; call `respond`, or `leave_pending`"#,
                    "called at ",
                    "held at ",
                ],
            )
            .others("can't be said, as a call is answered at once or by a future of the test's own")],
        ),
        mistake(
            "Several unmet at once",
            [case(
                body!(ours::several_unmet),
                &[
                    r#"payments.expect_charge().with_args("ada", 100).once().return_const(true);"#,
                    r#"payments.expect_charge().with_args("bob", 250).times(2).return_const(true);"#,
                    r#"mailer.expect_send().with_args("ada", "thanks").once().return_const(true);"#,
                ],
                &[
                    r#"MockPayments::charge: Expectation("ada", 100) called 0 time(s)"#,
                    "which is fewer than expected 1",
                    r#"MockPayments::charge: Expectation("bob", 250) called 1 time(s)"#,
                    "which is fewer than expected 2",
                    "expected 2 times, but used once",
                    r#"MockMailer::send: Expectation("ada", "thanks") called 0 time(s)"#,
                    "which is fewer than expected 1",
                    "expected once, but never called",
                ],
            )
            .mockall(fails!(with_mockall::several_unmet))
            .unimock(fails!(with_unimock::several_unmet))],
        ),
        mistake(
            "An argument of 1 MB",
            [case(
                body!(ours::megabyte),
                &[
                    r#"mailer.expect_send().with_args("ada", "thanks").return_const(true);"#,
                    r#"mailer.send("ada", &data::megabyte()).await;"#,
                ],
                &[
                    r#"MockMailer::send("ada", "tea and cups "#,
                    "[.. 1039802 characters ..]",
                    "argument 2 (body) differs",
                    r#"expected: "thanks""#,
                    "ASYNCMOCK_FULL=1",
                ],
            )
            .mockall(fails!(with_mockall::megabyte))
            .unimock(fails!(with_unimock::megabyte))],
        ),
        mistake(
            "200 expectations",
            [case(
                body!(ours::two_hundred_expectations),
                &[
                    r#"payments.expect_charge().with_args(&format!("acct{number}"), number).return_const(true);"#,
                    r#"payments.charge("acct150", 151).await;"#,
                ],
                &[
                    r#"MockPayments::charge("acct150", 151): No matching expectation found"#,
                    r#"151. Expectation("acct150", 150) at "#,
                    "argument 2 (cents) differs:\n         expected: 150\n         actual:   151",
                    "(the 3 nearest of 200 expectations are shown; ASYNCMOCK_FULL=1 shows all)",
                ],
            )
            .mockall(fails!(with_mockall::two_hundred_expectations))
            .unimock(Peer::Says(
                "can't be said in a loop, as what is compared with an argument must be there for ever",
            ))],
        ),
    ]
}
