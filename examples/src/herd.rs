//! Herding cats: the running example of talks on testing asynchronous code.
//!
//! A cat goes where it is asked to only if it was petted before, and it takes its time. A test wants neither the mood
//! nor the wait, so it herds a `MockCat`.

use std::hash::{BuildHasher as _, RandomState};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures::future::join_all;
use tokio::time::{sleep, timeout};

/// A cat.
#[cfg_attr(any(test, feature = "mocks"), asyncmock::automock)]
#[allow(async_fn_in_trait, reason = "cats are herded on one thread")]
pub trait Cat {
    /// Pets the cat.
    fn pet(&self);

    /// Asks the cat to go somewhere: whether it went.
    async fn go(&self, direction: &str) -> bool;
}

/// Pets a cat, then asks it to go: whether it went.
pub async fn herd(cat: &impl Cat, direction: &str) -> bool {
    cat.pet();
    cat.go(direction).await
}

/// Herds several cats at once: how many of them went before patience ran out.
pub async fn herd_all<C: Cat>(cats: &[C], direction: &str, patience: Duration) -> usize {
    let herded = cats.iter().map(|cat| timeout(patience, herd(cat, direction)));
    join_all(herded).await.into_iter().filter(|went| *went == Ok(true)).count()
}

/// A cat of flesh and blood.
#[derive(Debug, Default)]
pub struct HouseCat {
    pleased: AtomicBool,
}

impl Cat for HouseCat {
    fn pet(&self) {
        self.pleased.store(true, Ordering::Relaxed);
    }

    async fn go(&self, _direction: &str) -> bool {
        let whim = RandomState::new().hash_one(()) % 1000;
        sleep(Duration::from_millis(whim)).await;
        self.pleased.swap(false, Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use std::future::pending;

    use asyncmock::Sequence;

    use super::*;
    use crate::failure;

    const PATIENCE: Duration = Duration::from_secs(2);

    #[tokio::test]
    async fn a_cat_is_petted_before_it_is_asked_to_go() {
        let cat = MockCat::new();
        let mut order = Sequence::new();
        cat.expect_pet().once().in_sequence(&mut order);
        cat.expect_go().with_args("north").once().in_sequence(&mut order).return_const(true);

        assert!(herd(&cat, "north").await);
    }

    #[tokio::test]
    async fn a_cat_that_stays_is_not_asked_again() {
        let cat = MockCat::relaxed();
        cat.expect_go().return_const(false);
        let go = cat.calls_to_go();

        assert!(!herd(&cat, "north").await);
        go.assert_awaited_once_with("north");
    }

    #[tokio::test(start_paused = true)]
    async fn all_cats_are_herded_at_once() {
        let cats = [MockCat::relaxed(), MockCat::relaxed()];
        for cat in &cats {
            cat.expect_go().returning_async(|_| async {
                sleep(Duration::from_secs(1)).await;
                true
            });
        }

        let start = tokio::time::Instant::now();
        assert_eq!(herd_all(&cats, "north", PATIENCE).await, 2);
        assert_eq!(start.elapsed(), Duration::from_secs(1));
    }

    #[tokio::test(start_paused = true)]
    async fn a_cat_that_takes_too_long_is_left_alone() {
        let cats = [MockCat::relaxed(), MockCat::relaxed()];
        cats[0].expect_go().return_const(true);
        cats[1].expect_go().returning_async(|_| pending());

        assert_eq!(herd_all(&cats, "north", PATIENCE).await, 1);

        cats[0].calls_to_go().assert_none_cancelled();
        let given_up = cats[1].calls_to_go();
        given_up.assert_cancelled(1);
        assert_eq!(given_up.last().unwrap().elapsed(), PATIENCE);
    }

    #[tokio::test]
    async fn a_failure_says_which_way_the_cat_went_instead() {
        let cat = MockCat::relaxed();
        herd(&cat, "south").await;

        let text = failure::of(|| cat.calls_to_go().assert_awaited_once_with("north"));
        assert!(text.starts_with("Cat::go: assert_awaited_once_with: the only await had other arguments"), "{text}");
        assert!(text.contains("argument 1 (direction) differs"), "{text}");
        assert!(text.contains("expected: \"north\""), "{text}");
        assert!(text.contains("actual:   \"south\""), "{text}");
    }

    #[tokio::test]
    async fn a_forgotten_await_is_named() {
        let cat = MockCat::new();
        cat.expect_go().once().return_const(true);
        let forgotten = cat.go("north");
        drop(forgotten);

        let text = failure::of(|| drop(cat));
        assert!(text.contains("called 0 time(s) which is fewer than expected 1"), "{text}");
        assert!(text.contains("never awaited"), "{text}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_real_cat_goes_once_for_each_time_it_is_petted() {
        let cat = HouseCat::default();
        assert!(!cat.go("north").await);
        assert!(herd(&cat, "north").await);
        assert!(!cat.go("north").await);
    }
}
