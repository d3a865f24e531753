//! The server against a mocked listener, with paused time: what its workers leave behind, and how a shutdown ends them.

use asyncmock::CallState;
use asyncmock::rt;

use super::*;
use crate::failure;

const fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// More than a worker needs that has nothing to do.
const PATIENCE: Duration = seconds(1);

/// A client that says this, and closes the connection.
fn says<const REQUESTS: usize>(requests: [&str; REQUESTS]) -> MockConnection {
    let connection = MockConnection::new();
    for request in requests {
        connection.expect_read().once().resolve_const(Some(request.to_owned()));
    }
    connection.expect_read().optional().resolve_const(None);
    connection
}

/// A client that says nothing.
fn silent() -> MockConnection {
    let connection = MockConnection::new();
    connection.expect_read().pending();
    connection
}

/// A listener with these clients, and no more.
fn listener<const CLIENTS: usize>(clients: [MockConnection; CLIENTS]) -> MockListener {
    let listener = MockListener::new();
    for client in clients {
        listener.expect_accept().once().returns_guard(client);
    }
    listener.expect_accept().optional().pending();
    listener
}

#[asyncmock::test(start_paused = true)]
async fn requests_are_answered_one_by_one_until_the_client_closes() {
    let client = says(["hello", "goodbye"]);
    client.expect_write().after(seconds(1)).resolve_const(());
    let (read, write) = (client.calls_to_read(), client.calls_to_write());
    let listener = listener([client]);
    let connections = listener.guards_of_accept();
    let server = Server::start(listener, 1);

    connections.released().await;

    read.assert_called_times(3);
    write.assert_has_awaits(["HELLO", "GOODBYE"].map(|answer| (answer.to_owned(),)));
    write.assert_max_in_flight(1);
    server.shutdown(PATIENCE).await;
}

#[asyncmock::test(start_paused = true)]
async fn so_many_workers_serve_so_many_clients_at_once() {
    let listener = listener([silent(), silent()]);
    let (accept, connections) = (listener.calls_to_accept(), listener.guards_of_accept());
    let server = Server::start(listener, 2);

    rt::settle().await;

    assert_eq!((accept.count(), connections.held()), (2, 2));
    server.shutdown(PATIENCE).await;
}

#[asyncmock::test(start_paused = true)]
async fn a_worker_whose_client_is_gone_accepts_the_next() {
    let listener = listener([says([]), silent()]);
    let (accept, connections) = (listener.calls_to_accept(), listener.guards_of_accept());
    let server = Server::start(listener, 1);

    rt::settle().await;

    assert_eq!((accept.count(), connections.held()), (2, 1));
    server.shutdown(PATIENCE).await;
}

/// Nobody shuts the server down.
#[asyncmock::test(start_paused = true, leaks = "deny")]
#[should_panic(expected = "the test is over, but 2 tasks are still alive, 2 calls are still pending")]
async fn a_server_that_is_dropped_leaves_its_workers_behind() {
    let server = Server::start(listener([]), 2);
    rt::settle().await;
    drop(server);
}

#[asyncmock::test(start_paused = true, leaks = "deny")]
#[should_panic(expected = "1 guard is still held")]
async fn a_server_that_is_dropped_leaves_a_connection_open() {
    let server = Server::start(listener([silent()]), 1);
    rt::settle().await;
    drop(server);
}

#[test]
fn what_is_said_of_workers_that_are_left_behind() {
    let text = failure::of(a_server_that_is_dropped_leaves_its_workers_behind);
    assert_eq!(
        failure::without_places(&text),
        "the test is over, but 2 tasks are still alive, 2 calls are still pending
tasks:
  1. to 2. task of tokio::spawn, whose place is not known (use rt::spawn to learn where it was started and waits)
calls:
  1. to 2. Listener::accept() at (a place) [pending]
  await or abort what it started, or write `leaks = \"allow\"` in the test's attribute
"
    );
}

