//! Where code is optimised, the frames of a drop need not show that a future is dropped, so that a guard which must be finished
//! can't tell whether it was cancelled: nobody is accused, and a warning says what may be.

use std::time::Duration;

use asyncmock::automock;
use asyncmock_tests::rerun;
use tokio::time::{sleep, timeout};

#[automock(guard(finish))]
trait Strict {
    fn commit(self);
}

const SECOND: Duration = Duration::from_secs(1);

async fn commits_later(tx: MockStrict) {
    sleep(5 * SECOND).await;
    tx.commit();
}

#[tokio::test(start_paused = true)]
async fn a_future_may_be_dropped_where_it_was_made() {
    let tx = MockStrict::new();
    let work = async move {
        sleep(5 * SECOND).await;
        tx.commit();
    };
    tokio::pin!(work);
    assert!(timeout(SECOND, &mut work).await.is_err());
}

#[tokio::test(start_paused = true)]
async fn a_future_may_lose_a_race() {
    let tx = MockStrict::new();
    tokio::select! {
        () = commits_later(tx) => panic!("it takes longer"),
        () = sleep(SECOND) => {}
    }
}

#[tokio::test(start_paused = true)]
async fn a_future_may_be_within_another() {
    let tx = MockStrict::new();
    assert!(timeout(SECOND, async { commits_later(tx).await }).await.is_err());
}

#[tokio::test(start_paused = true)]
async fn a_task_may_be_aborted() {
    let task = tokio::spawn(commits_later(MockStrict::new()));
    tokio::task::yield_now().await;
    task.abort();
    assert!(task.await.unwrap_err().is_cancelled());
}

#[test]
fn a_future_may_be_dropped_before_it_is_polled() {
    drop(commits_later(MockStrict::new()));
}

#[test]
#[ignore = "it warns"]
fn is_never_finished() {
    drop(MockStrict::new());
}

#[test]
fn a_guard_that_is_not_finished_is_a_warning() {
    let at = format!("{}:{}", file!(), line!() - 5);
    let (passed, stderr) = rerun("is_never_finished");
    let expected = format!(
        "asyncmock: warning: MockStrict: the guard of Strict at {at} [released] was dropped, but is to be finished by \
         `commit`, unless it was cancelled, which this build doesn't tell\n"
    );
    assert!(passed && stderr.contains(&expected), "{stderr}");
}
