//! Mocks that were not told what the test needs.

use super::{Mistake, Peer, body, case, fails, mistake};
use crate::with_asyncmock::set_up as ours;
use crate::{with_mockall, with_unimock};

const NOT_RELAXED: &str = "can't be said, as no mock answers what it was not told";
const NO_STREAMS: &str = "can't be said, as a stream is a value like others";

pub(super) fn mistakes() -> Vec<Mistake> {
    vec![
        mistake(
            "No answer",
            [case(
                body!(ours::no_answer),
                &[r#"payments.expect_refund().with_args("ada", 100);"#, r#"payments.refund("ada", 100);"#],
                &[
                    r#"MockPayments::refund: Expectation("ada", 100) Returning default values requires"#,
                    "it has no answer: add `.returning(..)` or `.return_const(..)`",
                ],
            )
            .mockall(fails!(with_mockall::no_answer))
            .unimock(fails!(with_unimock::no_answer))],
        ),
        mistake(
            "A relaxed mock, and no default",
            [case(
                body!(ours::no_default),
                &["let payments = MockPayments::relaxed();", r#"payments.refund("ada", 100);"#],
                &[
                    r#"MockPayments::refund("ada", 100): No matching expectation found"#,
                    "the mock is relaxed, but the method's value has no default to answer with; expect the call",
                ],
            )
            .others(NOT_RELAXED)],
        ),
        mistake(
            "`return_once`, and two calls",
            [case(
                body!(ours::answered_once),
                &[
                    "payments.expect_refund().return_once(|_, _| Receipt(1));",
                    r#"payments.refund("ada", 100);"#,
                    r#"payments.refund("bob", 250);"#,
                ],
                &[
                    "MockPayments::refund: Expectation(<anything>) called twice",
                    "but it returns by move; use `returning`",
                    r#"the call without an answer is MockPayments::refund("bob", 250)"#,
                    "used once, and has no other answer",
                    r#"1. Payments::refund("ada", 100) at "#,
                ],
            )
            .mockall(fails!(with_mockall::answered_once))
            .unimock(fails!(with_unimock::answered_once))],
        ),
        mistake(
            "A generic method that is expected for another type",
            [case(
                body!(ours::another_type),
                &[
                    r#"store.expect_load::<u32>().with_args("cents").return_const(Some(100));"#,
                    r#"store.load::<u64>("cents");"#,
                ],
                &[
                    r#"MockStore::load("cents"): No matching expectation found"#,
                    "no expectation was set for MockStore::load as load::<u64>",
                    "there is one for load::<u32> at ",
                ],
            )
            .mockall(fails!(with_mockall::another_type))
            .unimock(fails!(with_unimock::another_type))],
        ),
        mistake(
            "A context that is dropped too early",
            [case(
                body!(ours::context_dropped),
                &["drop(rates);", r#"MockRates::of("EUR");"#],
                &[
                    r#"MockRates::of("EUR"): No matching expectation found"#,
                    "there is no context of MockRates::of; make one, and keep it while the code under test runs",
                ],
            )
            .mockall(fails!(with_mockall::context_dropped))
            .unimock(Peer::Says("can't be said, as functions without `self` are not mocked"))],
        ),
        mistake(
            "An argument without `Debug`",
            [case(
                body!(ours::not_printable),
                &["stock.expect_unlock().with_args(Token(1)).return_const(());", "stock.unlock(Token(2));"],
                &[
                    "MockStock::unlock(?): No matching expectation found",
                    "argument 1 (token) differs, but both are `?`, as is what has no `Debug`:",
                ],
            )
            .mockall(fails!(with_mockall::not_printable))
            .unimock(fails!(with_unimock::not_printable))],
        ),
        mistake(
            "`withf` rejects",
            [case(
                body!(ours::function_rejects),
                &[WITH_FUNCTION, r#"payments.charge("ada", 100).await;"#],
                &[
                    r#"MockPayments::charge("ada", 100): No matching expectation found"#,
                    "1. Expectation(<function>) at ",
                    "the function rejects these arguments",
                ],
            )
            .mockall(fails!(with_mockall::function_rejects))
            .unimock(fails!(with_unimock::function_rejects))],
        ),
        mistake(
            "The expectation is on the other of two mocks",
            [case(
                body!(ours::other_mock),
                &[
                    r#"backup.expect_charge().with_args("ada", 100).return_const(true);"#,
                    r#"payments.charge("ada", 100).await;"#,
                ],
                &[
                    r#"MockPayments::charge("ada", 100): No matching expectation found"#,
                    "another mock expects this call: MockPayments#backup (made at tests/shop.rs:10), at tests/shop.rs:12",
                ],
            )
            .mockall(fails!(with_mockall::other_mock))
            .unimock(fails!(with_unimock::other_mock))],
        ),
        mistake(
            "A call through `Arc<dyn Trait>`",
            [case(
                body!(ours::through_an_object),
                &["let printer: Arc<dyn Printer> = Arc::new(printer);", r#"printer.print("receipt", 1);"#],
                &[
                    r#"MockPrinter::print("receipt", 1): No matching expectation found"#,
                    "called through dyn Printer (declared at tests/shop.rs:10), which doesn't tell from where",
                    "expected: 2\n         actual:   1",
                ],
            )
            .mockall(fails!(with_mockall::through_an_object))
            .unimock(fails!(with_unimock::through_an_object))],
        ),
        mistake(
            "A stream that is left early",
            [case(
                body!(ours::stream_left_early),
                &[
                    "chat.expect_messages().return_stream([1, 2, 3]);",
                    r#"chat.messages("lobby").next().await;"#,
                    "chat.calls_to_messages().streams()[0].assert_ended();",
                ],
                &[
                    r#"Chat::messages("lobby"): assert_ended: the stream was dropped early"#,
                    "called at ",
                    "taken so far: 1 item",
                ],
            )
            .others(NO_STREAMS)],
        ),
        mistake(
            "After `checkpoint()`",
            [case(
                body!(ours::after_a_checkpoint),
                &["payments.checkpoint();", r#"payments.charge("ada", 100).await;"#],
                &[
                    r#"MockPayments::charge("ada", 100): No matching expectation found"#,
                    "no expectation is left for MockPayments::charge: 1 expectation was dropped by checkpoint() at ",
                ],
            )
            .mockall(fails!(with_mockall::after_a_checkpoint))
            .unimock(Peer::Says("can't be said, as all that is expected is said when the mock is made"))],
        ),
    ]
}

const WITH_FUNCTION: &str =
    r#"payments.expect_charge().withf(|account, cents| account == "ada" && *cents > 1000).return_const(true);"#;
