//! Tests that are fine: what they wait for comes from outside of what the harness made, and later than a deadlock is seen.
//! Each is run in a process of its own, where nothing else keeps it from being taken for one, and once more with the harness
//! blind for what threads do.

use std::io::{Read as _, Write as _};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, LazyLock, Mutex, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use asyncmock::{automock, rt};
use asyncmock_tests::{is_rerun, rerun_with};
use futures::task::SpawnExt as _;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::sync::oneshot;

#[automock]
trait Cat {
    fn pet(&self);
    async fn go(&self, direction: &str) -> bool;
}

/// Longer than it takes to see a deadlock.
const LATE: Duration = Duration::from_millis(900);

fn sleep() {
    thread::sleep(LATE);
}

/// Keeps its thread busy.
fn compute() -> u64 {
    let begun = Instant::now();
    let mut sum = 0_u64;
    while begun.elapsed() < LATE {
        sum = std::hint::black_box(sum.wrapping_mul(31).wrapping_add(7));
    }
    sum
}

/// What is told when a thread has done its work.
fn on_a_thread(work: impl FnOnce() + Send + 'static) -> oneshot::Receiver<()> {
    let (tell, told) = oneshot::channel();
    thread::spawn(move || {
        work();
        tell.send(()).unwrap();
    });
    told
}

/// A runtime that outlives all tests.
static RUNTIME: LazyLock<tokio::runtime::Runtime> =
    LazyLock::new(|| tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap());

/// An actor: a thread that answers what it is asked, by and by.
struct Actor(mpsc::Sender<oneshot::Sender<u32>>);

impl Actor {
    fn start() -> Self {
        let (ask, asked) = mpsc::channel::<oneshot::Sender<u32>>();
        thread::spawn(move || {
            for (count, answer) in asked.iter().enumerate() {
                thread::sleep(LATE / 2);
                answer.send(count as u32).unwrap();
            }
        });
        Actor(ask)
    }

    async fn ask(&self) -> u32 {
        let (answer, answered) = oneshot::channel();
        self.0.send(answer).unwrap();
        answered.await.unwrap()
    }
}

