//! Herds mocked cats, prints what they saw, and shows what failures look like.

use std::future::pending;
use std::time::Duration;

use asyncmock::journal;
use asyncmock_examples::failure;
use asyncmock_examples::herd::{Cat as _, MockCat, Mood, herd, herd_all};
use tokio::time::sleep;

// Time is paused: whoever sleeps is woken at once, and the clock shows the time that it would have taken.
#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    failure::print_no_panics();

    let cats = [MockCat::new(), MockCat::new(), MockCat::new()];
    let [tom, garfield, grumpy] = &cats;
    tom.expect_pet().times(2).return_const(Mood::Pleased);
    tom.expect_go().times(2).returning_async(|_, _| async {
        sleep(Duration::from_millis(20)).await;
        Ok(true)
    });
    garfield.expect_pet().once().return_const(Mood::Pleased);
    garfield.expect_go().returning_async(|_, _| pending());
    grumpy.expect_pet().once().return_const(Mood::Grumpy);

    herd(tom, "north").await.expect("Tom stays with us");
    let went = herd_all(&cats, "east", Duration::from_secs(2)).await;
    grumpy.calls_to_go().assert_not_called();

    println!("{went} of {} cats went east. The journal of their mocks:\n", cats.len());
    println!("{}", journal());

    heading("A call that differs from the expected one");
    let go = tom.calls_to_go();
    println!("{}", failure::of(|| go.assert_awaited_with("west", 3)));

    heading("A call that no expectation accepts");
    let tabby = MockCat::new();
    tabby.expect_pet().return_const(Mood::Pleased);
    tabby.expect_go().with_args("north", 3).return_const(Ok(true));
    println!("{}", failure::of_awaited(herd(&tabby, "south")).await);

    heading("A call that was never awaited");
    let felix = MockCat::new();
    felix.expect_go().once().return_const(Ok(true));
    drop(felix.go("north", 3));
    println!("{}", failure::of(|| drop(felix)));
}

fn heading(text: &str) {
    println!("\n--- {text} ---\n");
}
