//! 100,000 waits against 100,000 calls from four threads: nothing is lost, given out twice, or left waiting.

use std::sync::Arc;
use std::thread;

use asyncmock::automock;
use futures::executor::block_on;

#[automock]
trait Counter {
    async fn add(&self, n: u32) -> u32;
}

const THREADS: u32 = 4;
const EACH: u32 = 25_000;

fn counter() -> Arc<MockCounter> {
    let counter = MockCounter::new();
    counter.expect_add().returning(|n| n);
    Arc::new(counter)
}

/// Four threads that make the calls `0..100_000`.
fn calls(counter: &Arc<MockCounter>) -> Vec<thread::JoinHandle<()>> {
    let make = |thread| {
        let counter = Arc::clone(counter);
        move || (0..EACH).for_each(|n| assert_eq!(block_on(counter.add(thread * EACH + n)), thread * EACH + n))
    };
    (0..THREADS).map(|number| thread::spawn(make(number))).collect()
}

#[test]
fn every_call_is_given_out_once() {
    let counter = counter();
    let view = Arc::new(counter.calls_to_add());
    let waits: Vec<_> = (0..THREADS)
        .map(|_| {
            let view = Arc::clone(&view);
            thread::spawn(move || (0..EACH).map(|_| block_on(view.next()).args().0).collect::<Vec<_>>())
        })
        .collect();
    let calls = calls(&counter);
    let mut given: Vec<u32> = waits.into_iter().flat_map(|wait| wait.join().unwrap()).collect();
    calls.into_iter().for_each(|calls| calls.join().unwrap());
    given.sort_unstable();
    assert!(given.into_iter().eq(0..THREADS * EACH));
}

#[test]
fn every_view_sees_every_completion() {
    let counter = counter();
    let waits: Vec<_> = (0..THREADS)
        .map(|_| {
            let view = counter.calls_to_add();
            thread::spawn(move || {
                let mut last_of = [None; THREADS as usize];
                for _ in 0..EACH * THREADS {
                    let n = block_on(view.next_completed()).args().0;
                    let last = last_of[(n / EACH) as usize].replace(n);
                    assert!(last.is_none_or(|last| last + 1 == n), "each thread's calls come in order");
                }
                assert_eq!(last_of, [0, 1, 2, 3].map(|thread| Some((thread + 1) * EACH - 1)));
            })
        })
        .collect();
    let calls = calls(&counter);
    waits.into_iter().for_each(|wait| wait.join().unwrap());
    calls.into_iter().for_each(|calls| calls.join().unwrap());
}

#[test]
fn every_count_is_reached() {
    let counter = counter();
    let view = counter.calls_to_add();
    let waits: Vec<_> = (0..THREADS)
        .map(|thread| {
            let view = view.clone();
            thread::spawn(move || {
                for n in 0..EACH {
                    block_on(view.wait_for_awaited((n * THREADS + thread) as usize));
                }
            })
        })
        .collect();
    let calls = calls(&counter);
    waits.into_iter().for_each(|wait| wait.join().unwrap());
    calls.into_iter().for_each(|calls| calls.join().unwrap());
}
