//! What an editor shows of a mock: rust-analyzer is asked, by its protocol, where it is installed.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

const SOURCE: &str = r#"/// Walks by itself.
#[asyncmock::automock]
pub trait Cat {
    fn feed(&self, food: &str, grams: u32) -> u32;
    async fn go(&self, direction: &str) -> bool;
    fn steps(&self) -> std::pin::Pin<Box<dyn futures_core::Stream<Item = u32> + Send>>;
    fn lives() -> u32;
}

pub fn test() {
    let cat = MockCat::new();
    cat.expect_go().with_args("north").return_const(true);
    cat.calls_to_go().assert_not_called();
    let _lives = MockCat::lives_context();
    // here
}
"#;

#[test]
fn an_editor_finds_a_method_by_what_the_mock_has_for_it() {
    let Some(mut analyzer) = Analyzer::start() else { return };
    for (of_mock, declared) in [("expect_go", "go(&self"), ("calls_to_go", "go(&self"), ("lives_context", "lives() ->")]
    {
        let found = analyzer.ask_at("textDocument/definition", of_mock, json!({}));
        assert_eq!(found[0]["range"]["start"], position(SOURCE, declared), "{of_mock}: {found}");
    }

    let renamed = analyzer.ask_at("textDocument/rename", "go(&self", json!({ "newName": "walk" }));
    let edits = each(&renamed["documentChanges"]).flat_map(|file| each(&file["edits"]));
    let mut new: Vec<&str> = edits.filter_map(|edit| edit["newText"].as_str()).collect();
    new.sort_unstable();
    assert_eq!(new, ["calls_to_walk", "expect_walk", "walk"], "{renamed}");

    let hover = analyzer.ask_at("textDocument/hover", "MockCat::new", json!({}));
    let hover = hover["contents"]["value"].as_str().unwrap_or_default();
    assert!(hover.contains("Walks by itself.") && hover.contains("A mock of"), "{hover}");

    let of_mock = analyzer.complete("cat.");
    for offered in ["feed", "expect_feed", "calls_to_feed", "expect_go", "calls_to_go", "checkpoint"] {
        assert!(of_mock.iter().any(|name| name == offered), "{offered} is not among {of_mock:?}");
    }
    assert!(!of_mock.iter().any(|name| name.starts_with("__")), "{of_mock:?}");

    let of_sync = analyzer.complete("cat.expect_feed().");
    assert!(of_sync.iter().any(|name| name == "returning"), "{of_sync:?}");
    for only_async in ["returning_async", "resolving", "after", "pending", "hold", "hold_stream", "return_stream"] {
        assert!(!of_sync.iter().any(|name| name == only_async), "{only_async} is among {of_sync:?}");
    }
    let of_async = analyzer.complete("cat.expect_go().");
    for offered in ["returning_async", "resolving", "after", "pending", "hold"] {
        assert!(of_async.iter().any(|name| name == offered), "{offered} is not among {of_async:?}");
    }
    let of_streams = analyzer.complete("cat.expect_steps().");
    for offered in ["returning", "return_stream", "hold_stream", "hold"] {
        assert!(of_streams.iter().any(|name| name == offered), "{offered} is not among {of_streams:?}");
    }
    let of_sync = analyzer.complete("cat.calls_to_feed().");
    assert!(of_sync.iter().any(|name| name == "assert_called"), "{of_sync:?}");
    assert!(!of_sync.iter().any(|name| name.contains("await")), "{of_sync:?}");
}

/// Where a text is in another.
fn position(text: &str, part: &str) -> Value {
    let before = &text[..text.find(part).unwrap_or_else(|| panic!("there is no {part}"))];
    let character = before.len() - before.rfind('\n').map_or(0, |end| end + 1);
    json!({ "line": before.matches('\n').count(), "character": character })
}

fn each(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}

/// rust-analyzer, with a crate of its own.
struct Analyzer {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    uri: String,
    asked: u64,
    is_ready: bool,
}

