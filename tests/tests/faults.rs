//! Faults that are planted on purpose, each in a plain `#[tokio::test]`, under `checked`, and in an `#[asyncmock::test]`:
//! which of them is caught, and with what text. `mock-core/docs/harness.md` has them as a table.
//!
//! Each fault is three ignored tests, which [`the_table_of_the_guide_is_what_the_faults_give`] runs in processes of their
//! own. `FAULTS=write` writes the table anew.

use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::time::{Duration, Instant};
use std::{env, fs, mem, thread};

use asyncmock::{Guard, automock, rt};
use futures::FutureExt as _;
use tokio::task::{spawn_blocking, yield_now};

#[automock]
trait Cat {
    fn pet(&self);
    async fn go(&self, direction: &str) -> bool;
}

#[automock]
trait Pool {
    async fn acquire(&self) -> Guard<u32>;
}

/// What a mock is to take as it is.
struct Delicate;

impl Clone for Delicate {
    fn clone(&self) -> Self {
        panic!("cloned")
    }
}

impl PartialEq for Delicate {
    fn eq(&self, _: &Self) -> bool {
        panic!("compared")
    }
}

impl std::fmt::Debug for Delicate {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        panic!("printed")
    }
}

/// What can be kept, but not compared.
#[derive(Clone, Debug)]
struct Incomparable;

impl PartialEq for Incomparable {
    fn eq(&self, _: &Self) -> bool {
        panic!("compared")
    }
}

#[automock]
trait Taker {
    fn take(&self, delicate: Delicate);
    fn keep(&self, incomparable: Incomparable);
}

/// For so long a plain test may run, and one that somebody should stop.
const HANGS_AFTER: [Duration; 2] = [Duration::from_secs(8), Duration::from_secs(60)];

fn unmet_cat() -> MockCat {
    let cat = MockCat::new();
    cat.expect_pet().once().return_const(());
    cat
}

struct PanicsInDrop;

impl Drop for PanicsInDrop {
    fn drop(&mut self) {
        if !thread::panicking() {
            panic!("dropped by mistake");
        }
    }
}

macro_rules! faults {
    ($($title:literal $(paused $paused:tt)? $(limit $limit:tt)? async fn $name:ident() $body:block)*) => {
        const FAULTS: &[(&str, &str)] = &[$((stringify!($name), $title)),*];

        mod planted {
            use super::*;
            $(pub async fn $name() $body)*
        }

        mod plain {
            $(#[tokio::test $((start_paused = $paused))?]
            #[ignore = "planted"]
            async fn $name() {
                super::planted::$name().await;
            })*
        }

        mod checked {
            $(#[tokio::test $((start_paused = $paused))?]
            #[ignore = "planted"]
            async fn $name() {
                let checked = asyncmock::checked(super::planted::$name());
                super::strict(checked).await;
            })*
        }

        mod harness {
            $(#[asyncmock::test($(start_paused = $paused,)? $(timeout = $limit,)? leaks = "deny", unawaited = "deny", panics = "deny")]
            #[ignore = "planted"]
            async fn $name() {
                super::planted::$name().await;
            })*
        }
    };
}

fn strict<F: Future>(checked: asyncmock::Checked<F>) -> asyncmock::Checked<F> {
    checked.timeout(Duration::from_millis(1500)).deny_leaks().deny_unawaited().deny_panics()
}

