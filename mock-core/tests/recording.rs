//! Recording and replaying: a spy writes down what passes, and a mock answers from that.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use asyncmock::{Recording, automock, catch_failure, catch_failure_async, mock};
use serde::{Deserialize, Serialize};
use tokio::time::{sleep, timeout};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Report {
    degrees: f64,
    words: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
enum Unknown {
    Place,
}

#[derive(Debug, PartialEq)]
struct Secret(u32);

#[automock(record)]
trait Weather: Send + Sync {
    fn stations(&self, country: &str, most: u32) -> Vec<String>;
    fn at(&self, place: &str) -> impl Future<Output = Result<Report, Unknown>> + Send;
    fn key(&self) -> Secret;
    fn reset(&self);
}

/// It takes its time, and knows one place.
struct Real;

impl Weather for Real {
    fn stations(&self, country: &str, most: u32) -> Vec<String> {
        (0..most).map(|number| format!("{country}-{number}")).collect()
    }

    async fn at(&self, place: &str) -> Result<Report, Unknown> {
        sleep(Duration::from_millis(5)).await;
        match place {
            "nowhere" => Err(Unknown::Place),
            "far" => std::future::pending().await,
            place => Ok(Report { degrees: 0.1 + 0.2, words: vec![place.to_owned(), "fog\n".to_owned()] }),
        }
    }

    fn key(&self) -> Secret {
        Secret(7)
    }

    fn reset(&self) {}
}

/// The path of a file that is not there, in a directory that need not be there.
fn path(name: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("recordings").join(format!("{name}.jsonl"));
    let _there_was_none = fs::remove_file(&path);
    path
}

/// Records two calls of either method.
async fn record(path: &Path) {
    let weather = MockWeather::recording(Real, path);
    weather.stations("no", 2);
    weather.at("here").await.unwrap();
    weather.at("nowhere").await.unwrap_err();
    weather.stations("no", 1);
}

/// A text with the name of a file in place of its path.
fn named(text: &str, path: &Path) -> String {
    text.replace(path.to_str().unwrap(), "weather.jsonl")
}

#[tokio::test(start_paused = true)]
async fn calls_are_answered_as_they_were_recorded_whatever_their_order() {
    let path = path("by_arguments");
    record(&path).await;
    let weather = MockWeather::replaying(&*path);
    assert_eq!(weather.at("nowhere").await, Err(Unknown::Place));
    assert_eq!(weather.stations("no", 1), ["no-0"]);
    assert_eq!(weather.stations("no", 2), ["no-0", "no-1"]);
    let report = weather.at("here").await.unwrap();
    assert_eq!(report, Report { degrees: 0.1 + 0.2, words: vec!["here".to_owned(), "fog\n".to_owned()] });
    weather.calls_to_at().assert_awaited_times(2);
}

#[tokio::test(start_paused = true)]
async fn a_file_has_a_line_for_each_call_that_came_to_its_end() {
    let path = path("lines");
    let weather = MockWeather::recording(Arc::new(Real), &path);
    weather.expect_stations().withf(|country, _| country == "xx").return_const(Vec::new());
    let (slow, ()) = futures::join!(weather.at("here"), async {
        weather.reset();
    });
    slow.unwrap();
    timeout(Duration::from_millis(50), weather.at("far")).await.unwrap_err();
    weather.stations("xx", 1);
    drop(weather.at("here"));
    assert_eq!(
        fs::read_to_string(&path).unwrap(),
        "{\"asyncmock_recording\":1,\"mock\":\"MockWeather\"}\n\
         {\"method\":\"reset\",\"arguments\":[],\"value\":null}\n\
         {\"method\":\"at\",\"arguments\":[\"\\\"here\\\"\"],\
          \"value\":{\"Ok\":{\"degrees\":0.30000000000000004,\"words\":[\"here\",\"fog\\n\"]}}}\n"
    );
}

#[tokio::test(start_paused = true)]
async fn what_was_not_recorded_is_refused_with_the_nearest_call() {
    let path = path("nearest");
    record(&path).await;
    let weather = MockWeather::replaying(path.to_str().unwrap());
    let line = line!() + 1;
    let text = catch_failure(|| weather.stations("se", 2));
    assert_eq!(
        named(&text, &path),
        format!(
            "MockWeather::stations(\"se\", 2): No matching expectation found\n  \
               called at {}:{line}\n\
             the recording `weather.jsonl` does not answer it: it has no call with these arguments\n\
             nearest: line 2\n  \
               argument 1 (country) is \"se\", recorded was \"no\"\n  \
               record it anew with MockWeather::recording, or expect the call",
            file!()
        )
    );
    let text = catch_failure(|| weather.reset());
    assert!(text.contains("does not answer it: it has no call of this method\n  record it anew"), "{text}");
    assert!(weather.at("here").await.is_ok());
    let text = catch_failure_async(weather.at("here")).await;
    assert!(text.contains("does not answer it: it has this call once, and was answered from as often\n"), "{text}");
}

#[tokio::test(start_paused = true)]
async fn calls_may_have_to_come_in_order() {
    let path = path("in_order");
    record(&path).await;
    let weather = MockWeather::replaying(Recording::in_order(&path));
    weather.stations("no", 2);
    let text = catch_failure(|| weather.stations("no", 1));
    assert!(text.contains("does not answer it: its next call is another one, in line 3: at(\"here\")\n"), "{text}");
    weather.at("here").await.unwrap();
    weather.at("nowhere").await.unwrap_err();
    weather.stations("no", 1);
    let text = catch_failure(|| weather.stations("no", 1));
    assert!(text.contains("does not answer it: all of its calls were answered from\n"), "{text}");
}

#[tokio::test(start_paused = true)]
async fn what_is_expected_comes_before_what_was_recorded() {
    let path = path("expected");
    record(&path).await;
    let weather = MockWeather::replaying(path.clone());
    weather.expect_stations().withf(|_, most| *most == 2).return_const(vec!["mine".to_owned()]);
    assert_eq!(weather.stations("no", 2), ["mine"]);
    assert_eq!(weather.stations("no", 1), ["no-0"]);
    weather.expect_at().never();
    let text = catch_failure_async(weather.at("here")).await;
    assert!(text.starts_with("MockWeather::at"), "{text}");
}

#[test]
fn a_value_that_cannot_be_written_is_refused_before_the_real_object_is_asked() {
    let path = path("no_codec");
    let weather = MockWeather::recording(Real, &path);
    let line = line!() + 1;
    let text = catch_failure(|| weather.key());
    assert_eq!(
        named(&text, &path),
        format!(
            "MockWeather::key(): what it gives can't be written to `weather.jsonl`\n  \
               called at {}:{line}\n  \
               its type must be `Serialize` and `DeserializeOwned`, as JSON has it, or expect the call",
            file!()
        )
    );
    weather.expect_key().returning(|| Secret(1));
    assert_eq!(weather.key(), Secret(1));
    drop(weather);
    let replaying = MockWeather::replaying(&*path);
    let text = catch_failure(|| replaying.key());
    assert!(
        named(&text, &path).starts_with("MockWeather::key(): what it gives can't be read from `weather.jsonl`\n"),
        "{text}"
    );
}

#[test]
fn a_file_that_is_no_recording_is_refused_where_the_mock_is_made() {
    let path = path("no_recording");
    let refused = |text: &str| {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        named(&catch_failure(|| MockWeather::replaying(&*path)), &path)
    };
    let remedy = "\n  record it: MockWeather::recording(real, \"weather.jsonl\")";
    assert_eq!(
        refused("{}"),
        format!(
            "MockWeather::replaying: `weather.jsonl` can't be read: line 1: missing field `asyncmock_recording` at line 1 column 2{remedy}"
        )
    );
    assert_eq!(
        refused("{\"asyncmock_recording\":2,\"mock\":\"MockWeather\"}"),
        format!(
            "MockWeather::replaying: `weather.jsonl` can't be read: line 1: the recording is of version 2, and version 1 is what can be \
             read{remedy}"
        )
    );
    let header = "{\"asyncmock_recording\":1,\"mock\":\"MockWeather\"}\n";
    assert!(refused(&format!("{header}{{}}")).contains("can't be read: line 2: missing field `method`"));
    fs::remove_file(&path).unwrap();
    let text = catch_failure(|| MockWeather::replaying(&*path));
    assert!(named(&text, &path).starts_with("MockWeather::replaying: `weather.jsonl` can't be read: "), "{text}");
    let text = catch_failure(|| MockWeather::recording(Real, path.parent().unwrap()));
    assert!(text.starts_with("MockWeather::recording: `") && text.contains("can't be written: "), "{text}");

    let of_another_type =
        format!("{header}{{\"method\":\"stations\",\"arguments\":[\"\\\"no\\\"\",\"1\"],\"value\":7}}\n");
    fs::write(&path, of_another_type).unwrap();
    let weather = MockWeather::replaying(&*path);
    let text = catch_failure(|| weather.stations("no", 1));
    let first = "MockWeather::stations(\"no\", 1): line 2 of `weather.jsonl` has another value: invalid type: integer `7`, expected a \
                 sequence at line 1 column 1\n";
    assert!(named(&text, &path).starts_with(first), "{text}");
}

#[test]
fn a_mock_that_is_declared_may_record_as_well() {
    trait Store<T> {
        fn get(&self, key: u32) -> Option<T>;
    }
    mock! {
        #[record]
        Shelf<T: Clone + Send + Serialize + for<'de> Deserialize<'de> + 'static> {}
        impl<T: Clone + Send + Serialize + for<'de> Deserialize<'de> + 'static> Store<T> for Shelf<T> {
            fn get(&self, key: u32) -> Option<T>;
        }
    }
    struct Odd;
    impl Store<u128> for Odd {
        fn get(&self, key: u32) -> Option<u128> {
            (key % 2 == 1).then_some(u128::MAX - u128::from(key))
        }
    }
    let path = path("declared");
    let shelf = MockShelf::<u128>::recording(Odd, &path);
    assert_eq!((shelf.get(1), shelf.get(2)), (Some(u128::MAX - 1), None));
    let shelf = MockShelf::<u128>::replaying(&*path);
    assert_eq!((shelf.get(2), shelf.get(1)), (None, Some(u128::MAX - 1)));
}