impl Analyzer {
    /// `None` where it is not installed.
    fn start() -> Option<Self> {
        let is_there = Command::new("rust-analyzer").arg("--version").output();
        if !is_there.is_ok_and(|output| output.status.success()) {
            println!("skipped: rust-analyzer is not installed");
            return None;
        }
        let root = a_crate();
        let process = Command::new("rust-analyzer")
            .current_dir(&root)
            .env("CARGO_TARGET_DIR", root.join("target"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let mut process = process.expect("it is installed");
        let (input, output) = (process.stdin.take().expect("piped"), process.stdout.take().expect("piped"));
        let uri = format!("file://{}/src/lib.rs", root.display());
        let mut analyzer = Analyzer { process, input, output: BufReader::new(output), uri, asked: 0, is_ready: false };
        let capabilities = json!({ "experimental": { "serverStatusNotification": true } });
        analyzer.ask(
            "initialize",
            json!({
                "processId": std::process::id(),
                "rootUri": format!("file://{}", root.display()),
                "capabilities": capabilities,
                "initializationOptions": { "checkOnSave": false, "cachePriming": { "enable": false } },
            }),
        );
        analyzer.tell("initialized", json!({}));
        analyzer.open(SOURCE, 1);
        while !analyzer.is_ready {
            analyzer.hear();
        }
        Some(analyzer)
    }

    /// Shows it a text.
    fn open(&mut self, text: &str, version: u32) {
        let document = json!({ "uri": self.uri, "languageId": "rust", "version": version, "text": text });
        match version {
            1 => self.tell("textDocument/didOpen", json!({ "textDocument": document })),
            _ => self.tell(
                "textDocument/didChange",
                json!({ "textDocument": document, "contentChanges": [{ "text": text }] }),
            ),
        }
    }

    /// What it offers behind a piece of code.
    fn complete(&mut self, code: &str) -> Vec<String> {
        let text = SOURCE.replace("// here", code);
        self.open(&text, 2);
        let end = text.find(code).expect("it was put there") + code.len();
        let at = json!({ "line": text[..end].matches('\n').count(), "character": 4 + code.len() });
        let found = self.ask("textDocument/completion", json!({ "textDocument": { "uri": self.uri }, "position": at }));
        let items = if found.is_array() { &found } else { &found["items"] };
        let name = |item: &Value| item["filterText"].as_str().or(item["label"].as_str()).map(str::to_owned);
        each(items).filter_map(name).collect()
    }

    /// Asks about a place in the source.
    fn ask_at(&mut self, method: &str, part: &str, mut more: Value) -> Value {
        more["textDocument"] = json!({ "uri": self.uri });
        more["position"] = position(SOURCE, part);
        self.ask(method, more)
    }

    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.asked += 1;
        self.send(&json!({ "jsonrpc": "2.0", "id": self.asked, "method": method, "params": params }));
        loop {
            let heard = self.hear();
            if heard["id"] == self.asked && heard["method"].is_null() {
                assert!(heard["error"].is_null(), "{method}: {heard}");
                return heard["result"].clone();
            }
        }
    }

    fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    fn send(&mut self, message: &Value) {
        let message = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{message}", message.len()).expect("it runs");
    }

    /// The next message; what it asks is answered by nothing.
    fn hear(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert!(self.output.read_line(&mut line).expect("it runs") > 0, "rust-analyzer has ended");
            match line.trim().split_once(": ") {
                Some(("Content-Length", number)) => length = number.parse().expect("a number"),
                Some(_) => {}
                None => break,
            }
        }
        let mut message = vec![0; length];
        self.output.read_exact(&mut message).expect("it runs");
        let message: Value = serde_json::from_slice(&message).expect("JSON");
        if !message["method"].is_null() && !message["id"].is_null() {
            self.send(&json!({ "jsonrpc": "2.0", "id": message["id"], "result": null }));
        }
        if message["method"] == "experimental/serverStatus" {
            self.is_ready = message["params"]["quiescent"] == true;
        }
        message
    }
}

impl Drop for Analyzer {
    fn drop(&mut self) {
        let _it_may_have_ended = self.process.kill();
        let _it_may_have_ended = self.process.wait();
    }
}

/// A crate that has the source.
fn a_crate() -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("editor");
    let core = Path::new(env!("CARGO_MANIFEST_DIR")).join("../mock-core");
    let manifest = format!(
        "[package]\nname = \"editor\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\nfutures-core = \"0.3\"\nasyncmock = {{ path = {:?} }}\n\n\
         [workspace]\n",
        core.display()
    );
    fs::create_dir_all(root.join("src")).expect("the target folder can be written to");
    fs::write(root.join("Cargo.toml"), manifest).expect("so can its files");
    fs::write(root.join("src/lib.rs"), SOURCE).expect("so can its files");
    root
}
