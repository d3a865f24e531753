//! The journal as JSON: lines that are read back, and a trace.

use std::time::Duration;

use asyncmock::{Guard, Journal, automock, checked, journal};
use serde_json::{Value, json};

#[automock]
trait Cat: Send + Sync + 'static {
    fn pet(&self, name: &str);
    fn go(&self, direction: &str, steps: u32) -> impl Future<Output = bool> + Send;
    fn lock(&self, room: u32) -> impl Future<Output = Guard<u32>> + Send;
}

/// The journal of a test in which everything happens that a journal tells of.
async fn of_a_test() -> Journal {
    checked(async {
        let cat = MockCat::named("tom");
        cat.expect_pet().times(1).return_const(());
        cat.expect_go().with_args("north", 1).after(Duration::from_millis(20)).resolve_const(true);
        cat.expect_go().with_args("east", 2).hold();
        cat.expect_lock().returns_guard(7);
        cat.pet("a \"tom\"\n");
        assert!(cat.go("north", 1).await);
        let calls = cat.calls_to_go();
        drop(cat.go("west", 3));
        let held = cat.go("east", 2);
        futures::join!(held, async { calls.next_held().await.respond(true).unwrap() });
        drop(cat.lock(1).await);
        let _held = cat.lock(2).await;
        journal()
    })
    .await
}

#[tokio::test(start_paused = true)]
async fn lines_are_read_back_as_they_were() {
    let journal = of_a_test().await;
    assert_eq!((journal.calls().len(), journal.guards().len()), (6, 2));
    let lines = journal.to_json_lines();
    let read = Journal::from_json_lines(&lines).unwrap();
    assert_eq!(read, journal);
    assert_eq!(read.to_string(), journal.to_string());
    assert_eq!(read.events(), journal.events());
    // Empty lines are passed over, and what a later version of the schema adds to a line.
    let spaced = lines.replace('\n', "\n\n").replace("{\"call\":{", "{\"call\":{\"weather\":\"fine\",");
    assert_eq!(Journal::from_json_lines(&spaced).unwrap(), journal);
}

#[tokio::test(start_paused = true)]
async fn the_schema_is_as_it_is_documented() {
    let journal = of_a_test().await;
    let lines: Vec<Value> = journal.to_json_lines().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0]["asyncmock_journal"], json!(1));
    let place = |value: &Value| value["file"].as_str().is_some_and(|file| file.ends_with("tests/json.rs"));
    let mut call = lines[2]["call"].clone();
    assert!(place(&call["place"]));
    call["place"] = json!(null);
    let moment = |at: &Value, order: u32, nanos: u64| {
        let (thread, real) = (std::thread::current().name().unwrap().to_owned(), at["real_micros"].as_u64());
        assert!(real.is_some(), "{at}");
        json!({ "order": order, "nanos": nanos, "real_micros": real, "runner": { "is_test": true, "task": null, "thread": thread } })
    };
    let (called, awaited, ended) = (call["called"]["order"].clone(), call["awaited"].clone(), call["ended"].clone());
    let order = called.as_u64().unwrap() as u32;
    assert_eq!(
        call,
        json!({
            "mock": "MockCat#tom",
            "of": "Cat#tom",
            "method": "go",
            "parameters": ["direction", "steps"],
            "arguments": ["\"north\"", "1"],
            "state": "completed",
            "place": null,
            "called": moment(&call["called"], order, 0),
            "awaited": moment(&awaited, order + 1, 0),
            "ended": { "order": ended["order"], "nanos": 20_000_000, "real_micros": ended["real_micros"], "runner": null },
            "held": null,
            "items": [],
            "stream_ended": null,
        })
    );
    assert_eq!(awaited["order"], json!(order + 1));
    assert!(ended["real_micros"].as_u64() >= call["called"]["real_micros"].as_u64(), "{ended}");
    let guard = lines.iter().find_map(|line| line.get("guard")).unwrap();
    assert_eq!((&guard["of"], &guard["state"]), (&json!("Cat#tom::lock(1)"), &json!("released")));
    let kinds: Vec<&Value> = lines.iter().filter_map(|line| line.get("event")).map(|event| &event["kind"]).collect();
    assert_eq!(kinds[..2], [&json!("mock_made"), &json!("expectation_set")]);
    assert!(kinds.contains(&&json!("clock_moved")), "{kinds:?}");
}

#[test]
fn what_is_no_journal_is_refused_with_the_line() {
    let refused = |text: &str| Journal::from_json_lines(text).unwrap_err().to_string();
    assert_eq!(refused(""), "line 1: EOF while parsing a value at line 1 column 0");
    assert_eq!(refused("{}"), "line 1: missing field `asyncmock_journal` at line 1 column 2");
    assert_eq!(
        refused("\n{\"asyncmock_journal\":2,\"test\":null}"),
        "line 2: the journal is of version 2, and version 1 is what can be read"
    );
    assert_eq!(
        refused("{\"asyncmock_journal\":1,\"test\":null}\n{\"call\":{}}"),
        "line 2: missing field `mock` at line 1 column 10"
    );
    assert_eq!(
        refused("{\"asyncmock_journal\":1,\"test\":null}\n{\"dog\":{}}"),
        "line 2: unknown variant `dog`, expected one of `call`, `guard`, `event` at line 1 column 6"
    );
}

#[tokio::test(start_paused = true)]
async fn a_trace_has_a_pair_for_each_call_and_guard_that_has_ended() {
    let journal = of_a_test().await;
    let trace: Value = serde_json::from_str(&journal.to_trace()).unwrap();
    let events = trace["traceEvents"].as_array().unwrap();
    let of = |phase: &str| events.iter().filter(|event| event["ph"] == phase).collect::<Vec<_>>();
    assert_eq!((of("b").len(), of("e").len()), (journal.len(), journal.len() - 1), "one guard is held");
    for end in of("e") {
        let begin = of("b").into_iter().find(|begin| begin["id"] == end["id"]).expect("what ends has begun");
        assert_eq!((&begin["name"], &begin["cat"], &begin["pid"]), (&end["name"], &end["cat"], &end["pid"]));
        assert!(begin["ts"].as_f64() < end["ts"].as_f64(), "{begin} {end}");
    }
    let moved = of("i").into_iter().find(|event| event["name"] == "clock moved").unwrap();
    assert!(moved["args"]["real_micros"].is_u64() && moved["s"] == "p", "{moved}");
    let names: Vec<&Value> = of("M").into_iter().map(|event| &event["args"]["name"]).collect();
    assert_eq!(names[1..], [&json!("test")]);
    let north = of("b").into_iter().find(|event| event["name"] == "Cat#tom::go(\"north\", 1)").unwrap();
    let end = of("e").into_iter().find(|event| event["id"] == north["id"]).unwrap();
    let took = end["ts"].as_f64().unwrap() - north["ts"].as_f64().unwrap();
    assert!((20_000.0 - took).abs() < 1.0, "20 ms, in microseconds: {took}");
}
