//! Crawls a mocked web in virtual time, prints how many pages were fetched at once, and shows what a failure is like.

use std::time::Duration;

use asyncmock::predicate::*;
use asyncmock_examples::failure;
use asyncmock_examples::rate_limited_crawler::{MockWeb, NotFound, Page, crawl};
use tokio::time::Instant;

// Time is paused: whoever sleeps is woken at once, and the clock shows the time that it would have taken.
#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    failure::print_no_panics();

    let web = MockWeb::new();
    let links = (1..=8).map(|number| format!("/{number}")).collect();
    web.expect_fetch().with_args("/").after(Duration::from_secs(1)).resolve_const(Ok(Page { links }));
    web.expect_fetch().with_args("/3").after(Duration::from_secs(90)).resolve_const(Err(NotFound));
    web.expect_fetch().with(ne("/")).after(Duration::from_secs(30)).resolve_const(Ok(Page::default()));
    let fetch = web.calls_to_fetch();

    let start = Instant::now();
    let crawled = crawl(&web, "/", 3).await;
    println!(
        "{} pages, and nothing at {:?}, after {:?} of virtual time.",
        crawled.pages.len(),
        crawled.broken,
        start.elapsed()
    );
    println!("{} were fetched at once, at the most:\n", fetch.max_in_flight());
    for call in fetch.all() {
        println!("{:>4}s  {call}", (call.started() - start).as_secs());
    }

    println!("\n--- What it looks like when fewer should have been fetched at once ---\n");
    println!("{}", failure::of(|| fetch.assert_max_in_flight(2)));
}
