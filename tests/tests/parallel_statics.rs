//! Two hundred tests that run in parallel, all of one static method, and none with a lock around it.

use asyncmock::automock;

#[automock]
trait Clock {
    fn now(zone: &str) -> u32;
}

/// Expects, calls and fails to match: none of it may be seen by another test.
fn expect_and_call(n: u32) {
    let now = MockClock::now_context();
    now.expect().with_args("here").times(10).return_const(n);
    now.expect().with_args("there").times(0);
    for _ in 0..10 {
        std::thread::yield_now();
        assert_eq!(MockClock::now("here"), n);
    }
    now.calls().assert_called_times(10);
    now.checkpoint();
    assert!(std::panic::catch_unwind(|| MockClock::now("here")).is_err(), "what was expected is over");
}

macro_rules! tests {
    ($($ten:ident)*) => {$(
        mod $ten {
            tests!(@of $ten: t0 t1 t2 t3 t4 t5 t6 t7 t8 t9);
            tests!(@of_runtime $ten: r0 r1 r2 r3 r4 r5 r6 r7 r8 r9);
        }
    )*};
    (@of $ten:ident: $($test:ident)*) => {$(
        #[test]
        fn $test() {
            super::expect_and_call(line!() + super::number(stringify!($ten), stringify!($test)));
        }
    )*};
    (@of_runtime $ten:ident: $($test:ident)*) => {$(
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $test() {
            let n = super::number(stringify!($ten), stringify!($test));
            tokio::task::yield_now().await;
            tokio::spawn(async move { super::expect_and_call(n) }).await.unwrap();
            tokio::task::yield_now().await;
            super::expect_and_call(n);
        }
    )*};
}

/// A number that no other test has.
fn number(ten: &str, test: &str) -> u32 {
    ten.bytes().chain(test.bytes()).fold(0, |number, byte| number * 31 + u32::from(byte))
}

tests!(a b c d e f g h i j);
