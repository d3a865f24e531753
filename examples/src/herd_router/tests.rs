//! The router on a loop of the test's, where both sides of it are seen, and on its own thread.

use asyncmock::rt::{self, LoopRunner};
use asyncmock::{CallState, assert_in_order};
use tokio::time::Instant;

use super::*;
use crate::failure;

/// More than the router needs: what has to be waited for comes from another thread.
const PATIENCE: Duration = Duration::from_secs(10);

/// A cat that lets itself be petted.
fn cat() -> MockCat {
    let cat = MockCat::new();
    cat.expect_pet().return_const(());
    cat
}

/// A cat that goes wherever it is asked to.
fn obedient() -> MockCat {
    let cat = cat();
    cat.expect_go().return_const(Ok(()));
    cat
}

fn herd_of<const CATS: usize>(cats: [MockCat; CATS]) -> Vec<Arc<dyn Cat>> {
    cats.into_iter().map(|cat| Arc::new(cat) as Arc<dyn Cat>).collect()
}

fn command(cat: usize, direction: &str) -> Command {
    Command { cat, direction: direction.to_owned() }
}

#[asyncmock::test]
async fn a_cat_is_petted_before_it_is_asked_to_go() {
    let cat = obedient();

    assert_eq!(herd(&cat, "north").await, Ok(()));

    assert_in_order!(cat.calls_to_pet(), cat.calls_to_go().with_args("north"));
    cat.calls_to_pet().assert_called_once();
}

#[asyncmock::test]
fn commands_are_carried_out_in_the_order_in_which_they_were_added() {
    let (tom, garfield) = (obedient(), obedient());
    let (go, garfield_goes) = (tom.calls_to_go(), garfield.calls_to_go());
    let cats = LoopRunner::new();
    let router = HerdRouter::on(cats.handle(), herd_of([tom, garfield]));

    for (cat, direction) in [(0, "north"), (1, "east"), (0, "south")] {
        router.add_command(cat, direction).unwrap();
    }

    assert_eq!(router.stop(PATIENCE), Ok(vec![]));
    assert_in_order!(go.with_args("north"), garfield_goes.with_args("east"), go.with_args("south"));
}

#[asyncmock::test]
fn the_next_cat_is_not_petted_before_the_last_one_has_gone() {
    let (tom, garfield) = (cat(), obedient());
    tom.expect_go().hold();
    let (tom_goes, garfield_is_petted) = (tom.calls_to_go(), garfield.calls_to_pet());
    let cats = LoopRunner::new();
    let router = HerdRouter::on(cats.handle(), herd_of([tom, garfield]));

    router.add_command(0, "north").unwrap();
    router.add_command(1, "north").unwrap();
    let on_its_way = cats.run(tom_goes.next_held());
    cats.run(rt::settle());
    garfield_is_petted.assert_not_called();

    on_its_way.respond(Ok(())).unwrap();
    garfield_is_petted.wait_for_blocking(1, PATIENCE);
    assert_eq!(router.stop(PATIENCE), Ok(vec![]));
}

#[asyncmock::test]
fn a_cat_that_refuses_is_named_and_does_not_keep_the_others() {
    let (tom, garfield) = (obedient(), cat());
    garfield.expect_go().return_const(Err(Stays));
    let tom_goes = tom.calls_to_go();
    let cats = LoopRunner::new();
    let router = HerdRouter::on(cats.handle(), herd_of([tom, garfield]));

    router.add_command(1, "east").unwrap();
    router.add_command(0, "north").unwrap();

    assert_eq!(router.stop(PATIENCE), Ok(vec![command(1, "east")]));
    tom_goes.assert_awaited_once_with("north");
}

#[asyncmock::test]
fn a_cat_that_is_not_there_is_refused_at_once() {
    let cats = LoopRunner::new();
    let router = HerdRouter::on(cats.handle(), herd_of([MockCat::new()]));

    assert_eq!(router.add_command(1, "north"), Err(NotTaken::NoSuchCat));
    assert_eq!(router.stop(PATIENCE), Ok(vec![]));
}

#[asyncmock::test]
fn a_router_that_is_dropped_does_what_it_was_told() {
    let tom = cat();
    tom.expect_go().with_args("north").once().return_const(Ok(()));
    let cats = LoopRunner::new();
    let router = HerdRouter::on(cats.handle(), herd_of([tom]));

    router.add_command(0, "north").unwrap();
    drop(router);

    assert!(cats.stop().is_empty());
}

#[asyncmock::test(start_paused = true)]
async fn commands_are_added_from_the_loop_itself() {
    let (tom, garfield) = (cat(), obedient());
    tom.expect_go().after(Duration::from_secs(60)).return_const(Ok(()));
    let (tom_goes, garfield_goes) = (tom.calls_to_go(), garfield.calls_to_go());
    let router = HerdRouter::on(&Handle::current(), herd_of([tom, garfield]));
    let start = Instant::now();

    router.add_command(0, "north").unwrap();
    router.add_command(1, "north").unwrap();

    let started = garfield_goes.next_completed().await.started();
    assert_eq!(started - start, Duration::from_secs(60));
    tom_goes.assert_finished_before(&garfield_goes);
}

/// The loop's thread panics; the router is dropped, and nobody joins anything.
#[asyncmock::test]
#[should_panic(expected = "MockCat::go(\"south\"): No matching expectation found")]
fn a_cat_that_is_sent_elsewhere_fails_the_test_although_nobody_looks() {
    let tom = cat();
    tom.expect_go().with_args("north").return_const(Ok(()));
    let cats = LoopRunner::new();
    let router = HerdRouter::on(cats.handle(), herd_of([tom]));

    router.add_command(0, "south").unwrap();
}