/// Declares the tests, and the one that runs them.
macro_rules! sources {
    ($($(#[$attribute:meta])* async fn $name:ident() $body:block)*) => {
        $(
            // What computes for two seconds may take minutes beside many others that do.
            #[asyncmock::test(timeout = "600s")]
            #[ignore = "it is run alone"]
            $(#[$attribute])*
            async fn $name() $body
        )*

        const SOURCES: &[&str] = &[$(stringify!($name)),*];
    };
}

sources! {
    async fn a_thread_that_sleeps() {
        on_a_thread(sleep).await.unwrap();
    }

    async fn a_thread_that_computes() {
        on_a_thread(|| assert_ne!(compute(), 1)).await.unwrap();
    }

    async fn a_thread_that_computes_and_sleeps_by_turns() {
        on_a_thread(|| {
            for _ in 0..20 {
                thread::sleep(LATE / 20);
            }
        })
        .await
        .unwrap();
    }

    async fn a_thread_that_is_parked_for_a_while() {
        on_a_thread(|| {
            let begun = Instant::now();
            while begun.elapsed() < LATE {
                thread::park_timeout(LATE);
            }
        })
        .await
        .unwrap();
    }

    async fn a_thread_that_waits_for_another() {
        on_a_thread(|| thread::spawn(sleep).join().unwrap()).await.unwrap();
    }

    async fn a_thread_that_waits_for_a_channel() {
        let (tell, told) = mpsc::channel();
        thread::spawn(move || {
            sleep();
            tell.send(()).unwrap();
        });
        on_a_thread(move || told.recv().unwrap()).await.unwrap();
    }

    async fn a_thread_that_waits_for_a_channel_with_a_limit() {
        let (_keep, told) = mpsc::channel::<()>();
        on_a_thread(move || assert!(told.recv_timeout(LATE).is_err())).await.unwrap();
    }

    async fn a_thread_that_waits_for_a_condition() {
        let pair = Arc::new((Mutex::new(false), Condvar::new()));
        let other = Arc::clone(&pair);
        thread::spawn(move || {
            sleep();
            *other.0.lock().unwrap() = true;
            other.1.notify_one();
        });
        on_a_thread(move || drop(pair.1.wait_while(pair.0.lock().unwrap(), |is_there| !*is_there))).await.unwrap();
    }

    async fn a_thread_that_spins() {
        let flag = Arc::new(AtomicBool::new(false));
        let other = Arc::clone(&flag);
        thread::spawn(move || {
            sleep();
            other.store(true, Ordering::SeqCst);
        });
        on_a_thread(move || {
            while !flag.load(Ordering::SeqCst) {
                thread::yield_now();
            }
        })
        .await
        .unwrap();
    }

    async fn threads_that_hand_on_to_each_other() {
        let (mut tell, told) = mpsc::channel::<u32>();
        let (done, is_done) = oneshot::channel();
        thread::spawn(move || {
            assert_eq!(told.recv().unwrap(), 8);
            done.send(()).unwrap();
        });
        for _ in 0..8 {
            let (next, received) = mpsc::channel::<u32>();
            thread::spawn(move || {
                let count = received.recv().unwrap();
                thread::sleep(LATE / 8);
                tell.send(count + 1).unwrap();
            });
            tell = next;
        }
        tell.send(0).unwrap();
        is_done.await.unwrap();
    }

    async fn a_channel_of_tokio_that_a_thread_fills() {
        let (tell, mut told) = tokio::sync::mpsc::channel(1);
        thread::spawn(move || {
            for count in 0..3 {
                thread::sleep(LATE / 2);
                tell.blocking_send(count).unwrap();
            }
        });
        let mut received = Vec::new();
        while let Some(count) = told.recv().await {
            received.push(count);
        }
        assert_eq!(received, [0, 1, 2]);
    }

    async fn a_watch_that_a_thread_changes() {
        let (change, mut changed) = tokio::sync::watch::channel(0);
        thread::spawn(move || {
            sleep();
            change.send(1).unwrap();
        });
        changed.changed().await.unwrap();
    }

    async fn a_notification_of_a_thread() {
        let notify = Arc::new(tokio::sync::Notify::new());
        let other = Arc::clone(&notify);
        thread::spawn(move || {
            sleep();
            other.notify_one();
        });
        notify.notified().await;
    }

    async fn crossbeam() {
        let (tell, told) = crossbeam_channel::bounded(0);
        thread::spawn(move || {
            sleep();
            tell.send(()).unwrap();
        });
        on_a_thread(move || told.recv().unwrap()).await.unwrap();
    }

    async fn a_tick_of_crossbeam() {
        on_a_thread(|| assert!(crossbeam_channel::after(LATE).recv().is_ok())).await.unwrap();
    }

    async fn a_channel_of_flume() {
        let (tell, told) = flume::bounded(0);
        thread::spawn(move || {
            sleep();
            tell.send(()).unwrap();
        });
        told.recv_async().await.unwrap();
    }

    async fn an_async_channel() {
        let (tell, told) = async_channel::bounded(1);
        thread::spawn(move || {
            sleep();
            tell.send_blocking(()).unwrap();
        });
        told.recv().await.unwrap();
    }

    async fn a_channel_of_futures() {
        let (tell, told) = futures::channel::oneshot::channel();
        thread::spawn(move || {
            sleep();
            tell.send(()).unwrap();
        });
        told.await.unwrap();
    }

    async fn an_actor() {
        let actor = Actor::start();
        assert_eq!((actor.ask().await, actor.ask().await, actor.ask().await), (0, 1, 2));
    }

    async fn sqlite() {
        let db = tokio_rusqlite::Connection::open_in_memory().await.unwrap();
        let count = db.call(|db| db.query_row(LONG_QUERY, [], |row| row.get::<_, i64>(0)));
        assert_eq!(count.await.unwrap(), ROWS);
    }

    async fn sqlite_by_sqlx() {
        let db = sqlx::sqlite::SqlitePoolOptions::new().max_connections(1).connect("sqlite::memory:").await.unwrap();
        let count: i64 = sqlx::query_scalar(LONG_QUERY).fetch_one(&db).await.unwrap();
        assert_eq!(count, ROWS);
        db.close().await;
    }

    async fn a_pool_of_sqlx_that_is_dropped_last() {
        let db = sqlx::sqlite::SqlitePoolOptions::new().max_connections(2).connect("sqlite::memory:").await.unwrap();
        let one: i64 = sqlx::query_scalar("select 1").fetch_one(&db).await.unwrap();
        assert_eq!(one, 1);
    }

    async fn sqlite_in_blocking_work() {
        let count = tokio::task::spawn_blocking(|| {
            let db = tokio_rusqlite::rusqlite::Connection::open_in_memory().unwrap();
            db.query_row(LONG_QUERY, [], |row| row.get::<_, i64>(0)).unwrap()
        });
        assert_eq!(count.await.unwrap(), ROWS);
    }

    async fn a_lock_of_sqlite() {
        let path = std::env::temp_dir().join(format!("asyncmock_outside_{}.db", std::process::id()));
        let _gone = std::fs::remove_file(&path);
        let db = tokio_rusqlite::rusqlite::Connection::open(&path).unwrap();
        db.execute_batch("create table cats (name); begin exclusive").unwrap();
        let other = tokio_rusqlite::Connection::open(&path).await.unwrap();
        let holder = thread::spawn(move || {
            sleep();
            db.execute_batch("commit").unwrap();
        });
        other
            .call(|db| {
                db.busy_timeout(Duration::from_secs(10))?;
                db.execute("insert into cats values ('Tom')", [])
            })
            .await
            .unwrap();
        holder.join().unwrap();
        std::fs::remove_file(&path).unwrap();
    }

    async fn rayon_that_computes() {
        let (tell, told) = oneshot::channel();
        rayon::spawn(move || {
            let (a, b) = rayon::join(compute, compute);
            tell.send(a ^ b).unwrap();
        });
        told.await.unwrap();
    }

    async fn rayon_that_sleeps() {
        let (tell, told) = oneshot::channel();
        rayon::spawn(move || {
            sleep();
            tell.send(()).unwrap();
        });
        told.await.unwrap();
    }

    async fn a_static_runtime() {
        RUNTIME.spawn(tokio::time::sleep(LATE)).await.unwrap();
    }

    async fn blocking_work_on_a_static_runtime() {
        RUNTIME.spawn_blocking(sleep).await.unwrap();
    }

    async fn a_second_runtime() {
        on_a_thread(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async { tokio::time::sleep(LATE).await });
        })
        .await
        .unwrap();
    }

    async fn a_timer_of_smol() {
        smol::Timer::after(LATE).await;
    }

    async fn a_task_of_smol() {
        smol::spawn(async { smol::Timer::after(LATE).await }).await;
    }

    async fn blocking_work_of_smol() {
        smol::unblock(sleep).await;
    }

    async fn a_pool_of_futures() {
        let pool = futures::executor::ThreadPool::builder().pool_size(1).create().unwrap();
        pool.spawn_with_handle(async { compute() }).unwrap().await;
    }

    async fn a_timer_of_futures() {
        futures_timer::Delay::new(LATE).await;
    }

    async fn a_child_process() {
        let ended = tokio::process::Command::new("sleep").arg("0.9").status().await.unwrap();
        assert!(ended.success());
    }

    async fn the_output_of_a_child_process() {
        let output = tokio::process::Command::new("sh").args(["-c", "sleep 0.9; echo done"]).output().await.unwrap();
        assert_eq!(output.stdout, b"done\n");
    }

    async fn a_child_process_that_a_thread_waits_for() {
        on_a_thread(|| assert!(Command::new("sleep").arg("0.9").status().unwrap().success())).await.unwrap();
    }

    async fn a_pipe_that_a_thread_reads() {
        on_a_thread(|| {
            let mut child = Command::new("sh").args(["-c", "sleep 0.9; echo done"]).stdout(Stdio::piped()).spawn().unwrap();
            let mut text = String::new();
            child.stdout.take().unwrap().read_to_string(&mut text).unwrap();
            assert_eq!(text, "done\n");
            child.wait().unwrap();
        })
        .await
        .unwrap();
    }

    async fn a_signal_of_a_child_process() {
        use tokio::signal::unix::{SignalKind, signal};
        let mut signals = signal(SignalKind::user_defined1()).unwrap();
        let kill = format!("sleep 0.9; kill -USR1 {}", std::process::id());
        let mut child = Command::new("sh").args(["-c", &kill]).spawn().unwrap();
        signals.recv().await.unwrap();
        child.wait().unwrap();
    }

    async fn a_socket() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let peer = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            sleep();
            stream.write_all(b"hello").unwrap();
        });
        let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
        let mut text = Vec::new();
        stream.read_to_end(&mut text).await.unwrap();
        assert_eq!(text, b"hello");
        peer.join().unwrap();
    }

    async fn a_listener() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let peer = thread::spawn(move || {
            sleep();
            drop(std::net::TcpStream::connect(address).unwrap());
        });
        listener.accept().await.unwrap();
        peer.join().unwrap();
    }

    async fn a_process_at_the_other_end_of_a_socket() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let connect = format!("sleep 0.9; exec 3<>/dev/tcp/127.0.0.1/{port}");
        let mut child = Command::new("bash").args(["-c", &connect]).spawn().unwrap();
        listener.accept().await.unwrap();
        child.wait().unwrap();
    }

    async fn a_unix_socket() {
        let (mut here, there) = tokio::net::UnixStream::pair().unwrap();
        let there = there.into_std().unwrap();
        there.set_nonblocking(false).unwrap();
        let peer = thread::spawn(move || {
            let mut there = there;
            let mut text = [0; 5];
            there.read_exact(&mut text).unwrap();
            sleep();
            there.write_all(&text).unwrap();
        });
        here.write_all(b"hello").await.unwrap();
        let mut text = [0; 5];
        here.read_exact(&mut text).await.unwrap();
        assert_eq!(&text, b"hello");
        peer.join().unwrap();
    }

    async fn a_datagram() {
        let (here, there) = tokio::net::UnixDatagram::pair().unwrap();
        let there = there.into_std().unwrap();
        let peer = thread::spawn(move || {
            sleep();
            there.send(b"hello").unwrap();
        });
        let mut text = [0; 5];
        here.recv(&mut text).await.unwrap();
        peer.join().unwrap();
    }

    async fn a_call_of_a_thread() {
        let cat = Arc::new(MockCat::relaxed());
        let (pet, thread_s) = (cat.calls_to_pet(), Arc::clone(&cat));
        let called = thread::spawn(move || {
            sleep();
            thread_s.pet();
        });
        pet.next().await;
        called.join().unwrap();
    }

    async fn a_wait_that_blocks_for_a_call_of_a_thread() {
        let cat = Arc::new(MockCat::relaxed());
        let thread_s = Arc::clone(&cat);
        let called = thread::spawn(move || {
            sleep();
            thread_s.pet();
        });
        cat.calls_to_pet().wait_for_blocking(1, Duration::from_secs(20));
        called.join().unwrap();
    }

    async fn a_held_call_that_a_thread_answers() {
        let cat = MockCat::new();
        cat.expect_go().hold();
        let going = rt::spawn({
            let calls = cat.calls_to_go();
            async move {
                let held = calls.next_held().await;
                thread::spawn(move || {
                    sleep();
                    held.respond(true).unwrap();
                });
            }
        });
        assert!(cat.go("north").await);
        going.await.unwrap();
    }

    async fn an_answer_that_takes_real_time_on_another_executor() {
        let cat = Arc::new(MockCat::new());
        cat.expect_go().after(LATE).return_const(true);
        on_a_thread(move || assert!(futures::executor::block_on(cat.go("north")))).await.unwrap();
    }

    async fn a_loop_that_waits_for_a_thread() {
        let cats = rt::LoopRunner::new();
        cats.spawn(async { on_a_thread(sleep).await.unwrap() }).await.unwrap();
        assert!(cats.stop().is_empty());
    }

    async fn blocking_work_that_waits_for_a_thread() {
        tokio::task::spawn_blocking(|| thread::spawn(sleep).join().unwrap()).await.unwrap();
    }

    async fn a_task_that_waits_for_a_thread() {
        rt::spawn(async { on_a_thread(sleep).await.unwrap() }).await.unwrap();
    }

    async fn a_wait_whose_limit_is_long() {
        let cat = MockCat::new();
        let text = asyncmock::catch_failure_async(async { cat.calls_to_go().within(LATE).next().await }).await;
        assert!(text.starts_with("Cat::go: next: timed out after 900ms"), "{text}");
    }

    async fn a_while_without_calls() {
        let cat = MockCat::new();
        cat.calls_to_go().none_within(LATE).await;
    }
}

