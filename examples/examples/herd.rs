//! Herds two mocks, prints what they saw, and shows what failures look like.

use std::future::pending;
use std::time::Duration;

use asyncmock::journal;
use asyncmock_examples::failure;
use asyncmock_examples::herd::{Cat as _, MockCat, herd, herd_all};
use tokio::time::sleep;

// Time is paused: whoever sleeps is woken at once, and the clock shows the time that it would have taken.
#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    failure::print_no_panics();

    let cats = [MockCat::new(), MockCat::new()];
    let [tom, garfield] = &cats;
    tom.expect_pet().times(2);
    tom.expect_go().times(2).returning_async(|_| async {
        sleep(Duration::from_millis(20)).await;
        true
    });
    garfield.expect_pet().once();
    garfield.expect_go().returning_async(|_| pending());

    herd(tom, "north").await;
    let went = herd_all(&cats, "east", Duration::from_secs(2)).await;

    println!("{went} of {} cats went east. The journal of their mocks:\n", cats.len());
    println!("{}", journal());

    heading("A call that differs from the expected one");
    let go = tom.calls_to_go();
    println!("{}", failure::of(|| go.assert_awaited_with("west")));

    heading("A call that no expectation accepts");
    let tabby = MockCat::new();
    tabby.expect_pet();
    tabby.expect_go().with_args("north").return_const(true);
    println!("{}", failure::of_awaited(herd(&tabby, "south")).await);

    heading("A call that was never awaited");
    let felix = MockCat::new();
    felix.expect_go().once().return_const(true);
    drop(felix.go("north"));
    println!("{}", failure::of(|| drop(felix)));
}

fn heading(text: &str) {
    println!("\n--- {text} ---\n");
}
