//! Calls that are not those that were expected.

use super::{Mistake, Peer, body, case, fails, mistake};
use crate::with_asyncmock::expected as ours;
use crate::{with_mockall, with_unimock};

pub(super) fn mistakes() -> Vec<Mistake> {
    vec![
        mistake(
            "A wrong argument, among several expectations",
            [case(
                body!(ours::wrong_argument),
                &[
                    r#"payments.expect_charge().with_args("bob", 250).return_const(true);"#,
                    r#"payments.charge("bob", 205).await;"#,
                ],
                &[
                    r#"MockPayments::charge("bob", 205): No matching expectation found"#,
                    r#"2. Expectation("bob", 250)"#,
                    "argument 2 (cents) differs:",
                    "expected: 250\n         actual:   205",
                ],
            )
            .mockall(fails!(with_mockall::wrong_argument))
            .unimock(fails!(with_unimock::wrong_argument))],
        ),
        mistake(
            "One field of a long struct",
            [
                case(
                    body!(ours::field_with_eq),
                    &[
                        "stock.expect_place().with(eq(data::order())).return_const(());",
                        "stock.place(data::other_order());",
                    ],
                    FIELD,
                )
                .mockall(fails!(with_mockall::field))
                .unimock(fails!(with_unimock::field)),
                case(
                    body!(ours::field_with_args),
                    &[
                        "stock.expect_place().with_args(data::order()).return_const(());",
                        "stock.place(data::other_order());",
                    ],
                    FIELD,
                ),
            ],
        ),
        mistake(
            "A long string that differs in the middle",
            [case(
                body!(ours::long_string),
                &[
                    r#"mailer.expect_send().with_args("ada", data::letter()).return_const(true);"#,
                    r#"mailer.send("ada", &data::mistyped_letter()).await;"#,
                ],
                &[
                    r#"MockMailer::send("ada", "word0"#,
                    "argument 2 (body) differs at character 202 of 409:",
                    r#"expected: .."word28 word29 word30 word31".."#,
                    r#"actual:   .."word28 word29 w0rd30 word31".."#,
                    "^",
                ],
            )
            .mockall(fails!(with_mockall::long_string))
            .unimock(fails!(with_unimock::long_string))],
        ),
        mistake(
            "A JSON string",
            [case(
                body!(ours::json),
                &[
                    r#"mailer.expect_send().with_args("ada", data::JSON).return_const(true);"#,
                    r#"mailer.send("ada", data::OTHER_JSON).await;"#,
                ],
                &[
                    r#"MockMailer::send("ada", "#,
                    r#"argument 2 (body) differs in its JSON at ["items"][1]["price"]:"#,
                    "expected: 1200\n         actual:   1250",
                ],
            )
            .mockall(fails!(with_mockall::json))
            .unimock(fails!(with_unimock::json))],
        ),
        mistake(
            "One of 200 elements",
            [case(
                body!(ours::one_element),
                &["stock.expect_hide().with_args(data::ids()).return_const(());", "stock.hide(data::other_ids());"],
                &[
                    "MockStock::hide([0, 1, ",
                    "argument 1 (ids) differs at [123] of 200:",
                    "expected: 123\n         actual:   999",
                ],
            )
            .mockall(fails!(with_mockall::one_element))
            .unimock(fails!(with_unimock::one_element))],
        ),
        mistake(
            "Once too often",
            [case(
                body!(ours::once_too_often),
                &[
                    r#"payments.expect_charge().with_args("ada", 100).once().return_const(true);"#,
                    r#"payments.charge("ada", 100).await;"#,
                    r#"payments.charge("ada", 100).await;"#,
                ],
                &[
                    r#"MockPayments::charge: Expectation("ada", 100) called 2 times which is more than the expected 1"#,
                    "accepts these arguments, but it is used up",
                    r#"1. Payments::charge("ada", 100) at "#,
                ],
            )
            .mockall(fails!(with_mockall::once_too_often))
            .unimock(fails!(with_unimock::once_too_often))],
        ),
        mistake(
            "Never called",
            [case(
                body!(ours::never_called),
                &[r#"payments.expect_charge().with_args("ada", 100).once().return_const(true);"#],
                &[
                    r#"MockPayments::charge: Expectation("ada", 100) called 0 time(s)"#,
                    "which is fewer than expected 1",
                    "expected once, but never called",
                    "expected at ",
                ],
            )
            .mockall(fails!(with_mockall::never_called))
            .unimock(fails!(with_unimock::never_called))],
        ),
        mistake(
            "A call that a looser expectation takes",
            [case(
                body!(ours::taken_by_a_looser_one),
                &[
                    "payments.expect_charge().return_const(true);",
                    r#"payments.expect_charge().with_args("ada", 100).once().return_const(true);"#,
                    r#"payments.charge("ada", 100).await;"#,
                ],
                &[
                    r#"MockPayments::charge: Expectation("ada", 100) called 0 time(s)"#,
                    "it accepts this call, which the expectation at tests/shop.rs:10 took:",
                    r#"took: Payments::charge("ada", 100) at "#,
                ],
            )
            .mockall(fails!(with_mockall::taken_by_a_looser_one))
            .unimock(fails!(with_unimock::taken_by_a_looser_one))],
        ),
        mistake(
            "The wrong order across two mocks",
            [case(
                body!(ours::wrong_order),
                &[r#"mailer.send("ada", "thanks").await;"#, r#"payments.charge("ada", 100).await;"#],
                &[
                    r#"MockMailer::send("ada", "thanks"): Method sequence violation"#,
                    r#"the sequence waits for MockPayments::charge("ada", 100) at tests/shop.rs:10 first"#,
                ],
            )
            .mockall(fails!(with_mockall::wrong_order))
            .unimock(fails!(with_unimock::wrong_order))],
        ),
        mistake(
            "A place in the sequence that has passed",
            [case(
                body!(ours::place_has_passed),
                &[IN_SEQUENCE, r#"mailer.send("ada", "thanks").await;"#, r#"payments.charge("ada", 100).await;"#],
                &[
                    r#"MockPayments::charge("ada", 100): Method sequence violation"#,
                    r#"the sequence has gone on to MockMailer::send("ada", "thanks") at tests/shop.rs:11"#,
                    "its place in the sequence has passed",
                ],
            )
            .mockall(fails!(with_mockall::place_has_passed))
            .unimock(Peer::Says("can't be said, as what is called in order is called exactly so often"))],
        ),
    ]
}

const FIELD: &[&str] = &[
    "MockStock::place(Order { id: 4711, ",
    "argument 1 (order) differs at .address.city:",
    "expected: \"London\"\n         actual:   \"Leeds\"",
];

const IN_SEQUENCE: &str =
    r#"payments.expect_charge().with_args("ada", 100).times(0..=1).in_sequence(&mut order).return_const(true);"#;
