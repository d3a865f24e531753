//! Transfers money against a mocked database, prints how each transaction was left, and shows what a failure looks like.

use std::time::Duration;

use asyncmock::journal;
use asyncmock_examples::bank_transfer::{MockDb, MockTx, Order, transfer};
use asyncmock_examples::failure;
use tokio::time::timeout;

// Time is paused: whoever sleeps is woken at once, and the clock shows the time that it would have taken.
#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    failure::print_no_panics();

    let db = MockDb::new();
    // Bob is quick, Cid's account is locked for a long time, and Dan is forgotten about.
    for (to, seconds) in [("bob", 1), ("cid", 60), ("dan", 8)] {
        let tx = MockTx::new();
        tx.expect_debit().after(Duration::from_secs(1)).resolve_const(Ok(200));
        tx.expect_credit().with_args(to, 500).after(Duration::from_secs(seconds)).resolve_const(Ok(()));
        tx.expect_commit().optional().resolve_const(Ok(()));
        tx.expect_rollback().optional().resolve_const(Ok(()));
        db.expect_begin().once().returns_guard(tx);
    }
    let begun = db.guards_of_begin();

    for (to, patience) in [("bob", 60), ("cid", 60), ("dan", 5)] {
        let order = Order { from: "ann", to, cents: 500 };
        match timeout(Duration::from_secs(patience), transfer(&db, order)).await {
            Ok(Ok(())) => println!("{to}: paid"),
            Ok(Err(refused)) => println!("{to}: {refused}"),
            Err(_) => println!("{to}: nobody waits for it any more"),
        }
    }
    begun.assert_max_held(1);
    begun.assert_all_released();
    println!("\n{}", journal());

    println!("\n--- What it looks like when all of them should have been committed ---\n");
    println!("{}", failure::of(|| begun.assert_released_by("commit")));
}
