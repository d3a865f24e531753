//! Herds mocked cats on a thread of their own, prints what they saw, and shows what a failure on that thread looks like.

use std::sync::Arc;
use std::time::Duration;

use asyncmock::rt::LoopRunner;
use asyncmock::{checked, journal};
use asyncmock_examples::failure;
use asyncmock_examples::herd_router::{HerdRouter, MockCat, Stays};
use futures::executor::block_on;

const PATIENCE: Duration = Duration::from_secs(1);

fn main() {
    failure::print_no_panics();

    let (tom, garfield) = (MockCat::new(), MockCat::new());
    tom.expect_pet().times(2).return_const(());
    tom.expect_go().times(2).after(Duration::from_millis(20)).return_const(Ok(()));
    garfield.expect_pet().once().return_const(());
    garfield.expect_go().once().return_const(Err(Stays));

    let router = HerdRouter::new(vec![Arc::new(tom), Arc::new(garfield)]);
    for (cat, direction) in [(0, "north"), (1, "north"), (0, "east")] {
        router.add_command(cat, direction).expect("the loop is there");
    }
    println!("Told them. Who stays where it is: {:?}\n", router.stop(PATIENCE));
    println!("{}", journal());

    heading("A cat that is sent elsewhere on the loop, of which nobody takes notice");
    let unnoticed = checked(async {
        let tom = MockCat::new();
        tom.expect_pet().return_const(());
        tom.expect_go().with_args("north").return_const(Ok(()));
        let cats = LoopRunner::new();
        let router = HerdRouter::on(cats.handle(), vec![Arc::new(tom)]);
        for direction in ["north", "south"] {
            router.add_command(0, direction).expect("the loop is there");
        }
    });
    println!("{}", block_on(failure::of_awaited(unnoticed)));

    heading("A cat that never arrives, when its loop is stopped");
    let tom = MockCat::new();
    tom.expect_pet().return_const(());
    tom.expect_go().pending();
    let cats = LoopRunner::new();
    let router = HerdRouter::on(cats.handle(), vec![Arc::new(tom)]);
    router.add_command(0, "north").expect("the loop is there");
    for left in cats.stop() {
        println!("{left}");
    }
}

fn heading(text: &str) {
    println!("\n--- {text} ---\n");
}
