//! The crawler against a mocked web, with paused time: how many pages are fetched at once, and for how long.

use std::time::Duration;

use asyncmock::CallState;
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout};

use super::*;

const fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn page<const N: usize>(links: [&str; N]) -> Result<Page, NotFound> {
    Ok(Page { links: links.map(str::to_owned).to_vec() })
}

fn addresses(pages: u32) -> Vec<String> {
    (1..=pages).map(|number| format!("/{number}")).collect()
}

/// A web whose start points to so many pages, which point to nothing else.
fn star(pages: u32) -> MockWeb {
    let web = MockWeb::new();
    web.expect_fetch().with_args("/").once().resolve_const(Ok(Page { links: addresses(pages) }));
    web
}

/// A crawl in a task of its own.
fn spawn(web: MockWeb, at_once: usize) -> JoinHandle<Crawled> {
    tokio::spawn(async move { crawl(&web, "/", at_once).await })
}

#[tokio::test(start_paused = true)]
async fn every_page_is_fetched_once_however_many_links_lead_to_it() {
    // Once, so that a crawler which goes in circles fails at its first step back.
    let web = MockWeb::new();
    web.expect_fetch().with_args("/").once().resolve_const(page(["/tea", "/coffee", "/tea"]));
    web.expect_fetch().with_args("/tea").once().after(seconds(1)).resolve_const(page(["/", "/coffee", "/milk"]));
    web.expect_fetch().with_args("/coffee").once().after(seconds(2)).resolve_const(page(["/milk", "/coffee"]));
    web.expect_fetch().with_args("/milk").once().after(seconds(3)).resolve_const(page(["/"]));

    let crawled = crawl(&web, "/", 3).await;

    assert_eq!(crawled.pages, ["/", "/coffee", "/milk", "/tea"].map(str::to_owned).into());
    assert_eq!(crawled.broken, BTreeSet::new());
    web.calls_to_fetch().assert_has_awaits([("/",), ("/tea",), ("/coffee",), ("/milk",)]);
    web.calls_to_fetch().assert_awaited_times(4);
}

#[tokio::test(start_paused = true)]
async fn a_hundred_pages_are_fetched_four_at_once() {
    let web = star(100);
    web.expect_fetch().after(seconds(12)).resolve_const(page([]));
    let start = Instant::now();

    let crawled = crawl(&web, "/", 4).await;

    assert_eq!(crawled.pages.len(), 101);
    web.calls_to_fetch().assert_max_in_flight(4);
    // No fewer either: otherwise it would take longer.
    assert_eq!(start.elapsed(), seconds(100 / 4 * 12));
}

#[tokio::test(start_paused = true)]
async fn one_at_once_is_one_after_the_other() {
    let web = star(10);
    web.expect_fetch().after(seconds(12)).resolve_const(page([]));
    let start = Instant::now();

    crawl(&web, "/", 1).await;

    let fetch = web.calls_to_fetch();
    fetch.assert_max_in_flight(1);
    fetch.with_args("/1").assert_finished_before(&fetch.with_args("/2"));
    assert_eq!(start.elapsed(), seconds(10 * 12));
}

#[tokio::test(start_paused = true)]
async fn a_page_that_has_come_makes_way_for_one_that_waits() {
    let web = star(5);
    web.expect_fetch().hold();
    let fetch = web.calls_to_fetch();
    let crawl = spawn(web, 3);

    // The start, and the three that are fetched at once.
    fetch.wait_for(1 + 3).await;
    let [first, second, third] = [fetch.next_held().await, fetch.next_held().await, fetch.next_held().await];
    fetch.none_within(seconds(300)).await;
    assert_eq!(fetch.in_flight(), 3);

    // Whichever comes first.
    second.respond(page([])).unwrap();
    fetch.wait_for_completed(1 + 1).await;
    let fourth = fetch.next_held().await;
    assert_eq!(fourth.args().0, "/4");
    fetch.none_within(seconds(300)).await;
    assert_eq!(fetch.in_flight(), 3);

    for held in [first, third, fourth] {
        held.respond(page([])).unwrap();
    }
    fetch.next_held().await.respond(page([])).unwrap();
    assert_eq!(crawl.await.unwrap().pages.len(), 6);
    fetch.assert_max_in_flight(3);
}

#[tokio::test(start_paused = true)]
async fn a_page_that_is_slow_holds_up_no_other() {
    let web = star(21);
    web.expect_fetch().with_args("/1").after(seconds(600)).resolve_const(page([]));
    web.expect_fetch().after(seconds(12)).resolve_const(page([]));
    let fetch = web.calls_to_fetch();
    let start = Instant::now();

    let crawl = spawn(web, 3);
    fetch.wait_for_completed(1 + 20).await;

    // Twenty pages in the two places that are left.
    assert_eq!(start.elapsed(), seconds(20 / 2 * 12));
    fetch.in_state(CallState::Pending).assert_awaited_once_with("/1");
    assert_eq!(crawl.await.unwrap().pages.len(), 22);
    assert_eq!(start.elapsed(), seconds(600));
}

#[tokio::test(start_paused = true)]
async fn a_link_to_nowhere_is_reported_and_gives_its_place_back() {
    let web = star(3);
    web.expect_fetch().with_args("/2").after(seconds(12)).resolve_const(page([]));
    web.expect_fetch().after(seconds(12)).resolve_const(Err(NotFound));

    let crawled = crawl(&web, "/", 1).await;

    assert_eq!(crawled.pages, ["/", "/2"].map(str::to_owned).into());
    assert_eq!(crawled.broken, ["/1", "/3"].map(str::to_owned).into());
}

#[tokio::test(start_paused = true)]
async fn a_crawl_that_is_given_up_cancels_what_it_fetches() {
    let web = star(100);
    web.expect_fetch().pending();
    let fetch = web.calls_to_fetch();

    assert!(timeout(seconds(300), crawl(&web, "/", 4)).await.is_err());

    fetch.assert_cancelled(4);
    assert_eq!(fetch.in_flight(), 0);
    fetch.assert_awaited_times(1 + 4);
}
