//! `#[automock(default_bodies)]`: a trait's own bodies run until their methods are expected.

use std::pin::Pin;

use asyncmock::automock;
use futures::executor::block_on;

#[automock(default_bodies)]
trait Cat {
    fn name(&self) -> String;
    fn greet(&self, who: &str) -> String {
        format!("{who} meets {}", self.name())
    }
    fn count(&self, (from, to): (u32, u32), mut step: u32) -> u32 {
        step += 1;
        (to - from) / step
    }
    async fn go(&self, direction: &str, steps: u32) -> u32 {
        self.name().len() as u32 + direction.len() as u32 + steps
    }
    fn wait(&self) -> impl Future<Output = usize> + Send
    where
        Self: Sync,
    {
        async { self.name().len() }
    }
    fn rest(&self) -> Pin<Box<dyn Future<Output = usize> + '_>> {
        Box::pin(async { self.name().len() })
    }
    fn pick<T: Clone + 'static>(&self, of: &[T]) -> Option<T> {
        of.first().cloned()
    }
}

fn tom() -> MockCat {
    let cat = MockCat::new();
    cat.expect_name().return_const("Tom");
    cat
}

#[test]
fn a_body_runs_and_calls_what_is_mocked() {
    let cat = tom();
    assert_eq!(cat.greet("Jerry"), "Jerry meets Tom");
    assert_eq!(cat.count((2, 8), 2), 2);
    assert_eq!(block_on(cat.go("north", 2)), 10);
    assert_eq!(block_on(cat.wait()), 3);
    assert_eq!(block_on(cat.rest()), 3);
    assert_eq!(cat.pick(&[7, 8]), Some(7));
    cat.calls_to_name().assert_called_times(4);
}

#[test]
fn an_expectation_comes_before_the_body() {
    let cat = tom();
    cat.expect_greet().with_args("Spike").return_const("grr");
    cat.expect_go().return_const(1_u32);
    cat.expect_pick::<u8>().return_const(None);
    assert_eq!(cat.greet("Spike"), "grr");
    assert_eq!(block_on(cat.go("north", 2)), 1);
    assert_eq!(cat.pick(&[7_u8]), None);
    assert_eq!(cat.pick(&[7_u16]), Some(7), "of another type, it is not expected");
    cat.calls_to_go().assert_awaited_once_with("north", 2);
}

#[test]
fn after_a_checkpoint_the_body_is_back() {
    let cat = tom();
    cat.expect_greet().return_const("grr");
    cat.checkpoint();
    cat.expect_name().return_const("Tom");
    assert_eq!(cat.greet("Jerry"), "Jerry meets Tom");
}

#[automock]
trait Dog {
    fn greet(&self) -> u32 {
        7
    }
}

#[test]
fn without_the_option_a_body_is_mocked_like_any_other() {
    let dog = MockDog::new();
    let text = asyncmock_tests::failure(|| {
        dog.greet();
    });
    assert!(text.starts_with("MockDog::greet(): No matching expectation found"), "{text}");
}
