//! A clock of the test's own: delays, quiet times and the journal go by it.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use asyncmock::{CallState, TestClock, automock, use_clock};
use futures::poll;

#[automock]
trait Cat {
    async fn go(&self, direction: &str) -> bool;
}

/// A clock that the test moves.
#[derive(Clone, Default)]
struct Hands(Arc<Mutex<(Duration, Vec<Waker>)>>);

impl Hands {
    fn advance(&self, by: Duration) {
        let sleepers = {
            let mut hands = self.0.lock().unwrap();
            hands.0 += by;
            std::mem::take(&mut hands.1)
        };
        sleepers.into_iter().for_each(Waker::wake);
    }
}

struct Until(Hands, Duration);

impl Future for Until {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut hands = self.0.0.lock().unwrap();
        if hands.0 >= self.1 {
            return Poll::Ready(());
        }
        hands.1.push(context.waker().clone());
        Poll::Pending
    }
}

impl TestClock for Hands {
    fn now(&self) -> Duration {
        self.0.lock().unwrap().0
    }

    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(Until(self.clone(), self.now() + duration))
    }
}

const HOUR: Duration = Duration::from_secs(3600);

#[test]
fn answers_come_when_the_clock_says() {
    let clock = Hands::default();
    clock.advance(HOUR);
    let _clock = use_clock(clock.clone());
    futures::executor::block_on(async {
        let cat = MockCat::new();
        cat.expect_go().after(HOUR).return_const(true);
        clock.advance(HOUR);
        let mut call = Box::pin(cat.go("north"));
        assert!(poll!(&mut call).is_pending());
        clock.advance(HOUR / 2);
        assert!(poll!(&mut call).is_pending());
        assert_eq!(cat.calls_to_go().last().unwrap().elapsed(), HOUR / 2);
        clock.advance(HOUR / 2);
        assert!(call.await);
        let call = cat.calls_to_go().last().unwrap();
        assert_eq!((call.state(), call.elapsed()), (CallState::Completed, HOUR));
    });
}

#[tokio::test]
async fn it_comes_before_the_runtimes() {
    let clock = Hands::default();
    let _clock = use_clock(clock.clone());
    let cat = MockCat::new();
    let began = Instant::now();
    let mut none = cat.calls_to_go().none_within(HOUR);
    assert!(poll!(&mut none).is_pending());
    clock.advance(HOUR);
    none.await;
    assert!(began.elapsed() < HOUR);
}

#[tokio::test(start_paused = true)]
async fn it_is_the_tests_as_long_as_its_guard_lives() {
    let guard = use_clock(Hands::default());
    let before = MockCat::new();
    before.expect_go().after(HOUR).return_const(true);
    drop(guard);
    let cat = MockCat::new();
    cat.expect_go().after(HOUR).return_const(true);
    assert!(cat.go("north").await);
    assert!(poll!(Box::pin(before.go("north"))).is_pending());
}
