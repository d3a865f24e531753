//! How calls lie to each other: in order, one after the other, at the same time; across mocks.

use asyncmock::{assert_in_order, automock, journal};
use asyncmock_tests::{failure, next_line, on_every_runtime, untimed};
use futures::{FutureExt as _, join};

#[automock]
trait Db {
    async fn begin(&self);
    async fn insert(&self, row: &str);
    async fn commit(&self);
}

#[automock]
trait Log {
    fn line(&self, text: &str);
}

fn mocks() -> (MockDb, MockLog) {
    let db = MockDb::new();
    db.expect_begin();
    db.expect_insert().yielding(1);
    db.expect_commit().yielding(1);
    let log = MockLog::new();
    log.expect_line().return_const(());
    (db, log)
}

on_every_runtime! {
    async fn calls_across_mocks_have_one_order(_runtime: Runtime) {
        let (db, log) = mocks();
        db.begin().await;
        log.line("began");
        db.insert("x").await;
        db.insert("y").await;
        db.commit().await;
        log.line("done");
        let (insert, line) = (db.calls_to_insert(), log.calls_to_line());
        assert_in_order!(db.calls_to_begin(), line, insert.with_args("y"), db.calls_to_commit(), line);
        assert_in_order!(insert, insert);
        assert_in_order!(completed: insert.matching(|row| row == "x"), line.with_args("done"));
        assert_in_order!(awaited: line, insert, line,);
        assert_in_order!(called: insert);
    }

    async fn the_orders_of_calls_awaits_and_completions_differ(_runtime: Runtime) {
        let (db, log) = mocks();
        let insert = db.insert("x");
        log.line("prepared");
        let commit = db.commit();
        join!(commit, insert);
        db.checkpoint();
        let (insert, commit, line) = (db.calls_to_insert(), db.calls_to_commit(), log.calls_to_line());
        assert_in_order!(insert, line, commit);
        assert_in_order!(awaited: line, commit, insert);
        assert_in_order!(completed: line, commit, insert);
        let text = failure(|| assert_in_order!(awaited: insert, commit));
        assert!(text.starts_with("assert_in_order: 2 of 2: there was no await of Db::commit after that of Db::insert\n"));
    }

    async fn an_order_that_was_not_kept_shows_where_it_breaks(_runtime: Runtime) {
        let (db, log) = mocks();
        let began = next_line!();
        db.begin().await;
        let committed = next_line!();
        db.commit().await;
        let inserted = next_line!();
        db.insert("x").await;
        let (begin, insert, commit) = (db.calls_to_begin(), db.calls_to_insert(), db.calls_to_commit());
        let at = next_line!();
        let text = failure(|| assert_in_order!(begin, insert.with_args("x"), commit));
        assert_eq!(
            text,
            format!(
                "assert_in_order: 3 of 3: there was no call of Db::commit after that of Db::insert(\"x\")
  asserted at {at}
  1: Db::begin() at {began} [completed]
  2: Db::insert(\"x\") at {inserted} [completed]
  too early for 3: Db::commit() at {committed} [completed]
calls so far:
  1. Db::begin() at {began} [completed]
  2. Db::commit() at {committed} [completed]
  3. Db::insert(\"x\") at {inserted} [completed]"
            )
        );
        let at = next_line!();
        let text = failure(|| assert_in_order!(log.calls_to_line(), db.calls_to_commit()));
        let expected =
            format!("assert_in_order: 1 of 2: there was no call of Log::line\n  asserted at {at}\ncalls so far:\n");
        assert!(text.starts_with(&expected), "{text}");
        assert_eq!(journal().len(), 3);
    }

    async fn all_of_one_view_may_be_before_all_of_another(_runtime: Runtime) {
        let (db, _log) = mocks();
        join!(db.insert("x"), db.insert("y"));
        db.commit().await;
        let (insert, commit) = (db.calls_to_insert(), db.calls_to_commit());
        insert.assert_finished_before(&commit);
        let at = next_line!();
        let text = failure(|| commit.assert_finished_before(&insert.with_args("y")));
        let (late, first) = (commit.last().unwrap(), insert.with_args("y").last().unwrap());
        let lines: Vec<String> = [&insert.with_args("y").last().unwrap().to_string(), &commit.last().unwrap().to_string()]
            .iter()
            .enumerate()
            .map(|(index, call)| format!("  {}. {call}", index + 1))
            .collect();
        assert_eq!(
            text,
            untimed(format!(
                "Db::commit: assert_finished_before Db::insert(\"y\"): {late} had not ended when {first} began
  asserted at {at}
calls so far:
{}
timeline, in the order of events:
  Db::insert  |1--------==========|
                   |2--------==========|
  Db::commit                                |1---=====|
  (numbers count the calls of a lane, - not polled, = polled, | completed)",
                lines.join("\n")
            ))
        );
    }

    async fn a_call_that_has_not_ended_is_before_nothing(_runtime: Runtime) {
        let (db, _log) = mocks();
        let mut insert = Box::pin(db.insert("x"));
        assert!(futures::poll!(&mut insert).is_pending());
        db.commit().await;
        failure(|| db.calls_to_insert().assert_finished_before(&db.calls_to_commit()));
        db.calls_to_insert().assert_overlapped(&db.calls_to_commit());
        insert.await;
    }

    async fn a_cancelled_call_has_ended(_runtime: Runtime) {
        let (db, _log) = mocks();
        assert!(db.insert("x").now_or_never().is_none());
        db.commit().await;
        db.calls_to_insert().assert_finished_before(&db.calls_to_commit());
    }

    async fn calls_overlap_when_both_are_under_way(_runtime: Runtime) {
        let (db, log) = mocks();
        join!(db.insert("x"), db.insert("y"));
        let insert = db.calls_to_insert();
        insert.assert_overlapped(&insert);
        insert.with_args("x").assert_overlapped(&insert.with_args("y"));
        db.commit().await;
        let at = next_line!();
        let text = failure(|| insert.with_args("x").assert_overlapped(&db.calls_to_commit()));
        let reason = "no two calls were under way at the same time";
        let expected = format!(
            "Db::insert(\"x\"): assert_overlapped Db::commit: {reason}\n  asserted at {at}\ncalls so far:\n  1. Db::insert"
        );
        assert!(text.starts_with(&expected), "{text}");
        let text = failure(|| insert.with_args("x").assert_overlapped(&insert.with_args("x")));
        assert!(text.contains(reason), "a call is not beside itself: {text}");
        let text = failure(|| insert.assert_overlapped(&log.calls_to_line()));
        assert!(text.starts_with("Db::insert: assert_overlapped Log::line: there was no call of Log::line\n"), "{text}");
        let called = db.insert("z");
        let text = failure(|| insert.with_args("z").assert_finished_before(&insert));
        assert!(text.contains("there was no await of Db::insert(\"z\")"), "it was not awaited: {text}");
        called.await;
    }

    async fn mocks_of_two_threads_have_no_common_order(_runtime: Runtime) {
        let (db, _log) = mocks();
        db.commit().await;
        let other = std::thread::spawn(|| {
            let (_db, log) = mocks();
            log.line("elsewhere");
            log.calls_to_line()
        });
        let other = other.join().unwrap();
        let why = "their mocks are not of one session, so nobody knows the order of their calls; make the mocks on one thread, and with one clock";
        let text = failure(|| db.calls_to_commit().assert_finished_before(&other));
        assert!(text.starts_with(&format!("Db::commit: assert_finished_before Log::line: {why}\n")), "{text}");
        let text = failure(|| assert_in_order!(db.calls_to_commit(), other));
        assert!(text.starts_with(&format!("assert_in_order: 2 of 2: Db::commit and Log::line: {why}\n")), "{text}");
    }
}