faults! {
    "a mock fails in a task, whose handle is dropped"
    async fn a_mock_fails_in_a_task() {
        let cat = MockCat::new();
        tokio::spawn(async move { cat.go("north").await });
    }

    "a mock fails in a task, whose `JoinError` is ignored"
    async fn a_join_error_is_ignored() {
        let cat = MockCat::new();
        let _ignored = tokio::spawn(async move { cat.go("north").await }).await;
    }

    "a mock fails in a task, which catches the panic"
    async fn a_panic_is_caught() {
        let cat = MockCat::new();
        let guarded = std::panic::AssertUnwindSafe(async move { cat.go("north").await }).catch_unwind();
        let _caught = tokio::spawn(guarded).await;
    }

    "a mock fails in the body, which catches the panic"
    async fn a_panic_of_the_body_is_caught() {
        let cat = MockCat::new();
        let _caught = std::panic::catch_unwind(|| cat.pet());
    }

    "a mock fails in a future that the body catches the panics of, as a layer of a service does"
    async fn a_panic_of_a_future_is_caught() {
        let cat = MockCat::new();
        let _caught = std::panic::AssertUnwindSafe(cat.go("north")).catch_unwind().await;
    }

    "an assertion about calls fails in a task"
    async fn an_assertion_about_calls_fails_in_a_task() {
        let cat = MockCat::new();
        let pet = cat.calls_to_pet();
        let _ignored = tokio::spawn(async move { pet.assert_called() }).await;
    }

    "an assertion about guards fails on a thread"
    async fn an_assertion_about_guards_fails_on_a_thread() {
        let pool = MockPool::new();
        let guards = pool.guards_of_acquire();
        let _ignored = thread::spawn(move || guards.assert_entered_times(1)).join();
    }

    "an assertion fails in an answer, in a task"
    async fn an_assertion_fails_in_an_answer() {
        let cat = MockCat::new();
        cat.expect_go().returning(|direction| {
            assert_eq!(direction, "south");
            true
        });
        let _ignored = tokio::spawn(async move { cat.go("north").await }).await;
    }

    "an assertion fails in an async answer, in a task"
    async fn an_assertion_fails_in_an_async_answer() {
        let cat = MockCat::new();
        cat.expect_go().returning_async(|direction| {
            let direction = direction.to_owned();
            async move {
                yield_now().await;
                assert!(direction.is_empty());
                true
            }
        });
        let _ignored = tokio::spawn(async move { cat.go("north").await }).await;
    }

    "an assertion fails in an answer, and the body catches it"
    async fn an_assertion_of_an_answer_is_caught() {
        let cat = MockCat::new();
        cat.expect_pet().returning(|| assert_eq!(1 + 1, 3));
        let _caught = std::panic::catch_unwind(|| cat.pet());
    }

    "a matcher panics, in a task"
    async fn a_matcher_panics() {
        let cat = MockCat::new();
        cat.expect_go().withf(|direction| direction.parse::<u32>().unwrap() > 0).return_const(true);
        let _ignored = tokio::spawn(async move { cat.go("north").await }).await;
    }

    "the `PartialEq` of an argument panics, in a task"
    async fn a_partial_eq_panics() {
        let taker = MockTaker::new();
        taker.expect_take().with_args(Delicate).return_const(());
        let _ignored = tokio::spawn(async move { taker.take(Delicate) }).await;
    }

    "the `PartialEq` of an argument panics in an assertion about calls, in a task"
    async fn a_partial_eq_panics_in_an_assertion() {
        let taker = MockTaker::new();
        taker.expect_keep().return_const(());
        taker.keep(Incomparable);
        let _ignored = tokio::spawn(async move { taker.calls_to_keep().assert_called_with(Incomparable) }).await;
    }

    "a function of `matching` panics, in a task"
    async fn a_function_of_matching_panics() {
        let taker = MockTaker::new();
        taker.expect_keep().return_const(());
        taker.keep(Incomparable);
        let panics = |incomparable: &Incomparable| *incomparable == Incomparable;
        let _ignored = tokio::spawn(async move { taker.calls_to_keep().matching(panics).assert_called() }).await;
    }

    "the `Debug` of an argument panics when a mock fails, in a task"
    async fn a_debug_panics() {
        let taker = MockTaker::new();
        let _ignored = tokio::spawn(async move { taker.take(Delicate) }).await;
    }

    "an answer of `returning_st` is dropped on another thread, beside what is not met"
    async fn an_answer_is_dropped_on_another_thread() {
        let cat = unmet_cat();
        let stays = std::rc::Rc::new(true);
        cat.expect_go().times(1..).returning_st(move |_| *stays);
        let _ignored = thread::spawn(move || drop(cat)).join();
    }

    "a mock is on a thread that goes on"
    async fn a_mock_is_on_a_thread() {
        let cat = MockCat::new();
        cat.expect_pet().return_const(());
        cat.pet();
        thread::spawn(move || {
            thread::sleep(Duration::from_secs(3600));
            drop(cat);
        });
    }

    "a task panics, and a hook of its own says nothing"
    async fn a_hook_says_nothing() {
        std::panic::set_hook(Box::new(|_| {}));
        tokio::spawn(async { panic!("nobody hears of it") });
        yield_now().await;
        let _default = std::panic::take_hook();
    }

    "a mock fails in `spawn_blocking`"
    async fn a_mock_fails_in_spawn_blocking() {
        let cat = MockCat::new();
        spawn_blocking(move || cat.pet());
    }

    "a mock fails on a `std::thread`, which is not joined"
    async fn a_mock_fails_on_a_thread() {
        let cat = MockCat::new();
        thread::spawn(move || {
            thread::sleep(Duration::from_millis(20));
            cat.pet();
        });
    }

    "a mock fails in a task of a `LoopRunner`"
    async fn a_mock_fails_on_a_loop() {
        let cat = MockCat::new();
        let cats = rt::LoopRunner::new();
        let _unseen = cats.spawn(async move { cat.go("north").await });
        assert!(cats.stop().is_empty());
    }

    "a mock that is made in a task fails there"
    async fn a_mock_that_is_made_in_a_task_fails() {
        tokio::spawn(async { MockCat::new().pet() });
    }

    "a mock is leaked by `mem::forget`, and was not called"
    async fn a_mock_is_leaked() {
        mem::forget(unmet_cat());
    }

    "a mock is in a cycle of `Arc`s, and was not called"
    async fn a_mock_is_in_a_cycle() {
        struct Owner(#[expect(dead_code, reason = "it is owned")] MockCat, Mutex<Option<Arc<Owner>>>);
        let owner = Arc::new(Owner(unmet_cat(), Mutex::new(None)));
        *owner.1.lock().unwrap() = Some(Arc::clone(&owner));
    }

    "a mock is moved to a task that ends, and was not called"
    async fn a_mock_is_dropped_in_a_task() {
        let cat = unmet_cat();
        tokio::spawn(async move { drop(cat) });
    }

    "a mock is moved to a detached task that never ends, and was not called"
    async fn a_mock_is_in_a_detached_task() {
        let cat = unmet_cat();
        tokio::spawn(async move {
            std::future::pending::<()>().await;
            cat.pet();
        });
    }

    "a mock is moved to a thread that ends later, and was not called"
    async fn a_mock_is_dropped_on_a_thread() {
        let cat = unmet_cat();
        let (body, is_over) = std::sync::mpsc::channel::<()>();
        thread::spawn(move || {
            let _over = is_over.recv();
            thread::sleep(Duration::from_millis(5));
            drop(cat);
        });
        drop(body);
    }

    "a held call is dropped unanswered, in a task"
    async fn a_held_call_is_not_answered() {
        let cat = Arc::new(MockCat::new());
        cat.expect_go().hold();
        let go = cat.calls_to_go();
        let called = tokio::spawn(async move { cat.go("north").await });
        tokio::spawn(async move { drop(go.next_held().await) }).await.ok();
        called.abort();
    }

    "a deadlock of two mutexes"
    async fn two_mutexes() {
        let (a, b) = (Arc::new(tokio::sync::Mutex::new(0)), Arc::new(tokio::sync::Mutex::new(0)));
        let (other_a, other_b) = (Arc::clone(&a), Arc::clone(&b));
        let other = tokio::spawn(async move {
            let _b = other_b.lock().await;
            yield_now().await;
            let _a = other_a.lock().await;
        });
        let _a = a.lock().await;
        yield_now().await;
        let _b = b.lock().await;
        other.await.unwrap();
    }

    "a deadlock of a channel, whose sender is kept"
    async fn a_channel() {
        let (_kept, mut receiver) = tokio::sync::mpsc::channel::<u32>(1);
        receiver.recv().await;
    }

    "a deadlock on a paused clock"
    paused true
    async fn a_paused_clock() {
        let (_kept, receiver) = tokio::sync::oneshot::channel::<u32>();
        receiver.await.unwrap();
    }

    "a call that is pending for ever"
    async fn a_call_is_pending() {
        let cat = MockCat::new();
        cat.expect_go().pending();
        cat.go("north").await;
    }

    "a wait for a call that is never made"
    async fn a_call_is_never_made() {
        let cat = MockCat::new();
        cat.calls_to_go().next().await;
    }

    "a task that waits for itself"
    async fn a_task_waits_for_itself() {
        let (sender, receiver) = tokio::sync::oneshot::channel::<tokio::task::JoinHandle<()>>();
        let task = tokio::spawn(async move { receiver.await.unwrap().await.unwrap() });
        sender.send(task).unwrap();
        std::future::pending().await
    }

    "a loop that is waited for waits for ever"
    async fn a_loop_waits_for_ever() {
        rt::LoopRunner::new().run(std::future::pending::<()>());
    }

    "a livelock of yields in the test itself"
    limit "1500ms"
    async fn a_livelock() {
        loop {
            yield_now().await;
        }
    }

    "a livelock of yields in a task that is waited for"
    limit "1500ms"
    async fn a_livelock_in_a_task() {
        let spinning = tokio::spawn(async {
            loop {
                yield_now().await;
            }
        });
        spinning.await.unwrap();
    }

    "a sleep that takes too long"
    limit "1500ms"
    async fn a_long_sleep() {
        tokio::time::sleep(Duration::from_secs(3600)).await;
    }

    "blocking work that takes too long"
    limit "1500ms"
    async fn long_blocking_work() {
        let (_kept, never) = mpsc::channel::<u32>();
        spawn_blocking(move || never.recv().ok()).await.unwrap();
    }

    "the test's thread is blocked"
    limit "1500ms"
    async fn a_blocked_thread() {
        let mutex = Mutex::new(0);
        let _first = mutex.lock().unwrap();
        let _second = mutex.lock().unwrap();
    }

    "a task is left, of `tokio::spawn`"
    async fn a_task_is_left() {
        tokio::spawn(std::future::pending::<()>());
    }

    "a task is left, of `rt::spawn`"
    async fn a_known_task_is_left() {
        rt::spawn(std::future::pending::<()>());
    }

    "a task is left on a `LoopRunner`"
    async fn a_task_of_a_loop_is_left() {
        let cats = rt::LoopRunner::new();
        cats.spawn(std::future::pending::<()>());
    }

    "blocking work is left"
    async fn blocking_work_is_left() {
        let (sender, receiver) = mpsc::channel::<u32>();
        spawn_blocking(move || receiver.recv().ok());
        mem::forget(sender);
    }

    "a guard is leaked"
    async fn a_guard_is_leaked() {
        let pool = MockPool::new();
        pool.expect_acquire().returns_guard(7);
        mem::forget(pool.acquire().await);
    }

    "a guard is held by a task that is left"
    async fn a_guard_is_held_by_a_task() {
        let pool = MockPool::new();
        pool.expect_acquire().returns_guard(7);
        let guard = pool.acquire().await;
        tokio::spawn(async move {
            std::future::pending::<()>().await;
            drop(guard);
        });
    }

    "a call is left pending, in a future that is leaked"
    async fn a_call_is_left_pending() {
        let cat = Arc::new(MockCat::new());
        cat.expect_go().pending();
        let mut call = Box::pin(async move { cat.go("north").await });
        assert!(futures::poll!(&mut call).is_pending());
        mem::forget(call);
    }

    "a future is never awaited"
    async fn a_future_is_never_awaited() {
        let cat = MockCat::new();
        cat.expect_go().return_const(true);
        drop(cat.go("north"));
    }

    "a future is never awaited, and leaked"
    async fn a_future_is_leaked() {
        let cat = Arc::new(MockCat::new());
        let leaked: &'static MockCat = Box::leak(Box::new(MockCat::new()));
        drop(cat);
        leaked.expect_go().return_const(true);
        mem::forget(leaked.go("north"));
    }

    "an assertion fails in a task, whose handle is dropped"
    async fn an_assertion_fails_in_a_task() {
        tokio::spawn(async { assert_eq!(1 + 1, 3) });
    }

    "an assertion fails in a task of `rt::spawn`, which nobody asks"
    async fn an_assertion_fails_in_a_known_task() {
        rt::spawn(async { assert_eq!(1 + 1, 3) });
    }

    "a panic in `Drop`, in a task"
    async fn a_panic_in_drop() {
        tokio::spawn(async { drop(PanicsInDrop) });
    }

    "a panic in `Drop`, when the runtime drops a task"
    async fn a_panic_in_drop_at_the_end() {
        let bomb = PanicsInDrop;
        tokio::spawn(async move {
            std::future::pending::<()>().await;
            drop(bomb);
        });
    }

    "a mock fails in `Drop`, in a task"
    async fn a_mock_fails_in_drop() {
        struct Leaves(MockCat);
        impl Drop for Leaves {
            fn drop(&mut self) {
                self.0.pet();
            }
        }
        let leaves = Leaves(MockCat::new());
        tokio::spawn(async move { drop(leaves) });
    }
}

/// How a test has ended.
struct Outcome {
    is_caught: bool,
    /// What the table shows.
    text: String,
}

/// Runs one of the ignored tests in a process of its own.
fn outcome(test: &str) -> Outcome {
    let output = env::temp_dir().join(format!("asyncmock-fault-{}-{}", std::process::id(), test.replace("::", "-")));
    let file = fs::File::create(&output).expect("a file for what the test writes");
    let mut child = Command::new(env::current_exe().expect("a test binary has a path"))
        .args(["--exact", test, "--ignored", "--nocapture"])
        // As it is where nothing else is said.
        .env_remove("ASYNCMOCK_WAIT")
        .env("RUST_BACKTRACE", "0")
        .env("NO_COLOR", "1")
        .stdout(Stdio::null())
        .stderr(file)
        .spawn()
        .expect("a test binary can be run");
    let hangs_after =
        HANGS_AFTER[usize::from(!test.starts_with("plain::") && !test.ends_with("blocking_work_is_left"))];
    let begun = Instant::now();
    let status = loop {
        match child.try_wait().expect("a child can be waited for") {
            Some(status) => break Some(status),
            None if begun.elapsed() > hangs_after => break None,
            None => thread::sleep(Duration::from_millis(10)),
        }
    };
    let _ended = (child.kill(), child.wait());
    let written = fs::read_to_string(&output).unwrap_or_default();
    let _removed = fs::remove_file(&output);
    match status {
        None => Outcome { is_caught: false, text: "hangs".to_owned() },
        Some(status) if status.success() => Outcome { is_caught: false, text: "passes".to_owned() },
        Some(status) if status.code().is_none() => {
            let said = written.lines().find(|line| line.starts_with("asyncmock: ")).unwrap_or("nothing is said");
            let text = without_places(said.trim_start_matches("asyncmock: "));
            Outcome { is_caught: true, text: format!("is aborted: {}", as_code(&text)) }
        }
        Some(_) => Outcome { is_caught: true, text: format!("fails: {}", as_code(&failure(test, &written))) },
    }
}

/// The first line of the panic that a test has failed with; if that only announces another, the next one.
fn failure(test: &str, written: &str) -> String {
    let panic = written.rsplit_once(&format!("\nthread '{test}' ")).map_or(written, |(_, panic)| panic);
    let mut lines = panic.lines().skip(1).filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or("no text").to_owned();
    let shown = match first.ends_with(':') {
        true => lines.next().unwrap_or_default().trim().to_owned(),
        false => first,
    };
    without_places(&shown)
}

/// A text without the lines of this file, which change with it.
fn without_places(text: &str) -> String {
    let of_here = |word: &str| word.starts_with("tests/tests/faults.rs:");
    let words = text.split(' ').map(|word| if of_here(word) { "tests/tests/faults.rs:.." } else { word });
    words.collect::<Vec<_>>().join(" ")
}

/// A text as Markdown shows code in a table.
fn as_code(text: &str) -> String {
    let text = text.replace('|', "\\|");
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}

fn table() -> (String, Vec<&'static str>) {
    let next = AtomicUsize::new(0);
    let outcomes: Vec<Mutex<Option<Outcome>>> = FAULTS.iter().flat_map(|_| 0..3).map(|_| Mutex::new(None)).collect();
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(place) = outcomes.get(index) else { break };
                    let way = ["plain", "checked", "harness"][index % 3];
                    *place.lock().unwrap() = Some(outcome(&format!("{way}::{}", FAULTS[index / 3].0)));
                }
            });
        }
    });
    let outcomes: Vec<Outcome> = outcomes.into_iter().map(|outcome| outcome.into_inner().unwrap().unwrap()).collect();
    let mut table =
        String::from("| fault | `#[tokio::test]` | `checked` | `#[asyncmock::test]` |\n|---|---|---|---|\n");
    let mut missed = Vec::new();
    for ((_, title), outcomes) in FAULTS.iter().zip(outcomes.chunks(3)) {
        let [plain, checked, harness] = outcomes else { unreachable!("there are three") };
        table.push_str(&format!("| {title} | {} | {} | {} |\n", plain.text, checked.text, harness.text));
        if !harness.is_caught {
            missed.push(*title);
        }
    }
    (table, missed)
}

const BEGIN: &str = "<!-- made by tests/tests/faults.rs -->\n";
const END: &str = "<!-- until here -->\n";

#[test]
fn the_table_of_the_guide_is_what_the_faults_give() {
    let (table, missed) = table();
    assert!(missed.is_empty(), "`#[asyncmock::test]` misses {missed:?}:\n{table}");
    assert!(FAULTS.len() >= 25);
    let guide = concat!(env!("CARGO_MANIFEST_DIR"), "/../mock-core/docs/harness.md");
    let text = fs::read_to_string(guide).expect("there is a guide");
    let (head, rest) = text.split_once(BEGIN).expect("the table has a beginning");
    let (known, tail) = rest.split_once(END).expect("the table has an end");
    if env::var_os("FAULTS").is_some_and(|faults| faults == "write") {
        fs::write(guide, format!("{head}{BEGIN}{table}{END}{tail}")).expect("the guide can be written");
    } else {
        assert_eq!(known, table, "`FAULTS=write` writes the table anew");
    }
}