#[test]
fn what_is_said_of_a_connection_that_is_left_open() {
    let text = failure::of(a_server_that_is_dropped_leaves_a_connection_open);
    assert_eq!(
        failure::without_places(&text),
        "the test is over, but 1 task is still alive, 1 guard is still held, 1 call is still pending
tasks:
  1. task of tokio::spawn, whose place is not known (use rt::spawn to learn where it was started and waits)
guards:
  1. guard of Listener::accept() at (a place) [still held]
calls:
  1. Connection::read() at (a place) [pending]
  await or abort what it started, or write `leaks = \"allow\"` in the test's attribute
"
    );
}

#[asyncmock::test(start_paused = true, leaks = "deny")]
async fn a_shutdown_ends_workers_that_wait_for_clients() {
    let listener = listener([]);
    let accept = listener.calls_to_accept();
    let server = Server::start(listener, 3);
    accept.wait_for(3).await;

    let ended = server.shutdown(PATIENCE).await;

    assert_eq!(ended, Ended { done: 3, ..Ended::default() });
    assert_eq!(rt::alive_tasks(), 0);
    accept.assert_cancelled(3);
}

#[asyncmock::test(start_paused = true, leaks = "deny")]
async fn a_shutdown_closes_the_connection_of_a_silent_client() {
    let listener = listener([silent()]);
    let connections = listener.guards_of_accept();
    let server = Server::start(listener, 1);
    rt::settle().await;
    assert_eq!(connections.held(), 1);

    let ended = server.shutdown(PATIENCE).await;

    assert_eq!(ended, Ended { done: 1, ..Ended::default() });
    connections.assert_all_released();
}

#[asyncmock::test(start_paused = true, leaks = "deny")]
async fn a_shutdown_waits_for_an_answer_that_is_being_written() {
    let client = says(["hello"]);
    client.expect_write().once().after(seconds(10)).resolve_const(());
    let write = client.calls_to_write();
    let server = Server::start(listener([client]), 1);
    write.next().await;
    let start = Instant::now();

    let ended = server.shutdown(seconds(30)).await;

    assert_eq!(ended, Ended { done: 1, ..Ended::default() });
    assert_eq!(start.elapsed(), seconds(10));
    write.assert_none_cancelled();
}

#[asyncmock::test(start_paused = true, leaks = "deny")]
async fn a_shutdown_breaks_off_what_takes_too_long() {
    let (quick, slow, stuck) = (says(["hello"]), says(["hello"]), says(["hello"]));
    quick.expect_write().after(seconds(20)).resolve_const(());
    slow.expect_write().after(seconds(40)).resolve_const(());
    stuck.expect_write().pending();
    let writes = [&quick, &slow, &stuck].map(MockConnection::calls_to_write);
    let listener = listener([quick, slow, stuck]);
    let connections = listener.guards_of_accept();
    let server = Server::start(listener, 3);
    rt::settle().await;
    let start = Instant::now();

    let ended = server.shutdown(seconds(30)).await;

    assert_eq!(ended, Ended { done: 1, broken_off: 2, ..Ended::default() });
    assert_eq!(start.elapsed(), seconds(30), "all of them have the same time");
    let states = writes.map(|write| write.last().unwrap().state());
    assert_eq!(states, [CallState::Completed, CallState::Cancelled, CallState::Cancelled]);
    assert_eq!((rt::alive_tasks(), connections.held()), (0, 0));
}

/// The worker's panic is told by `Ended`: that is what is tested, so it is no news.
#[asyncmock::test(start_paused = true, leaks = "deny", panics = "allow")]
async fn a_shutdown_tells_of_workers_that_have_panicked() {
    let client = MockConnection::new();
    client.expect_read().resolving(|| panic!("line noise"));
    let listener = listener([client]);
    let connections = listener.guards_of_accept();
    let server = Server::start(listener, 2);
    rt::settle().await;

    let ended = server.shutdown(PATIENCE).await;

    assert_eq!(ended, Ended { done: 1, panicked: 1, ..Ended::default() });
    connections.assert_panicked(1);
}