#[asyncmock::test(panics = "allow")]
fn a_cat_that_panics_ends_the_loop() {
    let tom = cat();
    tom.expect_go().return_once(|_| panic!("hiss"));
    let cats = LoopRunner::new();
    let router = HerdRouter::on(cats.handle(), herd_of([tom]));

    router.add_command(0, "north").unwrap();
    cats.run(rt::settle());

    assert_eq!(router.add_command(0, "north"), Err(NotTaken::LoopHasEnded));
    assert_eq!(router.stop(PATIENCE), Err(NotDone::LoopHasEnded));
}

#[asyncmock::test]
fn a_command_that_does_not_end_is_broken_off() {
    let tom = cat();
    tom.expect_go().pending();
    let tom_goes = tom.calls_to_go();
    let cats = LoopRunner::new();
    let router = HerdRouter::on(cats.handle(), herd_of([tom]));
    router.add_command(0, "north").unwrap();
    tom_goes.wait_for_blocking(1, PATIENCE);

    assert_eq!(router.stop(Duration::ZERO), Err(NotDone::BrokenOff));
    tom_goes.assert_cancelled(1);
    assert!(cats.stop().is_empty());
}

#[asyncmock::test]
fn a_loop_that_is_stopped_tells_of_a_command_that_does_not_end() {
    let tom = cat();
    tom.expect_go().pending();
    let tom_goes = tom.calls_to_go();
    let cats = LoopRunner::new();
    let router = HerdRouter::on(cats.handle(), herd_of([tom]));
    router.add_command(0, "north").unwrap();

    let left = format!("{:?}", cats.stop());

    assert_eq!(
        failure::without_places(&left),
        "[task of tokio::spawn, whose place is not known (use rt::spawn to learn where it was started and waits), on the loop of (a place)]\n"
    );
    assert_eq!(tom_goes.last().unwrap().state(), CallState::Cancelled);
    assert_eq!(router.stop(PATIENCE), Err(NotDone::LoopHasEnded));
}

#[asyncmock::test(leaks = "deny")]
#[should_panic(expected = "the test is over, but 1 task is still alive")]
fn a_command_that_does_not_end_is_a_leak() {
    let tom = cat();
    tom.expect_go().pending();
    let cats = LoopRunner::new();
    let router = HerdRouter::on(cats.handle(), herd_of([tom]));

    router.add_command(0, "north").unwrap();
}

#[test]
fn what_is_said_of_a_command_that_does_not_end() {
    let text = failure::of(a_command_that_does_not_end_is_a_leak);
    assert_eq!(
        failure::without_places(&text),
        "the test is over, but 1 task is still alive, 1 call is still pending
tasks:
  1. task of tokio::spawn, whose place is not known (use rt::spawn to learn where it was started and waits), on the loop of (a place)
calls:
  1. Cat::go(\"north\") at (a place) [pending]
  await or abort what it started, or write `leaks = \"allow\"` in the test's attribute
"
    );
}

#[asyncmock::test]
fn a_router_of_its_own_herds_on_its_own_thread() {
    let tom = MockCat::new();
    let (tell, told) = sync_channel(1);
    tom.expect_pet().returning(move || tell.send(thread::current().name().map(str::to_owned)).unwrap());
    tom.expect_go().return_const(Ok(()));
    let router = HerdRouter::new(herd_of([tom]));

    router.add_command(0, "north").unwrap();

    assert_eq!(told.recv_timeout(PATIENCE).unwrap().as_deref(), Some("herd-router"));
    assert_eq!(router.stop(PATIENCE), Ok(vec![]));
}

#[asyncmock::test]
fn a_test_waits_for_a_cat_that_is_herded_on_another_thread() {
    let tom = obedient();
    let tom_goes = tom.calls_to_go();
    let router = HerdRouter::new(herd_of([tom]));

    router.add_command(0, "north").unwrap();
    tom_goes.wait_for_blocking(1, PATIENCE);
    tom_goes.assert_called_once_with("north");
    router.add_command(0, "east").unwrap();
    tom_goes.wait_for_blocking(2, PATIENCE);
    tom_goes.assert_called_with("east");

    assert_eq!(router.stop(PATIENCE), Ok(vec![]));
}

#[asyncmock::test]
#[should_panic(expected = "MockCat::go(\"south\"): No matching expectation found")]
fn a_failure_on_the_routers_own_thread_fails_the_test() {
    let tom = cat();
    tom.expect_go().with_args("north").return_const(Ok(()));
    let router = HerdRouter::new(herd_of([tom]));

    router.add_command(0, "south").unwrap();
    // What became of it is not looked at.
    let _ = router.stop(PATIENCE);
}

/// A thread that is not given back is nothing to wait a minute for.
#[asyncmock::test(timeout = "20s")]
fn stopping_breaks_off_what_does_not_end_on_the_routers_own_thread() {
    let tom = cat();
    tom.expect_go().pending();
    let tom_goes = tom.calls_to_go();
    let router = HerdRouter::new(herd_of([tom]));
    router.add_command(0, "north").unwrap();
    tom_goes.wait_for_blocking(1, PATIENCE);

    assert_eq!(router.stop(Duration::ZERO), Err(NotDone::BrokenOff));
    tom_goes.assert_cancelled(1);
}
