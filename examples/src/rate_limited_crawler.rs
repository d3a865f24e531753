//! A crawler that follows links, each page once, and never fetches more than so many pages at once.
//!
//! [`crawl`] starts the next fetch as soon as one has ended: a page that is slow takes one place and leaves the others
//! free.

use std::collections::{BTreeSet, HashSet, VecDeque};
use std::future::Future;

use futures::StreamExt as _;
use futures::stream::FuturesUnordered;

/// Where pages come from.
#[cfg_attr(any(test, feature = "mocks"), asyncmock::automock)]
pub trait Web: Sync {
    /// Fetches the page at an address.
    fn fetch(&self, url: &str) -> impl Future<Output = Result<Page, NotFound>> + Send;
}

/// A page, as far as a crawler looks at it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The addresses that it points to.
    pub links: Vec<String>,
}

/// There is no page at this address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotFound;

/// What a crawl has found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Crawled {
    /// The addresses of all pages.
    pub pages: BTreeSet<String>,
    /// Addresses that a page points to, and where no page is.
    pub broken: BTreeSet<String>,
}

/// Fetches a page and all that can be reached from it, `at_once` pages at a time.
///
/// # Panics
///
/// If no page may be fetched at all.
pub async fn crawl(web: &impl Web, start: &str, at_once: usize) -> Crawled {
    assert!(at_once > 0, "a crawler must fetch at least one page at a time");
    let mut crawled = Crawled::default();
    // Kept from when a link is first seen: a page that waits, or is being fetched, must not be fetched again.
    let mut known = HashSet::from([start.to_owned()]);
    let mut waiting = VecDeque::from([start.to_owned()]);
    let mut fetching = FuturesUnordered::new();
    loop {
        while fetching.len() < at_once
            && let Some(url) = waiting.pop_front()
        {
            fetching.push(async move {
                let fetched = web.fetch(&url).await;
                (url, fetched)
            });
        }
        match fetching.next().await {
            Some((url, Ok(page))) => {
                waiting.extend(page.links.into_iter().filter(|link| known.insert(link.clone())));
                crawled.pages.insert(url);
            }
            Some((url, Err(NotFound))) => {
                crawled.broken.insert(url);
            }
            None => return crawled,
        }
    }
}

#[cfg(test)]
mod tests;
