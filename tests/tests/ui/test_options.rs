//! Options of `#[asyncmock::test]` that it can't take.

#[asyncmock::test(flavour = "multi_thread")]
async fn an_unknown_option() {}

#[asyncmock::test(flavor = "many")]
async fn an_unknown_flavor() {}

#[asyncmock::test(worker_threads = 2)]
async fn threads_of_one_thread() {}

#[asyncmock::test(flavor = "multi_thread", worker_threads = 0)]
async fn no_threads() {}

#[asyncmock::test(flavor = "multi_thread", worker_threads = "2")]
async fn threads_as_text() {}

#[asyncmock::test(flavor = "multi_thread", start_paused = true)]
async fn a_paused_clock_of_several_threads() {}

#[asyncmock::test(start_paused = "yes")]
async fn a_clock_that_is_paused_by_a_text() {}

#[asyncmock::test(timeout = 5)]
async fn a_limit_without_a_unit() {}

#[asyncmock::test(timeout = "soon")]
async fn a_limit_that_is_no_span() {}

#[asyncmock::test(leaks = "forbid")]
async fn an_unknown_policy() {}

#[asyncmock::test(unawaited = deny)]
async fn a_policy_that_is_no_text() {}

#[asyncmock::test(deadlock = "warn")]
async fn a_deadlock_is_none_or_one() {}

#[asyncmock::test(stall = "soon")]
async fn a_stall_that_is_no_span() {}

#[asyncmock::test(leaks = "deny", leaks = "warn")]
async fn an_option_twice() {}

#[asyncmock::test(start_paused)]
async fn an_option_without_a_value() {}

#[asyncmock::test("2s")]
async fn no_option() {}

fn main() {}