/// A query that counts for a while.
const LONG_QUERY: &str =
    "with recursive rows(n) as (select 1 union all select n + 1 from rows where n < 3500000) select count(*) from rows";
const ROWS: i64 = 3_500_000;

#[asyncmock::test(start_paused = true, timeout = "600s")]
#[ignore = "it is run alone"]
async fn a_thread_beside_a_paused_clock() {
    let begun = tokio::time::Instant::now();
    on_a_thread(sleep).await.unwrap();
    assert_eq!(begun.elapsed(), Duration::ZERO);
}

#[asyncmock::test(flavor = "multi_thread", worker_threads = 2, timeout = "600s")]
#[ignore = "it is run alone"]
async fn a_thread_beside_several() {
    tokio::spawn(async { on_a_thread(sleep).await.unwrap() }).await.unwrap();
}

#[asyncmock::test(timeout = "600s")]
#[ignore = "it is run alone"]
fn a_loop_without_a_runtime_of_the_test() {
    rt::LoopRunner::new().run(async { on_a_thread(sleep).await.unwrap() });
}

#[tokio::test(start_paused = true)]
#[ignore = "it is run alone"]
async fn a_paused_clock_without_the_harness() {
    let cat = Arc::new(MockCat::relaxed());
    let (pet, thread_s) = (cat.calls_to_pet(), Arc::clone(&cat));
    let called = thread::spawn(move || {
        sleep();
        thread_s.pet();
    });
    pet.next().await;
    called.join().unwrap();
}

