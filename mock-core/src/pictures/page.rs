//! The picture as a page: it needs nothing but itself, and can be read without scripts.

use std::fmt::Write as _;

use html_escape::encode_text;

use crate::journal::{Journal, Row};
use crate::pictures::words::milliseconds;

impl Journal {
    /// The journal as a page: the [picture](Journal::to_svg), and a table of the calls and guards. It needs no network and no
    /// scripts, and is light or dark as the browser is.
    ///
    /// ```
    /// use asyncmock::automock;
    ///
    /// #[automock]
    /// trait Cat {
    ///     fn go(&self, direction: &str);
    /// }
    ///
    /// let cat = MockCat::relaxed();
    /// cat.go("north");
    ///
    /// let page = asyncmock::journal().to_html();
    /// assert!(page.contains("<td>Cat::go(\"north\")"));
    /// ```
    pub fn to_html(&self) -> String {
        self.to_page(None)
    }

    /// The same, with what the test has failed with.
    pub(crate) fn to_page(&self, failure: Option<&str>) -> String {
        let title = self.test.as_deref().unwrap_or("journal");
        let mut text = format!(
            "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width\"><title>{0}</title><style>{STYLE}</style></head><body>\
             <h1>{0}</h1>",
            encode_text(title)
        );
        if let Some(failure) = failure {
            let _ = write!(text, "<pre>{}</pre>", encode_text(failure));
        }
        let _ = write!(text, "<div class=\"picture\">{}</div>", self.to_svg());
        self.write_table(&mut text);
        text.push_str("</body></html>\n");
        text
    }

    fn write_table(&self, text: &mut String) {
        // Rows and cells need no end, and a page may have thousands.
        text.push_str("<table><tr><th><th>call or guard<th>state<th>took<th>at<th>by");
        for (index, row) in self.rows().into_iter().enumerate() {
            let (what, state, elapsed, place, begin) = match row {
                Row::Call(call) => (call.call(), call.state.to_string(), call.elapsed(), &call.place, &call.called),
                Row::Guard(guard) => (
                    format!("guard of {}", guard.of),
                    guard.state.clone(),
                    guard.elapsed(),
                    &guard.place,
                    &guard.entered,
                ),
            };
            let elapsed = elapsed.filter(|elapsed| elapsed.as_millis() > 0).map(milliseconds).unwrap_or_default();
            let by = begin.runner.as_ref().map(ToString::to_string).unwrap_or_default();
            let _ = write!(
                text,
                "<tr><td>{}<td>{}<td>{}<td>{elapsed}<td>{}<td>{}",
                index + 1,
                encode_text(&what),
                encode_text(&state),
                encode_text(&place.to_string()),
                encode_text(&by),
            );
        }
        text.push_str("</table>");
    }
}

pub(super) const STYLE: &str = "\
:root{color-scheme:light dark}body{font:14px system-ui,sans-serif;margin:24px;background:#fff;color:#1c2430}\
h1{font-size:18px}pre{padding:12px;background:#f3f5f8;overflow-x:auto;white-space:pre-wrap}\
.picture{overflow-x:auto;margin:16px 0}table{border-collapse:collapse;font:12px ui-monospace,Menlo,Consolas,monospace}\
td,th{text-align:left;padding:2px 12px 2px 0;border-bottom:1px solid #dde2e9;vertical-align:top}td:first-child{color:#66707d}\
@media(prefers-color-scheme:dark){body{background:#12161c;color:#e8ecf2}pre{background:#1a2029}td,th{border-color:#2c3541}}";
