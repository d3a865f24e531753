//! What an explored test can't be.

#[asyncmock::test(explore = true)]
async fn with_a_value() {}

#[asyncmock::test(explore(delays = 2))]
async fn with_an_unknown_number() {}

#[asyncmock::test(explore(bound = "2"))]
async fn with_a_text() {}

#[asyncmock::test(explore(bound = 2, bound = 3))]
async fn with_a_number_twice() {}

#[asyncmock::test(explore(faults = [cancel, err]))]
async fn with_an_unknown_fault() {}

#[asyncmock::test(explore(faults = cancel))]
async fn with_faults_that_are_no_list() {}

#[asyncmock::test(explore(replies_apart = true))]
async fn with_a_value_of_what_has_none() {}

#[asyncmock::test(explore, flavor = "multi_thread")]
async fn on_several_threads() {}

#[asyncmock::test(explore, start_paused = true)]
async fn with_a_clock_of_its_own() {}

#[asyncmock::test(explore)]
fn without_async() {}

#[asyncmock::test(explore, explore)]
async fn twice() {}

fn main() {}