const OTHERS: &[&str] = &[
    "a_thread_beside_a_paused_clock",
    "a_thread_beside_several",
    "a_loop_without_a_runtime_of_the_test",
    "a_paused_clock_without_the_harness",
];

/// What a neighbour holds.
static SHARED: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

/// Says that the neighbour has it.
static IS_HELD: AtomicBool = AtomicBool::new(false);

#[test]
#[ignore = "it is run with its neighbour"]
fn neighbour_that_holds_a_lock() {
    let _held = SHARED.blocking_lock();
    IS_HELD.store(true, Ordering::SeqCst);
    sleep();
}

#[asyncmock::test(timeout = "600s")]
#[ignore = "it is run with its neighbour"]
async fn neighbour_that_waits_for_the_lock() {
    while !IS_HELD.load(Ordering::SeqCst) {
        tokio::task::yield_now().await;
    }
    drop(SHARED.lock().await);
}

#[test]
fn neighbours_are_not_taken_for_still() {
    let binary = std::env::current_exe().unwrap();
    for _ in 0..repetitions() {
        let output = Command::new(&binary).args(["neighbour_that_", "--ignored", "--test-threads=2"]).output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success() && text.contains("2 passed"), "{text}");
    }
}

/// So many times; more in a row with `ASYNCMOCK_TESTS_REPETITIONS`.
fn repetitions() -> usize {
    std::env::var("ASYNCMOCK_TESTS_REPETITIONS").map_or(1, |text| text.parse().expect("a number of repetitions"))
}

#[test]
fn none_is_taken_for_a_deadlock() {
    assert!(!is_rerun());
    let next = Mutex::new(SOURCES.iter().chain(OTHERS).flat_map(|source| std::iter::repeat_n(source, repetitions())));
    let failed = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                while let Some(source) = { next.lock().unwrap().next() } {
                    for blind in ["", "1"] {
                        let (passed, stderr) = rerun_with(source, [("ASYNCMOCK_BLIND", blind)]);
                        if !passed {
                            failed.lock().unwrap().push(format!("{source}, blind: {blind:?}:\n{stderr}"));
                        }
                    }
                }
            });
        }
    });
    let failed = failed.into_inner().unwrap();
    assert!(failed.is_empty(), "{} failed\n\n{}", failed.len(), failed.join("\n\n"));
    assert!(SOURCES.len() + OTHERS.len() >= 50);
}
