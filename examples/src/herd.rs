//! Herding cats: the running example of talks on testing asynchronous code.
//!
//! A cat goes where it is asked to only if it likes to be petted just now, and it takes its time. A test wants neither
//! the mood nor the wait, so it herds a `MockCat`.

use std::fmt;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures::future::join_all;
use tokio::time::{sleep, timeout};

/// What a cat makes of being petted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// It can be asked to go somewhere.
    Pleased,
    /// Better not.
    Grumpy,
}

/// The cat has run off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Escaped;

impl fmt::Display for Escaped {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("the cat has run off")
    }
}

impl std::error::Error for Escaped {}

/// A cat.
#[cfg_attr(any(test, feature = "mocks"), asyncmock::automock)]
#[allow(async_fn_in_trait, reason = "cats are herded on one thread")]
pub trait Cat {
    /// Pets the cat.
    fn pet(&self) -> Mood;

    /// Asks the cat to go somewhere: whether it went.
    async fn go(&self, direction: &str, steps: u32) -> Result<bool, Escaped>;
}

/// How far a cat is herded.
pub const STEPS: u32 = 3;

/// Pets a cat, and asks it to go if it is pleased: whether it went.
pub async fn herd(cat: &impl Cat, direction: &str) -> Result<bool, Escaped> {
    match cat.pet() {
        Mood::Pleased => cat.go(direction, STEPS).await,
        Mood::Grumpy => Ok(false),
    }
}

/// Herds several cats at once: how many of them went before patience ran out.
pub async fn herd_all<C: Cat>(cats: &[C], direction: &str, patience: Duration) -> usize {
    let herded = cats.iter().map(|cat| timeout(patience, herd(cat, direction)));
    join_all(herded).await.into_iter().filter(|went| *went == Ok(Ok(true))).count()
}

/// A cat of flesh and blood. It goes once, and is tired then.
#[derive(Debug, Default)]
pub struct HouseCat {
    tired: AtomicBool,
}

impl Cat for HouseCat {
    fn pet(&self) -> Mood {
        if self.tired.load(Ordering::Relaxed) { Mood::Grumpy } else { Mood::Pleased }
    }

