//! Serves mocked clients in virtual time, shuts the server down, and shows what it looks like when nobody does.

use std::time::Duration;

use asyncmock::{checked, rt};
use asyncmock_examples::failure;
use asyncmock_examples::leaky_server::{MockConnection, MockListener, Server};
use tokio::time::Instant;

// Time is paused: whoever sleeps is woken at once, and the clock shows the time that it would have taken.
#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    failure::print_no_panics();

    let listener = clients();
    let connections = listener.guards_of_accept();
    let server = Server::start(listener, 3);
    rt::settle().await;
    let start = Instant::now();
    let ended = server.shutdown(Duration::from_secs(30)).await;
    println!("{ended:?}, after {:?} of virtual time:\n", start.elapsed());
    for connection in connections.all() {
        println!("  {connection:?}");
    }

    println!("\n--- What it looks like when the server is not shut down ---\n");
    let forgetful = checked(async {
        let server = Server::start(clients(), 3);
        rt::settle().await;
        drop(server);
    });
    println!("{}", failure::of_awaited(forgetful.deny_leaks()).await);
}

/// One that says nothing, and one that takes a minute to read its answer. There are no others.
fn clients() -> MockListener {
    let (silent, slow) = (MockConnection::new(), MockConnection::new());
    silent.expect_read().pending();
    slow.expect_read().resolve_const(Some("hello".to_owned()));
    slow.expect_write().after(Duration::from_secs(60)).resolve_const(());
    let listener = MockListener::new();
    listener.expect_accept().once().returns_guard(silent);
    listener.expect_accept().once().returns_guard(slow);
    listener.expect_accept().pending();
    listener
}