/// What borrows, for ever or not, can't be read back, and neither do such methods keep a mock from being compiled.
#[test]
fn what_borrows_is_refused_before_the_real_object_is_asked() {
    #[automock(record)]
    trait Names {
        fn lent(&self) -> &str;
        fn listed(&self) -> &Vec<String>;
        fn still(&self) -> &'static str;
        fn all(&self) -> Vec<&'static str>;
        fn later(&self) -> impl Future<Output = &str> + Send;
    }
    struct Untouched;
    impl Names for Untouched {
        fn lent(&self) -> &str {
            unreachable!("it is not asked")
        }
        fn listed(&self) -> &Vec<String> {
            unreachable!("it is not asked")
        }
        fn still(&self) -> &'static str {
            unreachable!("it is not asked")
        }
        fn all(&self) -> Vec<&'static str> {
            unreachable!("it is not asked")
        }
        async fn later(&self) -> &str {
            unreachable!("it is not asked")
        }
    }
    let path = path("borrowed");
    let names = MockNames::recording(Untouched, &path);
    for text in [
        catch_failure(|| names.lent().len()),
        catch_failure(|| names.listed().len()),
        catch_failure(|| names.still()),
        catch_failure(|| names.all()),
    ] {
        assert!(named(&text, &path).contains("(): what it gives can't be written to `weather.jsonl`\n"), "{text}");
    }
    let text = catch_failure(|| futures::executor::block_on(names.later()).len());
    assert!(text.contains("a spy can't pass this method on"), "{text}");
    assert_eq!(fs::read_to_string(&path).unwrap().lines().count(), 1);
}