    async fn go(&self, _direction: &str, _steps: u32) -> Result<bool, Escaped> {
        if self.tired.swap(true, Ordering::Relaxed) {
            return Err(Escaped);
        }
        let whim = RandomState::new().hash_one(()) % 1000;
        sleep(Duration::from_millis(whim)).await;
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use std::future::pending;

    use asyncmock::Sequence;

    use super::*;
    use crate::failure;

    const PATIENCE: Duration = Duration::from_secs(2);

    /// A cat that was not told yet where to go.
    fn pleased() -> MockCat {
        let cat = MockCat::new();
        cat.expect_pet().return_const(Mood::Pleased);
        cat
    }

    #[tokio::test]
    async fn a_pleased_cat_goes() {
        let cat = pleased();
        cat.expect_go().return_const(Ok(true));

        assert_eq!(herd(&cat, "north").await, Ok(true));
        cat.calls_to_go().assert_awaited_once_with("north", STEPS);
    }

    #[tokio::test]
    async fn a_grumpy_cat_is_left_where_it_is() {
        let cat = MockCat::new();
        cat.expect_pet().once().return_const(Mood::Grumpy);
        // It would go: that it is not asked to is what is tested.
        cat.expect_go().return_const(Ok(true));

        assert_eq!(herd(&cat, "north").await, Ok(false));
        cat.calls_to_go().assert_not_called();
    }

    #[tokio::test]
    async fn a_cat_is_petted_before_it_is_asked_to_go() {
        let cat = MockCat::new();
        let mut order = Sequence::new();
        cat.expect_pet().once().in_sequence(&mut order).return_const(Mood::Pleased);
        cat.expect_go().once().in_sequence(&mut order).return_const(Ok(true));

        assert_eq!(herd(&cat, "north").await, Ok(true));
    }

    #[tokio::test]
    async fn a_cat_that_stays_is_not_asked_again() {
        let cat = pleased();
        cat.expect_go().return_const(Ok(false));

        assert_eq!(herd(&cat, "north").await, Ok(false));
        cat.calls_to_go().assert_awaited_once();
    }

    #[tokio::test]
    async fn whoever_herds_learns_that_the_cat_has_run_off() {
        let cat = pleased();
        cat.expect_go().return_const(Err(Escaped));

        assert_eq!(herd(&cat, "north").await, Err(Escaped));
    }

    #[tokio::test(start_paused = true)]
    async fn a_cat_takes_its_time() {
        let cat = pleased();
        cat.expect_go().returning_async(|_, steps| async move {
            sleep(steps * Duration::from_millis(100)).await;
            Ok(true)
        });

        assert_eq!(herd(&cat, "north").await, Ok(true));
        let call = cat.calls_to_go().last().unwrap();
        assert_eq!(call.elapsed(), STEPS * Duration::from_millis(100));
    }

    #[tokio::test(start_paused = true)]
    async fn all_cats_are_herded_at_once() {
        let cats = [pleased(), pleased()];
        for cat in &cats {
            cat.expect_go().returning_async(|_, _| async {
                sleep(Duration::from_secs(1)).await;
                Ok(true)
            });
        }

        let start = tokio::time::Instant::now();
        assert_eq!(herd_all(&cats, "north", PATIENCE).await, 2);
        assert_eq!(start.elapsed(), Duration::from_secs(1));
    }

    #[tokio::test(start_paused = true)]
    async fn a_cat_that_takes_too_long_is_left_alone() {
        let cats = [pleased(), pleased(), pleased()];
        cats[0].expect_go().return_const(Ok(true));
        cats[1].expect_go().return_const(Err(Escaped));
        cats[2].expect_go().returning_async(|_, _| pending());

        assert_eq!(herd_all(&cats, "north", PATIENCE).await, 1);

        cats[0].calls_to_go().assert_none_cancelled();
        let given_up = cats[2].calls_to_go();
        given_up.assert_cancelled(1);
        assert_eq!(given_up.last().unwrap().elapsed(), PATIENCE);
    }

    #[tokio::test]
    async fn a_failure_says_which_way_the_cat_went_instead() {
        let cat = pleased();
        cat.expect_go().return_const(Ok(true));
        herd(&cat, "south").await.unwrap();

        let text = failure::of(|| cat.calls_to_go().assert_awaited_once_with("north", STEPS));
        assert!(text.starts_with("Cat::go: assert_awaited_once_with: the only await had other arguments"), "{text}");
        assert!(text.contains("argument 1 (direction) differs"), "{text}");
        assert!(text.contains("expected: \"north\""), "{text}");
        assert!(text.contains("actual:   \"south\""), "{text}");
    }

    /// Herds as [`herd`] does, but forgets to await: in Rust, the cat does nothing at all then.
    async fn herd_carelessly(cat: &impl Cat, direction: &str) -> Result<bool, Escaped> {
        if cat.pet() == Mood::Pleased {
            drop(cat.go(direction, STEPS));
        }
        Ok(true)
    }

    #[tokio::test]
    async fn a_forgotten_await_is_caught() {
        let cat = pleased();
        cat.expect_go().times(1).return_const(Ok(true));
        let go = cat.calls_to_go();
        assert_eq!(herd_carelessly(&cat, "north").await, Ok(true));

        go.assert_called_once_with("north", STEPS);
        go.assert_not_awaited();
        let text = failure::of(|| drop(cat));
        assert!(text.contains("called 0 time(s) which is fewer than expected 1"), "{text}");
        assert!(text.contains("never awaited"), "{text}");
        assert!(text.contains("herd.rs:"), "the place of the call is named: {text}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_real_cat_goes_once() {
        let cat = HouseCat::default();
        assert_eq!(herd(&cat, "north").await, Ok(true));
        assert_eq!(herd(&cat, "north").await, Ok(false));
        assert_eq!(cat.go("north", STEPS).await, Err(Escaped));
    }
}