#[derive(Clone, Debug, PartialEq)]
struct Point {
    x: i32,
    y: i32,
}

/// Writes itself never.
#[derive(Debug, PartialEq, Deserialize)]
struct Unwritable;

impl Serialize for Unwritable {
    fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(serde::ser::Error::custom("it does not want to"))
    }
}

#[automock(record)]
trait Map: Send + Sync {
    fn height(&self, point: Point, times: u32) -> u32;
    fn bad(&self) -> impl Future<Output = Unwritable> + Send;
}

struct Flat;

impl Map for Flat {
    fn height(&self, _: Point, times: u32) -> u32 {
        times
    }

    async fn bad(&self) -> Unwritable {
        tokio::task::yield_now().await;
        Unwritable
    }
}

#[test]
fn the_nearest_call_tells_what_differs_and_no_more() {
    let path = path("differs");
    MockMap::recording(Flat, &path).height(Point { x: 1, y: 2 }, 1);
    let map = MockMap::replaying(&*path);
    let text = catch_failure(|| map.height(Point { x: 1, y: 2 }, 2));
    assert!(text.contains("\nnearest: line 2\n  argument 2 (times) is 2, recorded was 1\n  record it anew"), "{text}");
    let text = catch_failure(|| map.height(Point { x: 1, y: 3 }, 1));
    let differing = "argument 1 (point) is Point { x: 1, y: 3 }, recorded was Point { x: 1, y: 2, }";
    assert!(text.contains(&format!("\nnearest: line 2\n  {differing}\n  record it anew")), "{text}");
}

#[test]
fn what_next_call_was_recorded_is_cut_if_it_is_long() {
    let path = path("long");
    let weather = MockWeather::recording(Real, &path);
    weather.stations(&"x".repeat(200_000), 0);
    drop(weather);
    let weather = MockWeather::replaying(Recording::in_order(&path));
    let text = catch_failure(|| weather.stations("no", 1));
    assert!(
        text.len() < 2_000 && text.contains("its next call is another one, in line 2: stations(\"xxx"),
        "{}",
        text.len()
    );
}

/// In the picture of its own failure.
#[tokio::test]
async fn a_call_that_no_recording_answers_has_panicked() {
    let path = path("drawn");
    MockMap::recording(Flat, &path).height(Point { x: 1, y: 2 }, 1);
    let map = MockMap::replaying(&*path);
    map.expect_bad().times(2).yielding(1).resolving(|| Unwritable);
    futures::join!(map.bad(), map.bad());
    let text = catch_failure(|| map.height(Point { x: 9, y: 9 }, 9));
    let line = text.lines().find(|line| line.starts_with("  Map::height")).expect("it is drawn");
    assert!(line.ends_with('!'), "{text}");
}

#[tokio::test]
async fn a_call_whose_value_cannot_be_written_has_panicked() {
    let path = path("unwritable");
    let map = MockMap::recording(Flat, &path);
    let text = catch_failure_async(map.bad()).await;
    let first = "MockMap::bad(): what it gave can't be written to `weather.jsonl`: it does not want to\n";
    assert!(named(&text, &path).starts_with(first), "{text}");
    assert_eq!(map.calls_to_bad().last().unwrap().state(), asyncmock::CallState::Panicked);
    assert_eq!(map.calls_to_bad().in_flight(), 0);
}
